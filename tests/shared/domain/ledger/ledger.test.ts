import { fc, test } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect } from 'vitest'
import {
  applyFill,
  compareFills,
  emptyLedger,
  foldFills,
  type Fill,
} from '#shared/domain/ledger/ledger.ts'
import { entryPriceOf } from '#shared/domain/ledger/valuation.ts'
import { anyFills, fill, minute } from './any-fills.ts'

const sum = (terms: readonly Big[]) => terms.reduce((total, term) => total.plus(term), new Big(0))
const signOf = ({ side }: Fill) => (side === 'buy' ? 1 : -1)

/** Decimals as text, so that `1` and `1.0` are one. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('foldFills', () => {
  test.each([
    ['nothing', [], { quantity: '0', entry: '0', realised: '0', openedAt: null }],
    [
      'two purchases average',
      [fill('a', 'buy', '1', '10', 0), fill('b', 'buy', '3', '20', 1)],
      { quantity: '4', entry: '17.5', realised: '0', openedAt: minute(0) },
    ],
    [
      'the oldest lot is sold first',
      [
        fill('a', 'buy', '1', '10', 0),
        fill('b', 'buy', '1', '20', 1),
        fill('c', 'sell', '1', '30', 2),
      ],
      { quantity: '1', entry: '20', realised: '20', openedAt: minute(0) },
    ],
    [
      'a sale across lots',
      [
        fill('a', 'buy', '1', '10', 0),
        fill('b', 'buy', '1', '20', 1),
        fill('c', 'sell', '1.5', '30', 2),
      ],
      { quantity: '0.5', entry: '20', realised: '25', openedAt: minute(0) },
    ],
    [
      'flat and in again',
      [
        fill('a', 'buy', '1', '10', 0),
        fill('b', 'sell', '1', '9', 1),
        fill('c', 'buy', '2', '8', 2),
      ],
      { quantity: '2', entry: '8', realised: '-1', openedAt: minute(2) },
    ],
    [
      'a fraction a float would miss',
      [
        fill('a', 'buy', '0.1', '0.1', 0),
        fill('b', 'buy', '0.2', '0.1', 1),
        fill('c', 'sell', '0.3', '0.2', 2),
      ],
      { quantity: '0', entry: '0', realised: '0.03', openedAt: null },
    ],
    [
      'a sale known before its purchase',
      [fill('s', 'sell', '1', '12', 0), fill('b', 'buy', '3', '10', 1)],
      { quantity: '2', entry: '10', realised: '2', openedAt: minute(1) },
    ],
    [
      'at one moment purchases come first',
      [fill('a', 'sell', '1', '12', 0), fill('b', 'buy', '1', '10', 0)],
      { quantity: '0', entry: '0', realised: '2', openedAt: null },
    ],
  ])('%s', (_, fills, { quantity, entry, realised, openedAt }) => {
    const { ledger } = foldFills(fills)
    expect(ledger.quantity.toFixed()).toBe(quantity)
    expect(entryPriceOf(ledger)).toBe(entry)
    expect(ledger.realised.toFixed()).toBe(realised)
    expect(ledger.openedAt).toEqual(openedAt)
  })

  test('a trade lasts from the first share to the last', () => {
    const { ledger, trades, closings } = foldFills([
      fill('a', 'buy', '2', '10', 0),
      fill('b', 'sell', '1', '12', 1),
      fill('c', 'sell', '1', '9', 2),
      fill('d', 'buy', '1', '5', 3),
      fill('e', 'sell', '1', '4', 4),
    ])
    expect(trades.map(({ executionId, profit }) => [executionId, profit.toFixed()])).toEqual([
      ['c', '1'],
      ['e', '-1'],
    ])
    expect(closings.map(({ profit }) => profit.toFixed())).toEqual(['2', '-1', '-1'])
    expect(plain(ledger.trades)).toEqual({ won: 1, lost: 1, wonDollars: '1', lostDollars: '-1' })
  })

  test.prop([anyFills, fc.infiniteStream(fc.nat())])(
    'does not depend on the order in which fills became known, nor on knowing one twice',
    (fills, ranks) => {
      const shuffled = [...fills, ...fills.slice(0, 3)]
        .map((one) => ({ one, rank: ranks.next().value as number }))
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ one }) => one)
      expect(plain(foldFills(shuffled))).toEqual(plain(foldFills(fills)))
    },
  )

  test.prop([anyFills])('is what applying one fill after the other gives', (fills) => {
    let ledger = emptyLedger
    const [closings, trades]: unknown[][] = [[], []]
    for (const one of fills.toSorted(compareFills)) {
      const booked = applyFill(ledger, one)
      ledger = booked.ledger
      closings?.push(...booked.closings)
      trades?.push(...booked.trades)
    }
    expect(plain({ ledger, closings, trades })).toEqual(plain(foldFills(fills)))
  })

  test.prop([anyFills, fc.nat(14)])('can be taken up where it stopped', (fills, cut) => {
    const sorted = fills.toSorted(compareFills)
    const first = foldFills(sorted.slice(0, cut))
    expect(plain(foldFills(sorted.slice(cut), first.ledger).ledger)).toEqual(
      plain(foldFills(fills).ledger),
    )
  })

  test.prop([anyFills])('conserves shares, cash and profit, exactly', (fills) => {
    const { ledger, closings, trades } = foldFills(fills)
    const { lots, quantity, cost, cash, fees, realised, tradeProfit } = ledger
    const shares = sum(fills.map((one) => new Big(one.quantity).times(signOf(one))))
    const spent = sum(fills.map((one) => new Big(one.quantity).times(one.price).times(signOf(one))))
    expect(quantity.eq(shares)).toBe(true)
    expect(sum(lots.map((lot) => lot.quantity)).eq(shares)).toBe(true)
    expect(sum(lots.map((lot) => lot.quantity.times(lot.price))).eq(cost)).toBe(true)
    expect(fees.eq(sum(fills.map(({ fee }) => new Big(fee))))).toBe(true)
    expect(cash.eq(new Big(0).minus(spent).minus(fees))).toBe(true)
    expect(realised.eq(spent.times(-1).plus(cost))).toBe(true)
    expect(realised.eq(sum(closings.map(({ profit }) => profit)))).toBe(true)
    expect(realised.eq(sum(trades.map(({ profit }) => profit)).plus(tradeProfit))).toBe(true)
    const { won, lost, wonDollars, lostDollars } = ledger.trades
    expect(won + lost).toBe(trades.length)
    expect(wonDollars.plus(lostDollars).plus(tradeProfit).eq(realised)).toBe(true)
  })

  test.prop([anyFills])('agrees with a count share by share', (fills) => {
    const whole = fills.map((one) => ({
      ...one,
      quantity: String(Math.ceil(Number(one.quantity))),
      price: String(Math.ceil(Number(one.price))),
    }))
    const { ledger } = foldFills(whole)
    expect({
      quantity: ledger.quantity.toFixed(),
      realised: ledger.realised.toFixed(),
    }).toEqual(countShares(whole))
  })
})

describe('applyFill', () => {
  test('refuses a fill that stands before the newest, and the newest once more', () => {
    const late = fill('a', 'buy', '1', '10', 1)
    const { ledger } = foldFills([late])
    expect(() => applyFill(ledger, fill('b', 'buy', '1', '10', 0))).toThrow(/stands before a/)
    expect(() => applyFill(ledger, late)).toThrow(RangeError)
  })

  test('changes nothing of what it was given', () => {
    const { ledger } = foldFills([fill('a', 'buy', '2', '10', 0)])
    const before = plain(ledger)
    applyFill(ledger, fill('b', 'sell', '1', '12', 1))
    expect(plain(ledger)).toEqual(before)
  })
})

/** The rule again, in single shares. */
function countShares(fills: readonly Fill[]): { quantity: string; realised: string } {
  const queue: number[] = []
  let sign = 0
  let profit = 0
  const key = (one: Fill) => `${one.filledAt.toISOString()} ${one.side} ${one.executionId}`
  for (const one of fills.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
    for (let share = 0; share < Number(one.quantity); share += 1) {
      if (queue.length > 0 && sign !== signOf(one))
        profit += (Number(one.price) - queue.shift()!) * sign
      else {
        sign = signOf(one)
        queue.push(Number(one.price))
      }
    }
  }
  return {
    quantity: new Big(queue.length * (queue.length ? sign : 1)).toFixed(),
    realised: new Big(profit).toFixed(),
  }
}
