/**
 * What many signals say together: the trend of one ticker in one window.
 *
 * Source: docs/FORMULAS.md, Signals. Scores are rounded to 12 decimals before they meet a limit.
 */

import { clamp, roundScore } from '../score.ts'
import { rankEvidence, type Evidence } from './evidence.ts'
import { balanceOf, directionOf, type TrendDirection } from './direction.ts'
import { disagreementsOf, type DisagreeingPair } from './disagreement.ts'
import type { DataSummary } from './data-summary.ts'
import { eachForItself, type Hearing } from './hearing.ts'
import type { Market } from './market.ts'
import { marksOfEach } from './marks.ts'
import type { Layer, Scoring } from './scoring.ts'
import { bySummingOrder, type Signal, type View, type WeighedSignal } from './weight.ts'
import { inWindow, type Window } from './window.ts'

export type Trend = {
  ticker: string
  window: Window
  asOf: Date
  direction: TrendDirection
  /** |sentimentMean|. */
  strength: number
  confidence: number
  contradiction: number
  /** In [-1, 1]. */
  sentimentMean: number
  signalCount: number
  /** Unique sources, or voices: as the version of the scoring has it. */
  sourceCount: number
  /** Whether it rests on the macro (the competitive) layer rather than on the company. */
  macroOnly: boolean
  patternOnly: boolean
  market: Market
  /** The signals of each layer in the order they were summed. */
  ids: Readonly<Record<Layer, string[]>>
  evidence: Evidence[]
  /** The pairs that contradict each other most. */
  disagreements: DisagreeingPair[]
  data: DataSummary
}

/** Sums up a ticker in one window. Signals outside it or behind the gate change nothing. */
export function summarise(
  ticker: string,
  signals: readonly Signal[],
  view: View,
  hearing: Hearing = eachForItself,
): Trend {
  const { window, asOf, market, scoring } = view
  const inside = signals
    .filter(({ publishedAt }) => inWindow(publishedAt, window, asOf))
    .sort(bySummingOrder)
  const weighed = hearing.weighAll(inside, view)
  const balance = balanceOf(weighed)
  const direction = directionOf(balance, scoring)
  const idsOf = (layer: Layer) =>
    weighed.filter(({ signal }) => signal.layer === layer).map(({ signal }) => signal.impactId)
  return {
    ticker,
    window,
    asOf,
    direction,
    ...balance,
    strength: Math.abs(balance.sentimentMean),
    confidence: confidenceOf(weighed, direction, balance.contradiction, scoring, hearing),
    signalCount: weighed.length,
    sourceCount: hearing.countSources(weighed),
    ...(hearing.marksOf ?? marksOfEach)(weighed, direction, scoring),
    market,
    ids: { company: idsOf('company'), macro: idsOf('macro'), competitive: idsOf('competitive') },
    evidence: rankEvidence(weighed, balance.sentimentMean, scoring),
    disagreements: disagreementsOf(weighed),
    // What is known of the company itself: no event of the world or of a rival proves anything of it.
    data: hearing.summariseData(
      weighed.map(({ signal }) => signal).filter(({ layer }) => layer === 'company'),
      scoring,
    ),
  }
}

/** How sure a trend may be of itself, in [0, 1]: many sources, credible ones, in agreement. */
export function confidenceOf(
  weighed: readonly WeighedSignal[],
  direction: TrendDirection,
  contradiction: number,
  { confidence: share, sourcesFull, sourcesShare, agreementSignalsFull, layerShare }: Scoring,
  { countSources, countSaid, shareOf }: Hearing = eachForItself,
): number {
  const count = (sourcesShare * Math.min(countSources(weighed), sourcesFull)) / sourcesFull
  const voiceOf = ({ voice, signal }: WeighedSignal) => voice * layerShare[signal.layer]
  const voicesOf = (these: readonly WeighedSignal[]) =>
    these.reduce((sum, each) => sum + voiceOf(each), 0)
  const heard = voicesOf(weighed)
  if (heard === 0) return 0
  const credibility =
    weighed.reduce((sum, each) => sum + voiceOf(each) * each.credibility, 0) / heard
  const sharesOf = (these: readonly WeighedSignal[]) =>
    these.reduce((sum, each) => sum + (shareOf ?? voiceOf)(each), 0)
  const said = sharesOf(weighed)
  const agree = sharesOf(weighed.filter(({ signal }) => agrees(signal, direction)))
  const agreeing = said === 0 ? 0 : agree / said
  const enough = Math.min(
    1,
    Math.log2(countSaid(weighed) + 1) / Math.log2(agreementSignalsFull + 1),
  )
  const sure =
    share.count * count +
    share.credibility * credibility +
    share.agreement * agreeing * enough -
    share.contradiction * contradiction
  return roundScore(clamp(sure, 0, 1))
}

/** Nothing agrees with a mixed trend; what is neither bullish nor bearish agrees with a neutral one. */
function agrees({ sentiment }: Signal, direction: TrendDirection): boolean {
  if (direction === 'mixed') return false
  return sentiment === { bullish: 1, bearish: -1, neutral: 0 }[direction]
}
