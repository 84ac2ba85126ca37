/** What is said of luck is what a deflated Sharpe ratio says, and never that something is likely skill. */

import { expect, test } from 'vitest'
import type { BacktestResults } from '#shared/contracts/api/backtest-results.ts'
import {
  daysRun,
  peakSaid,
  verdictOf,
} from '../../../../../frontend/src/areas/backtests/parts/backtest-words.ts'

const results = (sharpeDeflated: number | null, trades = 3) =>
  ({ measures: { return: 0.1, sharpeDeflated }, trades, trials: 7 }) as BacktestResults

test.each([
  [0.97, 'is told from luck: the luckiest of 7 without skill would do worse in 97 of 100'],
  [0.95, 'is told from luck: the luckiest of 7 without skill would do worse in 95 of 100'],
  // Not rounded up to a bound that it does not reach.
  [0.9499, 'not told from luck: the luckiest of 7 without skill would do worse in 94 of 100'],
  [0.29, 'not told from luck: the luckiest of 7 without skill would do worse in 29 of 100'],
  [1, 'would do worse in more than 99 of 100'],
  [null, 'too little to tell it from luck'],
])('a ratio of %s: %s', (ratio, says) => {
  expect(verdictOf(results(ratio))).toContain(says)
  expect(verdictOf(results(ratio))).not.toContain('chance')
})

test('days that were run are said where they are not those asked for', () => {
  const asked = { startDate: '2016-01-04', endDate: '2024-06-28' }
  const ran = (first: string) =>
    ({ curve: [{ date: first }, { date: '2024-06-28' }], sessions: 1_240 }) as BacktestResults
  expect(daysRun(asked, ran('2016-01-04'))).toBe('1,240 sessions')
  expect(daysRun(asked, ran('2024-01-02'))).toBe('1,240 sessions, 2024-01-02 to 2024-06-28')
})

test.each([
  [0.5, '50 % of its lead over the middle one is gone one step away, a lonely peak'],
  [0.49, '49 % of its lead over the middle one is gone one step away, its neighbours share most'],
  [null, 'it does not stand out from the middle one'],
])('a best one of which %s stands alone: %s', (lonely, says) => {
  const peak = { name: 'means 20 and 40', sharpe: 1.99, around: -0.5, lonely }
  expect(peakSaid({ peak })).toContain(says)
  expect(peakSaid({ peak })).toContain('had a Sharpe ratio of 1.99, those one step away −0.50')
})

test('where nothing moved there is no best one', () => {
  expect(peakSaid({ peak: null })).toBe('Nothing moved, so there is no best of them.')
})
