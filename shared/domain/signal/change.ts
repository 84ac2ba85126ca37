/**
 * Whether a trend says something new.
 *
 * Age alone moves every number a little at every look; only a move that could matter is recorded
 * and judged again.
 */

import type { RECOMMENDATION_ACTIONS } from '../../contracts/sets.ts'
import { roundScore } from '../score.ts'
import type { TrendDirection } from './direction.ts'
import type { Trend } from './trend.ts'
import { VOICES_MIN, type Vouched } from './vouched.ts'

/** Strength or confidence moving this far is news. */
const MOVE_MIN = 0.005

/** What an earlier trend left behind to compare with. */
export type PastTrend = {
  direction: TrendDirection
  strength: number
  confidence: number
  /** A digest of `signalSetOf` its ids. */
  signalDigest: string
  /** The rules it was made by. */
  scoringVersion: string
  /** What of it had stood for hours; null where that was not summed up. */
  seasoned?: Pick<Vouched, 'direction' | 'strength' | 'confidence' | 'voices'> | null
}

/** The set of signals a trend was made of, layer by layer. */
export function signalSetOf({ ids }: Pick<Trend, 'ids'>): string {
  return [ids.company, ids.macro, ids.competitive].map((each) => `{${each.join(',')}}`).join('')
}

/**
 * Whether a trend is worth recording after `past`: another set of signals, another direction, other rules, another
 * story of what has stood for hours by now, or a move of at least 0.005, unless the world and rivals speak alone. A
 * first trend is, unless it holds nothing.
 */
export function isNews(
  trend: Trend,
  past: PastTrend | undefined,
  { signalDigest, scoringVersion }: Pick<PastTrend, 'signalDigest' | 'scoringVersion'>,
): boolean {
  if (!past) return trend.signalCount > 0
  return (
    past.signalDigest !== signalDigest ||
    (past.scoringVersion !== scoringVersion && trend.signalCount > 0) ||
    past.direction !== trend.direction ||
    isSeasonedAnew(past, trend) ||
    (isOfItself(trend) &&
      (moved(past.strength, trend.strength) || moved(past.confidence, trend.confidence)))
  )
}

/** What stood before a moment: the trend's direction and the last action said; undefined where there was none. */
type Before = {
  direction: TrendDirection | undefined
  action: (typeof RECOMMENDATION_ACTIONS)[number] | undefined
}

/**
 * Whether a recorded trend is to be judged: what rests on the world and on rivals alone is never acted on, and is
 * judged where it turns, or where more than to watch was said last.
 */
export function isToJudge(
  { direction, isOwn }: { direction: TrendDirection; isOwn: boolean },
  before: Before,
): boolean {
  const isMore = before.action !== undefined && before.action !== 'watch'
  return isOwn || before.direction !== direction || isMore
}

/** Whether a trend holds news of the company itself, or nothing at all. */
export function isOfItself({ ids }: Pick<Trend, 'ids'>): boolean {
  return ids.company.length > 0 || (ids.macro.length === 0 && ids.competitive.length === 0)
}

/** What two have told for hours may be acted on: that comes with time alone. */
function isSeasonedAnew({ seasoned: before }: PastTrend, { data: { vouched } }: Trend): boolean {
  const now = vouched?.seasoned
  const areEnough = (some: { voices: number } | null | undefined) =>
    (some?.voices ?? 0) >= VOICES_MIN
  if (!now || !before || !areEnough(before) || !areEnough(now))
    return areEnough(before) !== areEnough(now)
  return (
    before.direction !== now.direction ||
    moved(before.strength, now.strength) ||
    moved(before.confidence, now.confidence)
  )
}

function moved(before: number, after: number): boolean {
  return roundScore(Math.abs(after - before)) >= MOVE_MIN
}
