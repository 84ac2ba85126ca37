import { fc, test } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect } from 'vitest'
import { foldLots, type LotFill } from '#shared/domain/ledger/lots.ts'
import { holdingOf, replayFills } from '#shared/domain/ledger/ledger.ts'

const at = (minute: number) => new Date(Date.UTC(2024, 5, 3, 14, minute))

function fill(
  executionId: string,
  side: 'buy' | 'sell',
  quantity: string,
  price: string,
  minute: number,
): LotFill {
  return { executionId, side, quantity, price, filledAt: at(minute) }
}

describe('foldLots', () => {
  test.each([
    ['nothing', [], { quantity: '0', entryPriceAvg: '0', realisedPnl: '0', openedAt: null }],
    [
      'two purchases average',
      [fill('a', 'buy', '1', '10', 0), fill('b', 'buy', '3', '20', 1)],
      { quantity: '4', entryPriceAvg: '17.5', realisedPnl: '0', openedAt: at(0) },
    ],
    [
      'the oldest lot is sold first',
      [
        fill('a', 'buy', '1', '10', 0),
        fill('b', 'buy', '1', '20', 1),
        fill('c', 'sell', '1', '30', 2),
      ],
      { quantity: '1', entryPriceAvg: '20', realisedPnl: '20', openedAt: at(0) },
    ],
    [
      'a sale across lots',
      [
        fill('a', 'buy', '1', '10', 0),
        fill('b', 'buy', '1', '20', 1),
        fill('c', 'sell', '1.5', '30', 2),
      ],
      { quantity: '0.5', entryPriceAvg: '20', realisedPnl: '25', openedAt: at(0) },
    ],
    [
      'flat and in again',
      [
        fill('a', 'buy', '1', '10', 0),
        fill('b', 'sell', '1', '9', 1),
        fill('c', 'buy', '2', '8', 2),
      ],
      { quantity: '2', entryPriceAvg: '8', realisedPnl: '-1', openedAt: at(2) },
    ],
    [
      'a fraction a float would miss',
      [
        fill('a', 'buy', '0.1', '0.1', 0),
        fill('b', 'buy', '0.2', '0.1', 1),
        fill('c', 'sell', '0.3', '0.2', 2),
      ],
      { quantity: '0', entryPriceAvg: '0', realisedPnl: '0.03', openedAt: null },
    ],
    [
      'a sale known before its purchase',
      [fill('s', 'sell', '1', '12', 0), fill('b', 'buy', '3', '10', 1)],
      { quantity: '2', entryPriceAvg: '10', realisedPnl: '2', openedAt: at(1) },
    ],
  ])('%s', (_, fills, expected) => {
    expect(foldLots(fills)).toMatchObject(expected)
  })

  test.prop([anyFills(), fc.integer()])(
    'is one rule, whatever order fills became known in',
    (fills, seed) => {
      const shuffled = [...fills, ...fills.slice(0, 3)].sort(
        (a, b) => rank(a, seed) - rank(b, seed),
      )
      expect(foldLots(shuffled)).toEqual(foldLots(fills))
    },
  )

  test.prop([anyFills()])('quantity is the signed sum of fills', (fills) => {
    const signed = fills.map(({ side, quantity }) =>
      new Big(quantity).times(side === 'buy' ? 1 : -1),
    )
    expect(foldLots(fills).quantity).toBe(
      signed.reduce((sum, one) => sum.plus(one), new Big(0)).toFixed(),
    )
  })

  test.prop([anyFills()])('cash spent is cost held less profit made', (fills) => {
    const { quantity, entryPriceAvg, realisedPnl } = foldLots(fills)
    const spent = fills.reduce(
      (sum, { side, quantity: shares, price }) =>
        sum.plus(new Big(shares).times(price).times(side === 'buy' ? 1 : -1)),
      new Big(0),
    )
    const cost = new Big(quantity).times(entryPriceAvg)
    // The average is rounded to 6 decimals.
    expect(
      spent.plus(realisedPnl).minus(cost).abs().lte(new Big(quantity).abs().times('0.0000005')),
    ).toBe(true)
  })

  test.prop([anyFills()])(
    'agrees with the engine’s ledger wherever that knows every purchase',
    (fills) => {
      const bought = [fill('w', 'buy', '1000', '5', -1), ...fills]
      const inOrder = bought.toSorted(
        (a, b) =>
          a.filledAt.getTime() - b.filledAt.getTime() ||
          (a.side < b.side ? -1 : a.side > b.side ? 1 : 0) ||
          (a.executionId < b.executionId ? -1 : 1),
      )
      const ledger = replayFills(inOrder.map((one) => ({ ...one, ticker: 'AAPL', fee: '0' })))
      const lots = foldLots(bought)
      expect(holdingOf(ledger, 'AAPL')).toEqual({
        quantity: lots.quantity,
        entryPrice: lots.entryPriceAvg,
      })
      expect(ledger.realised.toFixed()).toBe(lots.realisedPnl)
      expect(
        ledger.closings.map(({ executionId, profit }) => [executionId, profit.toFixed()]),
      ).toEqual(lots.closings.map(({ executionId, realisedPnl }) => [executionId, realisedPnl]))
    },
  )

  test.prop([anyFills()])('agrees with a count share by share', (fills) => {
    const { quantity, realisedPnl } = foldLots(fills)
    expect({ quantity, realisedPnl }).toEqual(countShares(fills))
  })
})

/** Whole shares and whole dollars, a minute each, ties included. */
function anyFills() {
  const one = fc.record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    shares: fc.integer({ min: 1, max: 6 }),
    dollars: fc.integer({ min: 1, max: 9 }),
    minute: fc.integer({ min: 0, max: 5 }),
  })
  return fc
    .array(one, { maxLength: 14 })
    .map((rows) =>
      rows.map(({ side, shares, dollars, minute }, index) =>
        fill(`x${index}`, side, String(shares), String(dollars), minute),
      ),
    )
}

function rank({ executionId }: LotFill, seed: number): number {
  return Math.sin(seed + executionId.length * 7 + executionId.charCodeAt(1) * 13)
}

/** The rule again, in single shares. */
function countShares(fills: LotFill[]): { quantity: string; realisedPnl: string } {
  const queue: number[] = []
  let sign = 0
  let profit = 0
  const key = (one: LotFill) => `${one.filledAt.toISOString()} ${one.side} ${one.executionId}`
  for (const one of fills.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
    const way = one.side === 'buy' ? 1 : -1
    for (let share = 0; share < Number(one.quantity); share += 1) {
      if (queue.length > 0 && sign !== way) profit += (Number(one.price) - queue.shift()!) * sign
      else {
        sign = way
        queue.push(Number(one.price))
      }
    }
  }
  return {
    quantity: new Big(queue.length * (queue.length ? sign : 1)).toFixed(),
    realisedPnl: new Big(profit).toFixed(),
  }
}
