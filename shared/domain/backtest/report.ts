/** All that one backtest says: the run, what it is held against, and how likely it is luck. */

import type { Strategy } from '../strategy/strategy.ts'
import { benchmarkOf, type Benchmark } from './benchmark.ts'
import { runBacktest, type BacktestRun } from './engine.ts'
import type { BacktestFeed } from './feed.ts'
import { measureRun, type BacktestMeasures } from './measures.ts'
import { randomEntryChance } from './random-entry.ts'
import type { BacktestSettings } from './settings.ts'

export type BacktestReport = {
  run: BacktestRun
  measures: BacktestMeasures
  benchmark: Benchmark & { measures: BacktestMeasures }
  /** The chance that random entries, held as long, do as well; null without trades. */
  randomChance: number | null
  trials: number
}

/** `trials` is how many strategies or settings this one was chosen from, itself among them. */
export function reportBacktest(
  strategy: Strategy,
  feed: BacktestFeed,
  settings: BacktestSettings,
  trials: number,
): BacktestReport {
  const run = runBacktest(strategy, feed, settings)
  const benchmark = benchmarkOf(feed, settings)
  const { first, trades } = run
  return {
    run,
    measures: measureRun(run, settings.cash, { count: trials }),
    benchmark: {
      ...benchmark,
      measures: measureRun(benchmark.run, settings.cash, { count: 1 }),
    },
    randomChance: randomEntryChance(trades, feed, { first, seed: settings.seed }),
    trials,
  }
}
