/**
 * What learned weights made beside equal ones, over the same closed trades, with the weights that were in force as each
 * was decided: and whether that is more than chance.
 *
 * Source: docs/FORMULAS.md, Learning of weights.
 */

import { MEMBER_STRATEGIES, type LearningVerdict } from '../../../contracts/strategy-words.ts'
import { meanInterval, type Interval } from '../../statistics/day-bootstrap.ts'
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
  /** On which weights that differ from equal ones closed a trade. */
  days: number
  /** Means of a day, shares of the money that the ensemble has. */
  learned: number | null
  equal: number | null
  /** Learned less equal, and where it lies in 95 of 100 resamples of the days. */
  difference: number | null
  interval: Interval | null
}

const EQUAL = 1 / MEMBER_STRATEGIES.length

/** @param days of members' own trades; those of the ensemble have no say. */
export function besideEqual(
  days: readonly TradeDay[],
  weightsOf: ReadonlyMap<number, MemberWeights>,
): LearnedBesideEqual {
  const learnedDays = days.filter(({ version, strategy }) => {
    const weights = weightsOf.get(version)
    return weights !== undefined && strategy in weights && isLearned(weights)
  })
  const byDay = [...Map.groupBy(learnedDays, ({ day }) => day)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const made = byDay.map(([, own]) => ({
    learned: dayOf(own, ({ version, strategy }) => weightsOf.get(version)![strategy as never]),
    equal: dayOf(own, () => EQUAL),
  }))
  const differences = made.map(({ learned, equal }) => learned - equal)
  const interval = meanInterval(differences)
  return {
    verdict: verdictOf(made.length, interval),
    days: made.length,
    learned: meanOf(made.map(({ learned }) => learned)),
    equal: meanOf(made.map(({ equal }) => equal)),
    difference: meanOf(differences),
    interval,
  }
}

function isLearned(weights: MemberWeights): boolean {
  return MEMBER_STRATEGIES.some((name) => Math.abs(weights[name] - EQUAL) > 1e-9)
}

/** What a day's closed trades made of the money: a strategy's weight of it times the mean of its trades. */
function dayOf(own: readonly TradeDay[], weight: (one: TradeDay) => number): number {
  return [...Map.groupBy(own, ({ strategy }) => strategy).values()].reduce((sum, rows) => {
    const trades = rows.reduce((count, row) => count + row.trades, 0)
    return sum + rows.reduce((all, row) => all + weight(row) * row.made * (row.trades / trades), 0)
  }, 0)
}

function verdictOf(days: number, interval: Interval | null): LearningVerdict {
  if (days === 0) return 'never_moved'
  if (!interval) return 'too_few_days'
  if (interval.low > 0) return 'better'
  return interval.high < 0 ? 'worse' : 'not_better'
}

/** What one strategy's closed trades made: a day counts once, by the mean of its trades. */
export function strategyRecord(days: readonly TradeDay[]): {
  days: number
  trades: number
  won: number
  made: number | null
  interval: Interval | null
} {
  const byDay = [...Map.groupBy(days, ({ day }) => day)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const made = byDay.map(([, own]) => {
    const trades = own.reduce((count, row) => count + row.trades, 0)
    return own.reduce((sum, row) => sum + row.made * (row.trades / trades), 0)
  })
  return {
    days: made.length,
    trades: days.reduce((count, { trades }) => count + trades, 0),
    won: days.reduce((count, { won }) => count + won, 0),
    made: meanOf(made),
    interval: meanInterval(made),
  }
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
}
