/** How many requests a key may send in a real minute, told in Alpaca's headers. */

export type RateLimit = (key: string) => { allowed: boolean; headers: Record<string, string> }

const WINDOW_MS = 60_000

/** Counts in windows of a minute that begin with a key's first request; 0 means no limit. */
export function rateLimit(perMinute: number, now: () => number = Date.now): RateLimit {
  const windows = new Map<string, { endsAt: number; sent: number }>()
  return (key) => {
    if (perMinute === 0) return { allowed: true, headers: {} }
    let window = windows.get(key)
    if (!window || window.endsAt <= now()) {
      window = { endsAt: now() + WINDOW_MS, sent: 0 }
      windows.set(key, window)
    }
    window.sent += 1
    const headers = {
      'x-ratelimit-limit': String(perMinute),
      'x-ratelimit-remaining': String(Math.max(0, perMinute - window.sent)),
      'x-ratelimit-reset': String(Math.ceil(window.endsAt / 1000)),
    }
    return { allowed: window.sent <= perMinute, headers }
  }
}
