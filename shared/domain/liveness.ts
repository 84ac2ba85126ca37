/** Whether an always-on program is alive, judged by what it said of itself and how long ago. Durations are real. */

import type { UNWELL_STATES } from '../contracts/unwell.ts'

/** What was last heard of a service. */
export type HeardBeat = {
  service: string
  silentMs: number
  everyMs: number | null
  sinceRoundMs: number | null
  runningMs: number | null
  runningMsMax: number | null
  failures: number
  said: string
}

/** `silent`: nothing is heard; `stuck`: a round does not end; `late`: none comes; `failing`: each fails. */
export type Liveness = 'alive' | (typeof UNWELL_STATES)[number]

/** More than three beats of three seconds. */
export const SILENT_MS = 10_000
/** A round that goes to slow neighbours takes seconds; one that may take longer says so. */
export const STUCK_MS = 12_000
/** How much later than it was due a round may come. */
const LATE_MS = 12_000
/** One round may fail by a neighbour's hiccup. */
const FAILURES = 2

/** How a service is, and for how many milliseconds, as far as that is known. */
export function judgeLiveness(heard: HeardBeat): { state: Liveness; forMs: number } {
  const { silentMs, everyMs, sinceRoundMs, runningMs, runningMsMax, failures } = heard
  if (silentMs > SILENT_MS) return { state: 'silent', forMs: silentMs }
  if (runningMs !== null && runningMs > (runningMsMax ?? STUCK_MS))
    return { state: 'stuck', forMs: runningMs }
  if (failures >= FAILURES) return { state: 'failing', forMs: sinceRoundMs ?? 0 }
  const isDue = everyMs !== null && sinceRoundMs !== null && sinceRoundMs > everyMs + LATE_MS
  if (isDue && runningMs === null && failures === 0) return { state: 'late', forMs: sinceRoundMs }
  return { state: 'alive', forMs: 0 }
}

/** From the best to the worst. */
const ORDER: readonly Liveness[] = ['alive', 'late', 'failing', 'stuck', 'silent']

/**
 * Which instance of a service speaks for it: of those that are heard the one that fares worst, whichever beat last, so
 * that two of them do not take turns; where none is heard, the one that was heard last. The first of equals.
 */
export function speakerOf<B extends HeardBeat>(instances: readonly B[]): B {
  const heard = instances.filter(({ silentMs }) => silentMs <= SILENT_MS)
  const badness = (one: B) =>
    heard.length > 0 ? ORDER.indexOf(judgeLiveness(one).state) : -one.silentMs
  return (heard.length > 0 ? heard : instances).reduce((worst, one) =>
    badness(one) > badness(worst) ? one : worst,
  )
}
