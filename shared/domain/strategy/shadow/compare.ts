/**
 * What learned weights made beside equal ones, over the same closed trades, with the weights that were in force as each
 * was decided: and whether that is more than chance.
 *
 * Source: docs/FORMULAS.md, Learning of weights.
 */

import type { LearningVerdict } from '../../../contracts/strategy-words.ts'
import { RUN_DAYS } from '../../quality/run-days.ts'
import { dayInterval, type Interval } from '../../statistics/day-bootstrap.ts'
import type { MemberWeights } from './learn.ts'

/** Trades of one strategy that closed on one day and were decided by one version of the weights. */
export type TradeDay = {
  day: string
  strategy: string
  version: number
  trades: number
  won: number
  /** Mean of what each made after costs, over what was paid. */
  made: number
  /** Dollars, decimal text. */
  profit: string
}

export type LearnedBesideEqual = {
  verdict: LearningVerdict
  /** On which trades closed that weights decided which differ from equal ones. */
  days: number
  /** Means of a dollar put into those trades, by learned and by equal weights. */
  learned: number | null
  equal: number | null
  /** Learned less equal, and where it lies in 95 of 100 resamples of runs of days. */
  difference: number | null
  interval: Interval | null
}

/** Trades are held over days: those that closed on days near each other went through the same market. */
const OVERLAP = { runDays: RUN_DAYS }

/** @param days of members' own trades; those of the ensemble have no say. */
export function besideEqual(
  days: readonly TradeDay[],
  weightsOf: ReadonlyMap<number, MemberWeights>,
): LearnedBesideEqual {
  const rows = days.flatMap((row) => {
    const weights = weightsOf.get(row.version)
    const weight = weights?.[row.strategy]
    return weights && weight !== undefined && isLearned(weights) ? [{ ...row, weight }] : []
  })
  const learnedOf = (counts?: readonly number[]) =>
    meanMade(rows, (place) => rows[place]!.weight * (counts?.[place] ?? 1))
  const equalOf = (counts?: readonly number[]) => meanMade(rows, (place) => counts?.[place] ?? 1)
  const differenceOf = (counts?: readonly number[]) => {
    const [learned, equal] = [learnedOf(counts), equalOf(counts)]
    return learned === null || equal === null ? null : learned - equal
  }
  const dates = rows.map(({ day }) => day)
  const interval = dayInterval(dates, differenceOf, OVERLAP)
  const count = new Set(dates).size
  return {
    verdict: verdictOf(count, interval),
    days: count,
    learned: learnedOf(),
    equal: equalOf(),
    difference: differenceOf(),
    interval,
  }
}

function isLearned(weights: MemberWeights): boolean {
  const all = Object.values(weights)
  return all.some((weight) => Math.abs(weight - 1 / all.length) > 1e-9)
}

/**
 * Of a dollar put into these trades, each by its weight. A mean of days' means would be another number: losses end
 * together on the days that stops are hit, and gains one by one.
 */
function meanMade(rows: readonly TradeDay[], weight: (place: number) => number): number | null {
  let [mass, sum] = [0, 0]
  rows.forEach(({ trades, made }, place) => {
    const counts = trades * weight(place)
    mass += counts
    sum += counts * made
  })
  return mass > 0 ? sum / mass : null
}

function verdictOf(days: number, interval: Interval | null): LearningVerdict {
  if (days === 0) return 'never_moved'
  if (!interval) return 'too_few_days'
  if (interval.low > 0) return 'better'
  return interval.high < 0 ? 'worse' : 'not_better'
}

/** What one strategy's closed trades made: the mean of a trade, with an interval by the days on which they ended. */
export function strategyRecord(days: readonly TradeDay[]): {
  days: number
  trades: number
  won: number
  made: number | null
  interval: Interval | null
} {
  const dates = days.map(({ day }) => day)
  return {
    days: new Set(dates).size,
    trades: days.reduce((count, { trades }) => count + trades, 0),
    won: days.reduce((count, { won }) => count + won, 0),
    made: meanMade(days, () => 1),
    interval: dayInterval(dates, (counts) => meanMade(days, (place) => counts[place]!), OVERLAP),
  }
}
