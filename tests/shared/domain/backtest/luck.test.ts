/** A thousand strategies that only draw lots, each on a market of its own without a trend. */

import { expect, test } from 'vitest'
import { noCosts } from '#shared/domain/backtest/costs.ts'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import { returnsOf } from '#shared/domain/backtest/measures.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { deflatedSharpe } from '#shared/domain/statistics/sharpe.ts'
import { randomEntries } from '#shared/domain/strategy/random-entries.ts'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import { feedOf, FROM, walk } from '../../../helpers/backtest-feed.ts'

const SEEDS = 1_000
const TICKERS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF', 'GGG', 'HHH']
const SURE = 0.95

/** Returns of a run of each seed; without the stop and without costs nothing pulls them to one side. */
function returnsOfSeeds(): number[][] {
  const settings = { ...backtestDefaults, from: FROM, costs: noCosts, risk: null }
  const limits = { ...settings.limits, stopPct: 0 }
  return Array.from({ length: SEEDS }, (_, seed) => {
    const random = randomOf(1_000 + seed)
    const feed = feedOf(Object.fromEntries(TICKERS.map((name) => [name, walk(252, random)])))
    return returnsOf(runBacktest(randomEntries, feed, { ...settings, limits, seed }).equity)
  })
}

test(
  'by the deflated ratio fewer than one in twenty are taken for skill, as the command counts trials; of one trial about one in twenty',
  { timeout: 600_000 },
  () => {
    const all = returnsOfSeeds()
    const takenFor = (count: number) =>
      all.filter((returns) => (deflatedSharpe(returns, { count }) ?? 0) >= SURE).length / SEEDS
    expect(takenFor(strategies.length)).toBeLessThan(0.05)
    expect(takenFor(1)).toBeGreaterThan(0.03)
    expect(takenFor(1)).toBeLessThan(0.07)
  },
)
