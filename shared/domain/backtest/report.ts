/** All that one backtest says: the run, what it is held against, and how likely it is luck. */

import { blockInterval } from '../statistics/block-bootstrap.ts'
import type { Interval } from '../statistics/day-bootstrap.ts'
import { sharpeOf, type Trials } from '../statistics/sharpe.ts'
import { drawdownsByOrder, type OrderDrawdowns } from '../statistics/trade-order.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { benchmarkOf, type Benchmark } from './benchmark.ts'
import { runBacktest, type BacktestRun } from './engine.ts'
import type { BacktestFeed } from './feed.ts'
import { measureRun, returnsOf, type BacktestMeasures } from './measures.ts'
import { randomEntryChance } from './random-entry.ts'
import type { BacktestSettings } from './settings.ts'

export type BacktestReport = {
  run: BacktestRun
  measures: BacktestMeasures
  benchmark: Benchmark & { measures: BacktestMeasures }
  /** The chance that random entries, held as long, do as well; null without trades. */
  randomChance: number | null
  sharpeInterval: Interval | null
  /** Of the same trades in other orders; null of too few. */
  orderDrawdowns: OrderDrawdowns | null
  trials: Trials
}

/** `trials` are the strategies or settings this one was chosen from, itself among them. */
export function reportBacktest(
  strategy: Strategy,
  feed: BacktestFeed,
  settings: BacktestSettings,
  trials: Trials,
): BacktestReport {
  const run = runBacktest(strategy, feed, settings)
  const benchmark = benchmarkOf(feed, settings)
  const { first, trades } = run
  const { cash, seed } = settings
  const profits = trades.map(({ profit }) => Number(profit))
  return {
    run,
    measures: measureRun(run, cash, trials),
    benchmark: {
      ...benchmark,
      measures: measureRun(benchmark.run, cash, { count: 1 }),
    },
    randomChance: randomEntryChance(trades, feed, { first, seed }),
    sharpeInterval: blockInterval(returnsOf(run.equity), sharpeOf),
    orderDrawdowns: drawdownsByOrder(profits, Number(cash), seed),
    trials,
  }
}
