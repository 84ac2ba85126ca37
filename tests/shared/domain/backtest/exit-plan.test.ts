/**
 * Goal: a position ends as the exit plan says, over bars that follow. Method: bars by hand with a range of two
 * dollars around 100, so that the plan is stop 96, targets 106 and 112, and a trailing stop four under the close.
 */

import { describe, expect, test } from 'vitest'
import { evaluateInBoth } from '#shared/domain/signal-engine/evaluate.ts'
import { normaliseInput } from '#shared/domain/signal-engine/input.ts'
import { flat, type Row } from '../../../helpers/backtest-feed.ts'
import { engineFactsOfNothing, sessionsFrom } from '../../../helpers/engine-bars.ts'
import { days, playSaid, salesOf, saying } from '../../../helpers/recorded-play.ts'

/** Said at the close of session 20, bought at the open of 21 at 100: 80 shares. */
const after = (...path: Row[]) => playSaid({ AAA: [...days(22), ...path] }, saying({ 20: [{}] }))
const sold = (...path: Row[]) => salesOf(after(...path)).map(([, ...rest]) => rest)

/** Days behind what a test is about, on which nothing moves. */
const rests = (price: number) => [flat(price), flat(price)]

/** What the signal engine would have planned at that close. */
const plan = () => {
  const dates = sessionsFrom('2019-01-02', 21)
  const bars = dates.map((date) => ({ date, high: 101, low: 99, close: 100, volume: 1_000_000 }))
  return evaluateInBoth(normaliseInput({ ...engineFactsOfNothing, days: bars })).exits!
}

test('the plan of the signal engine is the one that a backtest follows', () => {
  expect(plan()).toEqual({
    stop: '96',
    target1: '106',
    target2: '112',
    trailingStop: '102',
  })
  const { stop, target1, target2, trailingStop } = plan()
  const up: Row = [101, Number(target1), 100, Number(target1)]
  expect(sold(up, [107, 113, 106, 112], ...rests(112))).toEqual([
    [22, '40', Number(target1)],
    [23, '40', Number(target2)],
  ])
  expect(sold(up, [105, 105.5, 101, 103], ...rests(103))).toEqual([
    [22, '40', Number(target1)],
    [23, '40', Number(trailingStop)],
  ])
  expect(sold([98, 99, 95, 97], ...rests(97))).toEqual([[22, '80', Number(stop)]])
})

describe('the second target', () => {
  test('takes the rest days after the first took its part', () => {
    expect(
      sold(
        [101, 106.5, 100, 106],
        [106, 109, 105, 108],
        [108, 111, 107, 110],
        [110, 113, 109, 112.5],
        ...rests(112),
      ),
    ).toEqual([
      [22, '40', 106],
      [25, '40', 112],
    ])
  })

  test('gapped over is sold at the open, with what the first would have taken', () => {
    expect(sold([115, 116, 114, 115], ...rests(115))).toEqual([[22, '80', 115]])
    expect(sold([101, 106.5, 100, 106], [115, 116, 114, 115], ...rests(115))).toEqual([
      [22, '40', 106],
      [23, '40', 115],
    ])
  })

  test('is not reached a cent under it, nor the first', () => {
    expect(sold([101, 105.99, 100, 105], ...rests(105))).toEqual([])
    expect(sold([101, 106, 103, 105.9], [106, 111.99, 105, 111], ...rests(111))).toEqual([
      [22, '40', 106],
    ])
  })
})

describe('the trailing stop', () => {
  const first: Row = [101, 106.5, 100, 106]

  test('is not there before half is sold', () => {
    // Up to 105.9 and back to 97: four under the highest close would be 101.9.
    expect(sold([101, 105.9, 100, 105.9], [101, 101, 97, 97], ...rests(97))).toEqual([])
  })

  test('follows each close up, never down, and is sold at within the next bar', () => {
    // Closes 106, 108, 110, 107: it stands at 102, 104, 106 and stays there.
    const path: Row[] = [first, [106, 109, 105, 108], [108, 111, 107, 110], [110, 110, 106.5, 107]]
    expect(sold(...path, [107, 108, 106.01, 107], ...rests(107))).toEqual([[22, '40', 106]])
    expect(sold(...path, [107, 108, 106, 107], ...rests(107))).toEqual([
      [22, '40', 106],
      [26, '40', 106],
    ])
  })

  test('gapped through is sold at the open, not at its level', () => {
    const { trades, ...run } = after(first, [99, 100, 98, 99], ...rests(99))
    expect(salesOf({ trades, ...run }).map(([, ...rest]) => rest)).toEqual([
      [22, '40', 106],
      [23, '40', 99],
    ])
    expect(trades).toMatchObject([{ why: 'trailing_stop', isOpen: false }])
  })

  test('of the very bar that sold half counts from the next on', () => {
    // Low before high: 100 was before 106.5, and the close of 106 puts it at 102.
    expect(sold([101, 106.5, 100, 106], [106, 107, 102.01, 106], ...rests(106))).toEqual([
      [22, '40', 106],
    ])
  })
})
