/**
 * What many signals say together: the trend of one ticker in one window.
 *
 * Source: docs/FORMULAS.md, Signals. Scores are rounded to 12 decimals before they meet a limit.
 */

import type { TREND_DIRECTIONS } from '../../contracts/sets.ts'
import { clamp, roundScore } from '../score.ts'
import { rankEvidence, type Evidence } from './evidence.ts'
import type { DataSummary } from './data-summary.ts'
import { eachForItself, type Hearing } from './hearing.ts'
import type { Market } from './market.ts'
import type { Layer, Scoring } from './scoring.ts'
import { bySummingOrder, type Signal, type View, type WeighedSignal } from './weight.ts'
import { inWindow, type Window } from './window.ts'

export type TrendDirection = (typeof TREND_DIRECTIONS)[number]

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
  /** Without the macro (the competitive) layer the trend would be neutral. */
  macroOnly: boolean
  patternOnly: boolean
  market: Market
  /** The signals of each layer in the order they were summed. */
  ids: Readonly<Record<Layer, string[]>>
  evidence: Evidence[]
  data: DataSummary
}

/** The two masses every score of a trend is made of, and their balance. */
export type Balance = { sentimentMean: number; contradiction: number }

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
    macroOnly: restsOn('macro', weighed, direction, scoring),
    patternOnly: restsOn('competitive', weighed, direction, scoring),
    market,
    ids: { company: idsOf('company'), macro: idsOf('macro'), competitive: idsOf('competitive') },
    evidence: rankEvidence(weighed, balance.sentimentMean, scoring),
    data: hearing.summariseData(weighed.map(({ signal }) => signal)),
  }
}

/** Weighted mean sentiment in [-1, 1] and contradiction in [0, 1]; both 0 when nothing weighs. */
export function balanceOf(weighed: readonly Pick<WeighedSignal, 'mass' | 'signal'>[]): Balance {
  let positive = 0
  let negative = 0
  let total = 0
  for (const { mass, signal } of weighed) {
    total += mass
    if (signal.sentiment > 0) positive += mass
    if (signal.sentiment < 0) negative += mass
  }
  const larger = Math.max(positive, negative)
  return {
    sentimentMean: total === 0 ? 0 : clamp(roundScore((positive - negative) / total), -1, 1),
    contradiction: larger === 0 ? 0 : roundScore(Math.min(positive, negative) / larger),
  }
}

/** The direction, its rules tested in this order: mixed, bullish, bearish, else neutral. */
export function directionOf(
  { sentimentMean, contradiction }: Balance,
  scoring: Scoring,
): TrendDirection {
  const torn = contradiction > scoring.mixedContradictionMin
  if (torn && Math.abs(sentimentMean) < scoring.mixedMeanMax) return 'mixed'
  if (sentimentMean >= scoring.directedMeanMin) return 'bullish'
  if (sentimentMean <= -scoring.directedMeanMin) return 'bearish'
  return 'neutral'
}

/** How sure a trend may be of itself, in [0, 1]: many sources, credible ones, in agreement. */
export function confidenceOf(
  weighed: readonly WeighedSignal[],
  direction: TrendDirection,
  contradiction: number,
  { confidence: share, sourcesFull, sourcesShare, agreementSignalsFull }: Scoring,
  { countSources, countSaid }: Hearing = eachForItself,
): number {
  if (weighed.length === 0) return 0
  const count = (sourcesShare * Math.min(countSources(weighed), sourcesFull)) / sourcesFull
  const heard = voicesOf(weighed)
  const credibility = weighed.reduce((sum, each) => sum + each.voice * each.credibility, 0) / heard
  const agreeing = voicesOf(weighed.filter(({ signal }) => agrees(signal, direction))) / heard
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

function voicesOf(weighed: readonly WeighedSignal[]): number {
  return weighed.reduce((sum, { voice }) => sum + voice, 0)
}

function restsOn(
  layer: Layer,
  weighed: readonly WeighedSignal[],
  direction: TrendDirection,
  scoring: Scoring,
): boolean {
  const others = weighed.filter(({ signal }) => signal.layer !== layer)
  if (direction === 'neutral' || others.length === weighed.length) return false
  return directionOf(balanceOf(others), scoring) === 'neutral'
}
