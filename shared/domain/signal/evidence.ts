/**
 * Which signals speak loudest for a trend, and which against it.
 *
 *   rank = 0.40 · weight + 0.30 · impact + 0.20 · recency + 0.10 · credibility
 *
 * Source: docs/FORMULAS.md, Signals, evidence.
 */

import { EVIDENCE_SIDES } from '../../contracts/sets.ts'
import { roundScore } from '../score.ts'
import type { Scoring } from './scoring.ts'
import type { WeighedSignal } from './weight.ts'

export type EvidenceSide = (typeof EVIDENCE_SIDES)[number]

export type Evidence = WeighedSignal & {
  side: EvidenceSide
  /** 1 is the strongest of its side. */
  place: number
  rankScore: number
}

/** The rank of one signal among the evidence. */
export function rankOf(
  { weight, impact, recency, credibility }: WeighedSignal,
  { rank }: Scoring,
): number {
  return roundScore(
    rank.weight * weight +
      rank.impact * impact +
      rank.recency * recency +
      rank.credibility * credibility,
  )
}

/**
 * The side a signal is on, seen from a mean sentiment; a mean of 0 counts as positive. A signal
 * that is neither bullish nor bearish is on none.
 */
export function sideOf({ signal }: WeighedSignal, sentimentMean: number): EvidenceSide | undefined {
  if (signal.sentiment === 0) return undefined
  return signal.sentiment > 0 === sentimentMean >= 0 ? 'supporting' : 'opposing'
}

/** At most ten a side, strongest first, supporting before opposing; equal ranks go by impact id. */
export function rankEvidence(
  weighed: readonly WeighedSignal[],
  sentimentMean: number,
  scoring: Scoring,
): Evidence[] {
  const ranked = weighed
    .map((each) => ({ ...each, rankScore: rankOf(each, scoring) }))
    .sort(
      (one, other) =>
        other.rankScore - one.rankScore || (one.signal.impactId < other.signal.impactId ? -1 : 1),
    )
  return EVIDENCE_SIDES.flatMap((side) =>
    ranked
      .filter((each) => sideOf(each, sentimentMean) === side)
      .slice(0, scoring.evidenceMax)
      .map((each, index) => ({ ...each, side, place: index + 1 })),
  )
}
