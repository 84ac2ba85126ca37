/** All that one backtest says: the run, what it is held against, and how likely it is luck. */

import { blockInterval } from '../statistics/block-bootstrap.ts'
import type { Interval } from '../statistics/day-bootstrap.ts'
import { sharpeOf, type Trials } from '../statistics/sharpe.ts'
import { drawdownsByOrder, type OrderDrawdowns } from '../statistics/trade-order.ts'
import { playBenchmark, type Benchmark, type BenchmarkRun } from './benchmark.ts'
import type { BacktestRun } from './engine.ts'
import type { BacktestFeed } from './feed.ts'
import { measureRun, returnsOf, type BacktestMeasures } from './measures.ts'
import { checksOf, playOf, type PlayedBacktest, type RunChecks } from './played.ts'
import { randomBandOf, type RandomBand } from './random-band.ts'
import { randomEntryChance } from './random-entry.ts'
import type { BacktestSettings } from './settings.ts'
import { atOnce, type Steps } from './steps.ts'

type Measured<T> = T & { measures: BacktestMeasures }

export type BacktestReport = {
  run: BacktestRun
  measures: BacktestMeasures
  benchmark: Measured<Benchmark> & { universe: Measured<BenchmarkRun> | null }
  /** The chance that random entries, held as long, do as well; null without trades. */
  randomChance: number | null
  /** Between what equity would have lain by random entries; null without trades. */
  randomBand: RandomBand | null
  sharpeInterval: Interval | null
  /** Of the return of the whole run; null of too few sessions. */
  returnInterval: Interval | null
  /** Of the same trades in other orders; null of too few. */
  orderDrawdowns: OrderDrawdowns | null
  trials: Trials
  checks: RunChecks
}

/** `trials` are the strategies or settings this one was chosen from, itself among them. */
export function reportBacktest(
  strategy: PlayedBacktest,
  feed: BacktestFeed,
  settings: BacktestSettings,
  trials: Trials,
): BacktestReport {
  return atOnce(playReport(strategy, feed, settings, trials))
}

/** `reportBacktest`, one session a step: those of the strategy, then those of the benchmark. */
export function* playReport(
  strategy: PlayedBacktest,
  feed: BacktestFeed,
  settings: BacktestSettings,
  trials: Trials,
): Steps<BacktestReport> {
  const run = yield* playOf(strategy, feed, settings)
  const benchmark = yield* playBenchmark(feed, settings)
  const { first, trades } = run
  const { cash, seed } = settings
  const returns = returnsOf(run.equity)
  const profits = trades.map(({ profit }) => Number(profit))
  return {
    run,
    measures: measureRun(run, cash, trials),
    benchmark: {
      ...benchmark,
      measures: measureRun(benchmark.run, cash, { count: 1 }),
      universe: benchmark.universe && {
        ...benchmark.universe,
        measures: measureRun(benchmark.universe.run, cash, { count: 1 }),
      },
    },
    randomChance: randomEntryChance(trades, feed, { first, seed }),
    randomBand: randomBandOf(trades, feed, { first, seed, cash: Number(cash) }),
    sharpeInterval: blockInterval(returns, sharpeOf),
    returnInterval: blockInterval(returns, compounded),
    orderDrawdowns: drawdownsByOrder(profits, Number(cash), seed),
    trials,
    checks: checksOf(strategy, feed, settings),
  }
}

/** What returns come to one after the other. */
function compounded(returns: readonly number[]): number {
  return returns.reduce((product, one) => product * (1 + one), 1) - 1
}
