/** A bound on how often one client may ask, in the machine's time. */

export type ClientLimit = {
  /** Counts a request of `client`; false when it is one too many. */
  take(client: string): boolean
}

const CLIENTS_MAX = 1000

/** At most `count` requests in any `windowMs`; `elapsed` tells milliseconds of a steady clock. */
export function openLimit(
  count: number,
  windowMs: number,
  elapsed: () => number = () => performance.now(),
): ClientLimit {
  const seen = new Map<string, number[]>()
  return {
    take(client) {
      const now = elapsed()
      const recent = (seen.get(client) ?? []).filter((at) => at > now - windowMs)
      const allowed = recent.length < count
      if (allowed) recent.push(now)
      seen.delete(client)
      seen.set(client, recent)
      if (seen.size > CLIENTS_MAX) seen.delete(seen.keys().next().value ?? '')
      return allowed
    },
  }
}
