/**
 * How many signals are heard at once: each for itself, or copies of a story as one voice.
 *
 * Source: docs/FORMULAS.md, Signals, voices.
 */

import { summariseData, type DataSummary } from './data-summary.ts'
import type { MarksOf } from './marks.ts'
import type { Scoring } from './scoring.ts'
import { countStories, countVoices, placesInStories } from './voices.ts'
import { weigh, weightFactors, type Signal, type View, type WeighedSignal } from './weight.ts'

/** How a version of the scoring hears many signals at once. */
export type Hearing = {
  /** Signals in summing order with their weights; those behind the gate are left out. */
  weighAll: (signals: readonly Signal[], view: View) => WeighedSignal[]
  countSources: (weighed: readonly WeighedSignal[]) => number
  /** How much there is to agree on. */
  countSaid: (weighed: readonly WeighedSignal[]) => number
  /** How much one signal counts where it agrees or does not; its voice where it is not said. */
  shareOf?: (weighed: WeighedSignal) => number
  summariseData: (signals: readonly Signal[], scoring: Scoring) => DataSummary
  /** Whether it rests on the world or on rivals; each layer by itself where it is not said. */
  marksOf?: MarksOf
}

/** Every signal counts in full, whoever repeats whom: scoring-1. */
export const eachForItself: Hearing = {
  weighAll: (signals, view) =>
    signals.map((signal) => weigh(signal, view)).filter(({ gate }) => gate === 1),
  countSources: (weighed) => new Set(weighed.map(({ signal }) => signal.source)).size,
  countSaid: (weighed) => weighed.length,
  summariseData,
}

/** Tellers of one story share one voice, and each has less that is new than the one before: scoring-2. */
export const byStory: Hearing = {
  weighAll(signals, view) {
    const open = signals.filter((signal) => weightFactors(signal, view).gate === 1)
    const places = placesInStories(open)
    return open.map((signal) => {
      const { place = 0, of = 1 } = places.get(signal) ?? {}
      const { novelty } = weightFactors(signal, view)
      return weigh(signal, view, { novelty: novelty / (1 + place), voice: 1 / of })
    })
  },
  countSources: (weighed) => countVoices(weighed.map(({ signal }) => signal)),
  countSaid: (weighed) => countStories(weighed.map(({ signal }) => signal)),
  summariseData: (signals, scoring) => ({
    ...summariseData(signals, scoring),
    evidenceCount: countHeard(signals.filter(({ sentiment }) => sentiment !== 0)),
    validDocuments: countHeard(signals),
  }),
}

/** An outlet is known where it is believed more than one that nobody knows. */
const UNKNOWN = 0.5

/**
 * Pieces of evidence: stories, each once. Those that only outlets of no standing tell count once for each
 * owner, so that nobody proves a thing by saying it three times.
 */
export function countHeard(
  signals: readonly Pick<Signal, 'storyId' | 'source' | 'credibility'>[],
): number {
  const known = new Set(
    signals.filter(({ credibility }) => credibility > UNKNOWN).map(({ storyId }) => storyId),
  )
  const others = signals.filter(({ storyId }) => !known.has(storyId))
  return known.size + countVoices(others)
}
