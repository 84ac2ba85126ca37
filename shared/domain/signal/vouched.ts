/**
 * What those say of a ticker who have a record, without anybody else: the part of a trend that may be
 * traded on, and how independent its tellers are.
 *
 * Source: docs/FORMULAS.md, Signals, record.
 */

import { roundScore } from '../score.ts'
import { HOUR_MS } from '../spans.ts'
import type { TrendDirection } from './direction.ts'
import { countVoices } from './voices.ts'
import type { Signal, WeighedSignal } from './weight.ts'

export type Vouched = {
  direction: TrendDirection
  strength: number
  confidence: number
  contradiction: number
  /** Pieces of evidence that take a side. */
  evidenceCount: number
  /** Stories on the trend's side, copies once. */
  stories: number
  /** Owners who tell them. */
  owners: number
  /** Of these, owners that are known by name. */
  knownOwners: number
  /** Of owners that are known, the most pairs of a story and an owner in which neither stands twice. */
  voices: number
  /** Voices that have stood for so long without being taken back (`SEASON_HOURS`); not before scoring-4. */
  seasonedVoices?: number
  /** The largest share that one document has of what speaks for the trend, in [0, 1]. */
  documentShare: number
}

/**
 * So long what known owners say must have stood, where only two say it. Stories planted at a broken-into wire or
 * account were denied or taken down within minutes to two hours (Emulex 2000, AP 2013, Vinci 2016).
 */
export const SEASON_HOURS = 6

/** Voices among those whose words were read at least `SEASON_HOURS` before: an edit of an old story begins anew. */
export function countSeasoned(
  weighed: readonly WeighedSignal[],
  sentimentMean: number,
  asOf: Date,
): number {
  const until = asOf.getTime() - SEASON_HOURS * HOUR_MS
  return countVoices(
    weighed
      .map(({ signal }) => signal)
      .filter(({ record, sentiment }) => record === 'known' && sentiment * sentimentMean > 0)
      .filter(({ readAt, publishedAt }) => (readAt ?? publishedAt).getTime() <= until),
  )
}

/** How independent those are who speak for a mean sentiment; `weighed` of owners with a record alone. */
export function independenceOf(
  weighed: readonly WeighedSignal[],
  sentimentMean: number,
): Pick<Vouched, 'stories' | 'owners' | 'knownOwners' | 'voices' | 'documentShare'> {
  const side = weighed.filter(({ signal }) => signal.sentiment * sentimentMean > 0)
  const signals = side.map(({ signal }) => signal)
  const known = signals.filter(({ record }) => record === 'known')
  const ownersOf = (some: readonly Signal[]) => new Set(some.map(({ source }) => source)).size
  return {
    stories: new Set(signals.map(({ storyId }) => storyId)).size,
    owners: ownersOf(signals),
    knownOwners: ownersOf(known),
    // Whoever earned a record for months may lie once it pays: such an owner bears nothing out.
    voices: countVoices(known),
    documentShare: largestShare(side),
  }
}

function largestShare(side: readonly WeighedSignal[]): number {
  const byDocument = new Map<string, number>()
  let total = 0
  for (const { signal, mass } of side) {
    byDocument.set(signal.documentId, (byDocument.get(signal.documentId) ?? 0) + mass)
    total += mass
  }
  return total === 0 ? 0 : roundScore(Math.max(...byDocument.values()) / total)
}
