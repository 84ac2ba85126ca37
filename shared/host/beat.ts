/** What an always-on program says of itself every few seconds, so that its silence is seen. */

import { messageOf } from './faults.ts'
import type { Logger } from './log.ts'
import { openOutage } from './outage.ts'

/** How its rounds go; durations are real. Null where it has none, or none yet. */
export type Beat = {
  everyMs: number | null
  /** Since the last round that went well ended. */
  sinceRoundMs: number | null
  /** How long the round that runs now has run, and how long one may. */
  runningMs: number | null
  runningMsMax: number | null
  /** Rounds that failed, in a row, and what the last of them said. */
  failures: number
  said: string
}

/** Told by the rounds, asked by the beat. */
export type RoundWatch = {
  begun(): void
  ended(fault?: unknown): void
  next(everyMs: number): void
  now(): Beat
}

const BEAT_MS = 3_000

export function openRoundWatch(secondsMax?: number): RoundWatch {
  let everyMs: number | null = null
  let goodAt: number | undefined
  let runningAt: number | undefined
  let failures = 0
  let said = ''
  const since = (at: number | undefined) => (at === undefined ? null : performance.now() - at)
  return {
    begun() {
      runningAt = performance.now()
    },
    ended(fault) {
      runningAt = undefined
      failures = fault === undefined ? 0 : failures + 1
      said = fault === undefined ? '' : messageOf(fault)
      if (fault === undefined) goodAt = performance.now()
    },
    next(ms) {
      everyMs = ms
    },
    now: () => ({
      everyMs,
      sinceRoundMs: since(goodAt),
      runningMs: since(runningAt),
      runningMsMax: secondsMax === undefined ? null : secondsMax * 1_000,
      failures,
      said,
    }),
  }
}

/** Says it now and every few seconds, until what it returns is called; a beat that cannot be said is no fault. */
export function startBeats(
  say: (beat: Beat) => Promise<void>,
  watch: RoundWatch,
  log: Logger,
): () => void {
  const outage = openOutage(log, { begins: 'no beat is heard', ends: 'its beat is heard again' })
  let isSaying = false
  const beat = async () => {
    if (isSaying) return
    isSaying = true
    await say(watch.now()).then(outage.over, outage.met)
    isSaying = false
  }
  void beat()
  const timer = setInterval(() => void beat(), BEAT_MS).unref()
  return () => clearInterval(timer)
}
