/** What a run is held against: an index where there is one, and holding everything. */

import { expect, test } from 'vitest'
import { benchmarkPlays, playBenchmark } from '#shared/domain/backtest/benchmark.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { atOnce } from '#shared/domain/backtest/steps.ts'
import { feedOf, flat, FROM } from '../../../helpers/backtest-feed.ts'

const settings = { ...backtestDefaults, from: FROM }
const up = (by: number) => [flat(100), flat(100), flat(100 + by), flat(100 + by)]
const made = ({ equity }: { equity: number[] }) => equity.at(-1)! / 100_000 - 1

test('SPY is held where the prices have it, and beside it equal money in all there is', () => {
  const feed = feedOf({ AAA: up(50), BBB: up(0), SPY: up(10) })
  const { name, run, universe } = atOnce(playBenchmark(feed, settings))
  expect(name).toBe('SPY')
  expect(run.trades.map(({ ticker }) => ticker)).toEqual(['SPY'])
  expect(made(run)).toBeCloseTo(0.1, 9)
  expect(universe?.name).toBe('equal money in 3 tickers')
  expect(made(universe!.run)).toBeCloseTo(0.2, 6)
})

test('without it equal money in all there is, and nothing beside', () => {
  const feed = feedOf({ AAA: up(50), BBB: up(0) })
  const { name, run, universe } = atOnce(playBenchmark(feed, settings))
  expect([name, universe]).toEqual(['equal money in 2 tickers', null])
  expect(made(run)).toBeCloseTo(0.25, 6)
})

test.each([
  [1, { AAA: up(50), BBB: up(0) }],
  [2, { AAA: up(50), SPY: up(10) }],
])('goes through the sessions %d times, as progress is told by', (plays, rows) => {
  const feed = feedOf(rows)
  const steps = playBenchmark(feed, settings)
  let done = 0
  while (!steps.next().done) done += 1
  expect([benchmarkPlays(feed), done]).toEqual([plays, plays * feed.sessions.length])
})
