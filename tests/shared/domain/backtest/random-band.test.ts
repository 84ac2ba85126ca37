import { expect, test } from 'vitest'
import { randomBandOf } from '#shared/domain/backtest/random-band.ts'
import type { BacktestTrade } from '#shared/domain/backtest/trade.ts'
import { feedOf, flat, type Row } from '../../../helpers/backtest-feed.ts'

/** A hundred sessions at 100, but one jump of a tenth that lasts: only who held over it made anything. */
const jump: Row[] = Array.from({ length: 100 }, (_, at) => flat(at < 50 ? 100 : 110))
const trade = (entry: number, exit: number, more: Partial<BacktestTrade> = {}): BacktestTrade => ({
  ticker: 'AAA',
  entry,
  exit,
  quantity: '10',
  paid: '1000',
  profit: '100',
  fees: '0',
  spread: '0',
  slippage: '0',
  isOpen: false,
  why: '',
  ...more,
})
const band = (trades: BacktestTrade[], first = 0) =>
  randomBandOf(trades, feedOf({ AAA: jump }), { first, seed: 1, cash: 10_000 })

test('of one trade that may lie over the jump it reaches from nothing to a tenth of what was paid', () => {
  // Eleven of a hundred places lie over it: more than one in twenty, so the upper edge has it.
  const { low, high } = band([trade(45, 55)])!
  expect([low.length, high.length]).toEqual([100, 100])
  expect(low).toEqual(Array.from({ length: 100 }, () => 10_000))
  expect(high[0]).toBe(10_000)
  expect(high[49]).toBe(10_000)
  expect(high.at(-1)).toBeCloseTo(10_100, 6)
})

test('costs are paid by random entries as well', () => {
  const { low, high } = band([trade(45, 55, { fees: '5', spread: '3', slippage: '2' })])!
  expect(low.at(-1)).toBeCloseTo(9_990, 6)
  expect(high.at(-1)).toBeCloseTo(10_090, 6)
})

test('begins at the first session that is traded', () => {
  expect(band([trade(65, 75)], 20)?.low).toHaveLength(80)
})

test('of what was held all the time, and of no trade, nothing is said', () => {
  expect(band([trade(1, 99)])).toBeNull()
  expect(band([])).toBeNull()
})

test('the same seed gives the same band', () => {
  expect(band([trade(45, 55), trade(10, 60)])).toEqual(band([trade(45, 55), trade(10, 60)]))
})
