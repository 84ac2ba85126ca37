/**
 * Whether trends know anything of the next session: rank correlation with what prices then did, with
 * an interval by whole days, beside what a count of words would have known.
 *
 * Source: docs/FORMULAS.md, How good is it.
 */

import { WINDOWS } from '../../contracts/sets.ts'
import type { Window } from '../signal/window.ts'
import { dayInterval, type Interval } from '../statistics/day-bootstrap.ts'
import { rankCorrelation } from '../statistics/rank-correlation.ts'
import type { Moves } from './returns.ts'
import { runDaysOf } from './run-days.ts'

/** One ticker before one session, in one window. */
export type TrendSample = Moves & {
  ticker: string
  /** The session that opens next, YYYY-MM-DD. */
  day: string
  window: Window
  /** Signed strength, in [−1, 1]. */
  trend: number
  /** What a count of words says of the same headlines, in [−1, 1]. */
  words: number
  /** Of its evidence: how many stories apart, and the catalyst of the heaviest. */
  stories: number
  catalyst: string
}

export type Rho = {
  samples: number
  days: number
  /** Null where too few samples, or samples that do not move, say nothing. */
  rho: number | null
  interval: Interval | null
}

export type NamedRho = Rho & { name: string }

export type WindowQuality = {
  window: Window
  /** Neighbouring days drawn together, since one trend reaches over them. */
  run_days: number
  tickers: number
  next: Rho
  overnight: Rho
  same: Rho
  words: { next: Rho; same: Rho }
  /** The trend's correlation with the next session less that of the words. */
  beyond_words: Rho
  by_stories: NamedRho[]
  by_catalyst: NamedRho[]
}

/** One answer a window that has samples, shortest first. */
export function trendQuality(samples: readonly TrendSample[]): WindowQuality[] {
  const byWindow = Map.groupBy(samples, ({ window }) => window)
  return WINDOWS.flatMap((window) => {
    const own = byWindow.get(window)
    return own ? [qualityOf(window, own)] : []
  })
}

function qualityOf(window: Window, samples: readonly TrendSample[]): WindowQuality {
  const runDays = runDaysOf(window)
  const rho = (read: Read, of: Read, some = samples) => rhoOf(some, read, of, runDays)
  const trendAndNext = (some: readonly TrendSample[]) => rho(trend, next, some)
  return {
    window,
    run_days: runDays,
    tickers: new Set(samples.map(({ ticker }) => ticker)).size,
    next: trendAndNext(samples),
    overnight: rho(trend, ({ overnight }) => overnight),
    same: rho(trend, same),
    words: { next: rho(words, next), same: rho(words, same) },
    beyond_words: beyondWords(samples, runDays),
    by_stories: grouped(samples, storiesOf, trendAndNext),
    by_catalyst: grouped(samples, ({ catalyst }) => catalyst, trendAndNext),
  }
}

type Read = (sample: TrendSample) => number
const trend: Read = (sample) => sample.trend
const words: Read = (sample) => sample.words
const next: Read = (sample) => sample.next
const same: Read = (sample) => sample.same

function storiesOf({ stories }: TrendSample): string {
  return stories >= 3 ? '3+' : String(stories)
}

function grouped(
  samples: readonly TrendSample[],
  nameOf: (sample: TrendSample) => string,
  measure: (some: readonly TrendSample[]) => Rho,
): NamedRho[] {
  const groups = [...Map.groupBy(samples, nameOf)].sort(([a], [b]) => (a < b ? -1 : 1))
  return groups.map(([name, some]) => ({ name, ...measure(some) }))
}

function rhoOf(samples: readonly TrendSample[], read: Read, of: Read, runDays: number): Rho {
  const measure = rankCorrelation({ x: samples.map(read), y: samples.map(of) })
  return measured(samples, measure, runDays)
}

function beyondWords(samples: readonly TrendSample[], runDays: number): Rho {
  const y = samples.map(next)
  const ours = rankCorrelation({ x: samples.map(trend), y })
  const theirs = rankCorrelation({ x: samples.map(words), y })
  const difference = (counts?: readonly number[]) => {
    const [mine, plain] = [ours(counts), theirs(counts)]
    return mine === null || plain === null ? null : mine - plain
  }
  return measured(samples, difference, runDays)
}

function measured(
  samples: readonly TrendSample[],
  measure: (counts?: readonly number[]) => number | null,
  runDays: number,
): Rho {
  const days = samples.map(({ day }) => day)
  const rho = measure()
  return {
    samples: samples.length,
    days: new Set(days).size,
    rho: rho === null ? null : round(rho),
    interval: rho === null ? null : roundBoth(dayInterval(days, measure, { runDays })),
  }
}

function roundBoth(interval: Interval | null): Interval | null {
  return interval && { low: round(interval.low), high: round(interval.high) }
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
