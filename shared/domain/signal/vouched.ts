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
  /** The same of what has stood for hours (`SEASON_HOURS`), as if nothing else had been told; since scoring-4. */
  seasoned?: Vouched
  /** Voices among what was read in the last hours, twice as many (`RECENT_HOURS`); since scoring-4. */
  recentVoices?: number
  /** The same as rules alone read the documents, where a model read any of them; since scoring-5. */
  byRules?: Vouched
  /** The largest share that one document has of what speaks for the trend, in [0, 1]. */
  documentShare: number
}

/**
 * So long what known owners say must have stood, where only two say it. Stories planted at a broken-into wire or
 * account were denied or taken down within minutes to two hours (Emulex 2000, AP 2013, Vinci 2016).
 */
export const SEASON_HOURS = 6

/** Who told within six hours of one another is counted together until all of it has stood. */
const RECENT_HOURS = 2 * SEASON_HOURS

/** So many known owners, each with a story of its own, before anything is acted on. */
export const VOICES_MIN = 2

/**
 * Whether words of the company were read at least `SEASON_HOURS` before: an edit of an old story begins anew. What
 * bears no such moment never has: the date that an outlet tells is its own to choose.
 */
export function hasStood({ layer, readAt }: Signal, asOf: Date): boolean {
  return layer === 'company' && ageOf(readAt, asOf) >= SEASON_HOURS * HOUR_MS
}

/** Voices among what was read lately: old stories of others are none that tell this one. */
export function countRecent(
  weighed: readonly WeighedSignal[],
  sentimentMean: number,
  asOf: Date,
): number {
  return countVoices(
    weighed
      .map(({ signal }) => signal)
      .filter(({ record, sentiment }) => record === 'known' && sentiment * sentimentMean > 0)
      .filter(({ readAt }) => readAt !== undefined && ageOf(readAt, asOf) < RECENT_HOURS * HOUR_MS),
  )
}

function ageOf(readAt: Date | undefined, asOf: Date): number {
  return readAt === undefined ? -Infinity : asOf.getTime() - readAt.getTime()
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
