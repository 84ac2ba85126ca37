/**
 * Whether a trend says something new.
 *
 * Age alone moves every number a little at every look; only a move that could matter is recorded
 * and judged again.
 */

import { roundScore } from '../score.ts'
import type { TrendDirection, Trend } from './trend.ts'

/** Strength or confidence moving this far is news. */
const MOVE_MIN = 0.005

/** What an earlier trend left behind to compare with. */
export type PastTrend = {
  direction: TrendDirection
  strength: number
  confidence: number
  /** A digest of `signalSetOf` its ids. */
  signalDigest: string
}

/** The set of signals a trend was made of, layer by layer. */
export function signalSetOf({ ids }: Pick<Trend, 'ids'>): string {
  return [ids.company, ids.macro, ids.competitive].map((each) => `{${each.join(',')}}`).join('')
}

/**
 * Whether a trend is worth recording after `past`: another set of signals, another direction, or
 * a move of at least 0.005. A first trend is, unless it holds nothing.
 */
export function isNews(trend: Trend, past: PastTrend | undefined, signalDigest: string): boolean {
  if (!past) return trend.signalCount > 0
  return (
    past.signalDigest !== signalDigest ||
    past.direction !== trend.direction ||
    moved(past.strength, trend.strength) ||
    moved(past.confidence, trend.confidence)
  )
}

function moved(before: number, after: number): boolean {
  return roundScore(Math.abs(after - before)) >= MOVE_MIN
}
