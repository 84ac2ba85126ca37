/**
 * What happened to a price after past events of one kind.
 *
 *   confidence = √min(1, n / 10) · |bullish − bearish| · staleness
 *
 * Source: docs/FORMULAS.md, Competitive layer. Pure.
 */

import { newYorkDate } from '../market/calendar.ts'
import { clamp, roundScore } from '../score.ts'
import { DAY_MS, HOUR_MS } from '../spans.ts'
import type { CompetitiveSettings } from './settings.ts'

/** Sessions that a horizon spans, and the move from which on something happened. */
const HORIZONS = {
  '1d': { sessions: 1, moveMin: 0.005 },
  '7d': { sessions: 5, moveMin: 0.01 },
  '30d': { sessions: 21, moveMin: 0.02 },
} as const
export type Horizon = keyof typeof HORIZONS
export const HORIZON_NAMES = Object.keys(HORIZONS) as Horizon[]

export type PatternBar = { sessionDate: string; close: number }

export type Pattern = {
  horizon: Horizon
  samples: number
  /** Shares of the samples, in [0, 1]. */
  bullish: number
  bearish: number
  /** Mean of |move|, as a share of the price. */
  meanStrength: number
  /** Mean of the sessions until the move was first as large as it must be, in its final direction. */
  meanDays: number
  /** In [0, 1]. */
  confidence: number
}

const ENOUGH = 10
/** From the close of a session on, news is of the next one. */
const CLOSE_TO_MIDNIGHT_MS = 8 * HOUR_MS

type Outcome = { at: Date; session: string; move: number; days: number }

/**
 * The pattern after events at `moments`, in any order, along daily closes, oldest first. Events that were first
 * traded on in one session are one sample; what is not over yet is none.
 */
export function patternOf(
  moments: readonly Date[],
  bars: readonly PatternBar[],
  horizon: Horizon,
  { asOf, settings }: { asOf: Date; settings: CompetitiveSettings },
): Pattern {
  const outcomes = oneEachSession(moments.flatMap((at) => outcomeAfter(at, bars, horizon) ?? []))
  const { moveMin } = HORIZONS[horizon]
  const share = (holds: (outcome: Outcome) => boolean) =>
    outcomes.length === 0 ? 0 : roundScore(outcomes.filter(holds).length / outcomes.length)
  const bullish = share(({ move }) => move >= moveMin)
  const bearish = share(({ move }) => move <= -moveMin)
  const newest = Math.max(...outcomes.map(({ at }) => at.getTime()))
  const ageDays = (asOf.getTime() - newest) / DAY_MS
  return {
    horizon,
    samples: outcomes.length,
    bullish,
    bearish,
    meanStrength: meanOf(outcomes.map(({ move }) => Math.abs(move))),
    meanDays: meanOf(outcomes.map(({ days }) => days)),
    confidence: patternConfidence(
      { samples: outcomes.length, bullish, bearish, ageDays },
      settings,
    ),
  }
}

/** 0 with too few samples. */
export function patternConfidence(
  {
    samples,
    bullish,
    bearish,
    ageDays,
  }: Pick<Pattern, 'samples' | 'bullish' | 'bearish'> & { ageDays: number },
  settings: CompetitiveSettings,
): number {
  if (samples < settings.samplesMin) return 0
  const enough = Math.sqrt(Math.min(1, samples / ENOUGH))
  return roundScore(enough * Math.abs(bullish - bearish) * stalenessOf(ageDays, settings))
}

/** 1 while the newest sample is recent, then falling evenly to the penalty, and no further. */
function stalenessOf(
  ageDays: number,
  { recentDays, staleDays, stalePenalty }: CompetitiveSettings,
): number {
  const past = (ageDays - recentDays) / Math.max(staleDays - recentDays, 1e-9)
  return 1 - (1 - stalePenalty) * clamp(past, 0, 1)
}

/** Of the events of a session the last one, as the price moved but once after them. */
function oneEachSession(outcomes: readonly Outcome[]): Outcome[] {
  const ofSession = new Map<string, Outcome>()
  for (const each of outcomes.toSorted((one, other) => one.at.getTime() - other.at.getTime()))
    ofSession.set(each.session, each)
  return [...ofSession.values()]
}

function outcomeAfter(
  at: Date,
  bars: readonly PatternBar[],
  horizon: Horizon,
): Outcome | undefined {
  const { sessions, moveMin } = HORIZONS[horizon]
  const day = newYorkDate(new Date(at.getTime() + CLOSE_TO_MIDNIGHT_MS))
  const first = bars.findIndex(({ sessionDate }) => sessionDate >= day)
  const base = bars[first - 1]
  const end = bars[first - 1 + sessions]
  if (first < 1 || !base || !end) return undefined
  const moveTo = ({ close }: PatternBar) => roundScore(close / base.close - 1)
  const move = moveTo(end)
  const path = bars.slice(first, first + sessions)
  const resolved = path.findIndex((bar) => moveTo(bar) * Math.sign(move) >= moveMin)
  return { at, session: path[0]!.sessionDate, move, days: resolved < 0 ? sessions : resolved + 1 }
}

function meanOf(values: readonly number[]): number {
  if (values.length === 0) return 0
  return roundScore(values.reduce((sum, value) => sum + value, 0) / values.length)
}
