/** How often somebody may be wrong: so that nobody finds a secret by trying. */

import { Throttled } from '#shared/host/api/limits.ts'

export type Attempts = {
  /** @throws Refusal 429, which the audit hears of once, of who has been wrong too often. */
  allow(who: string, now: Date): void
  noteWrong(who: string, now: Date): void
}

const WRONG_MAX = 10
const WINDOW_MS = 60_000
/** Whoever has more addresses than this is forgotten by the oldest first. */
const KNOWN_MAX = 10_000

export function openAttempts(): Attempts {
  const wrongs = new Map<string, { times: number[]; isTold: boolean }>()
  const recent = (who: string, now: Date) =>
    (wrongs.get(who)?.times ?? []).filter((at) => at > now.getTime() - WINDOW_MS)
  return {
    allow(who, now) {
      const times = recent(who, now)
      if (times.length < WRONG_MAX) return
      const wrong = wrongs.get(who)!
      const isFirst = !wrong.isTold
      wrong.isTold = true
      throw new Throttled(Math.ceil((times[0]! + WINDOW_MS - now.getTime()) / 1000), isFirst)
    },
    noteWrong(who, now) {
      const times = [...recent(who, now), now.getTime()]
      wrongs.delete(who)
      wrongs.set(who, { times, isTold: false })
      if (wrongs.size > KNOWN_MAX) wrongs.delete(wrongs.keys().next().value!)
    },
  }
}
