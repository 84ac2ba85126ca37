import { expect, test } from 'vitest'
import { randomEntryChance } from '#shared/domain/backtest/random-entry.ts'
import type { BacktestTrade } from '#shared/domain/backtest/trade.ts'
import { feedOf, flat, type Row } from '../../../helpers/backtest-feed.ts'

/** A hundred sessions at 100, but one jump of a tenth that lasts: only who held over it made anything. */
const jump: Row[] = Array.from({ length: 100 }, (_, at) => flat(at < 50 ? 100 : 110))
const trade = (entry: number, exit: number, profit: string): BacktestTrade => ({
  ticker: 'AAA',
  entry,
  exit,
  quantity: '1',
  paid: '100',
  profit,
  fees: '0',
  spread: '0',
  slippage: '0',
  isOpen: false,
  why: '',
})
const chance = (trades: BacktestTrade[], feed = feedOf({ AAA: jump })) =>
  randomEntryChance(trades, feed, { first: 0, seed: 1, draws: 10_000 })

test('of one trade of ten sessions over the only jump the chance is ten in ninety', () => {
  expect(chance([trade(45, 55, '10')])).toBeCloseTo(10 / 90, 1.5)
})

test('of two it is the square of that', () => {
  expect(chance([trade(45, 55, '10'), trade(45, 55, '10')])).toBeCloseTo((10 / 90) ** 2, 2)
})

test('a trade that made nothing is matched by all, and costs count on both sides', () => {
  expect(chance([trade(10, 20, '0')])).toBe(1)
  expect(chance([{ ...trade(10, 20, '-1'), fees: '1' }])).toBe(1)
})

test('a dividend is no skill: it is paid to entries at random as well', () => {
  const feed = feedOf({ AAA: Array.from({ length: 100 }, () => flat(100)) }, (at) => ({
    dividends: at % 5 === 0 ? [{ ticker: 'AAA', perShare: '1' }] : [],
  }))
  const found = chance([trade(10, 20, '2')], feed)
  expect(found).toBeGreaterThan(0.9)
})

test('of what was held all the time, and of no trade, nothing is said', () => {
  expect(chance([trade(1, 99, '10')])).toBeNull()
  expect(chance([])).toBeNull()
})
