import { fc, test as property } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { add, compare, floorTo, multiply, subtract } from '#shared/domain/money.ts'
import { holdingOf, replayFills, valueLedger, type Fill } from '#shared/domain/ledger/ledger.ts'
import { excessOf, siphonOf } from '#shared/domain/trading/reserve.ts'

const NOW = new Date('2024-06-03T15:00:00Z')
let made = 0
function fill(
  side: Fill['side'],
  quantity: string,
  price: string,
  change: Partial<Fill> = {},
): Fill {
  made += 1
  return {
    executionId: `e${made}`,
    ticker: 'AAA',
    side,
    quantity,
    price,
    fee: '0',
    filledAt: NOW,
    ...change,
  }
}

const tickers = ['AAA', 'BBB', 'CCC'] as const
const decimal = (max: number, places: number) =>
  fc.integer({ min: 1, max }).map((units) => floorTo(`${units}e-${places}`, places))
const anyStep = fc.record({
  ticker: fc.constantFrom(...tickers),
  wantsToSell: fc.boolean(),
  share: fc.constantFrom('0.0001', '0.25', '0.5', '0.3333', '1'),
  quantity: decimal(1_000_000_000, 9),
  price: decimal(500_000_000, 6),
  fee: fc.oneof(fc.constant('0'), decimal(2_000_000, 6)),
})
const marksOf = (price: string) => new Map(tickers.map((ticker) => [ticker, price]))

/** Fills that never sell what is not held: a sale takes a share of the holding. */
function toFills(
  steps: readonly (typeof anyStep extends fc.Arbitrary<infer Step> ? Step : never)[],
): Fill[] {
  const held = new Map<string, string>()
  return steps.map(({ ticker, wantsToSell, share, quantity, price, fee }) => {
    const have = held.get(ticker) ?? '0'
    const sold = share === '1' ? have : floorTo(multiply(have, share), 9)
    const isSale = wantsToSell && compare(sold, 0) > 0
    held.set(ticker, isSale ? subtract(have, sold) : add(have, quantity))
    return fill(isSale ? 'sell' : 'buy', isSale ? sold : quantity, price, { ticker, fee })
  })
}

describe('replayFills', () => {
  test('realises profit first in, first out', () => {
    const ledger = replayFills([
      fill('buy', '1', '10'),
      fill('buy', '1', '20'),
      fill('sell', '1.5', '30'),
    ])
    expect(ledger.realised.toFixed()).toBe('25') // 1 · (30 − 10) + 0.5 · (30 − 20)
    expect(ledger.cash.toFixed()).toBe('15')
    expect(holdingOf(ledger, 'AAA')).toEqual({ quantity: '0.5', entryPrice: '20' })
    expect(ledger.trades).toEqual([])
  })

  test('a trade lasts from the first share to the last', () => {
    const { trades, closings } = replayFills([
      fill('buy', '2', '10'),
      fill('sell', '1', '12'),
      fill('sell', '1', '9'),
      fill('buy', '1', '5'),
      fill('sell', '1', '4'),
    ])
    expect(trades.map(({ profit }) => profit.toFixed())).toEqual(['1', '-1'])
    expect(closings.map(({ profit }) => profit.toFixed())).toEqual(['2', '-1', '-1'])
  })

  test('refuses a record that sells more than was bought', () => {
    expect(() => replayFills([fill('buy', '1', '10'), fill('sell', '1.000000001', '10')])).toThrow(
      /0.000000001 more/,
    )
  })

  test('refuses to value what has no mark', () => {
    expect(() => valueLedger(replayFills([fill('buy', '1', '10')]), '100', new Map())).toThrow(
      /AAA/,
    )
  })
})

describe('the ledger', () => {
  property.prop(
    [fc.array(anyStep, { maxLength: 40 }), decimal(100_000_000, 6), decimal(500_000_000, 6)],
    { numRuns: 200 },
  )('equity is deposit, realised and unrealised, less fees, exactly', (steps, deposit, mark) => {
    const ledger = replayFills(toFills(steps))
    const { cash, positionsValue, equity, realised, unrealised } = valueLedger(
      ledger,
      deposit,
      marksOf(mark),
    )
    expect(equity).toBe(add(cash, positionsValue))
    expect(equity).toBe(subtract(add(deposit, realised, unrealised), ledger.fees))
  })

  property.prop(
    [
      fc.array(anyStep, { minLength: 1, maxLength: 30 }),
      decimal(500_000_000, 6),
      decimal(500_000_000, 6),
    ],
    { numRuns: 200 },
  )(
    'its change is realised, change of unrealised and fees, whatever the marks did',
    (steps, markBefore, markAfter) => {
      const fills = toFills(steps)
      const [before, after] = [replayFills(fills.slice(0, -1)), replayFills(fills)]
      const old = valueLedger(before, '1000', marksOf(markBefore))
      const now = valueLedger(after, '1000', marksOf(markAfter))
      const parts = add(
        subtract(now.realised, old.realised),
        subtract(now.unrealised, old.unrealised),
        subtract(before.fees, after.fees),
      )
      expect(subtract(now.equity, old.equity)).toBe(parts)
    },
  )

  property.prop([fc.array(anyStep, { maxLength: 40 })])(
    'holds the signed sum of fills',
    (steps) => {
      const fills = toFills(steps)
      const ledger = replayFills(fills)
      for (const ticker of tickers) {
        const signed = fills
          .filter((row) => row.ticker === ticker)
          .map(({ side, quantity }) => (side === 'buy' ? quantity : subtract(0, quantity)))
        expect(holdingOf(ledger, ticker)?.quantity ?? '0').toBe(add(...signed))
      }
      const profits = add(...ledger.closings.map(({ profit }) => profit))
      expect(ledger.realised.toFixed()).toBe(profits)
    },
  )
})

describe('the reserve', () => {
  test.each([
    ['10', '2'],
    ['0.12', '0.02'],
    ['0.02', '0'],
    ['0.03', '0.01'],
    ['0', '0'],
    ['-5', '0'],
  ])('takes a fifth of a profit of %s: %s', (profit, amount) =>
    expect(siphonOf(profit, 0.2)).toBe(amount),
  )

  property.prop([fc.integer({ min: -100_000, max: 100_000 })])(
    'takes nothing of a loss, and never more than a profit',
    (cents) => {
      const profit = new Big(cents).div(100)
      const amount = siphonOf(profit, 0.2)
      expect(compare(amount, 0)).toBeGreaterThanOrEqual(0)
      expect(compare(amount, profit.gt(0) ? profit : 0)).toBeLessThanOrEqual(0)
    },
  )

  test.each([
    ['300', '1000', '0'],
    ['300.01', '1000', '0.01'],
    ['500', '1000', '200'],
  ])('%s of %s gives back %s', (reserve, equity, excess) =>
    expect(excessOf(reserve, equity)).toBe(excess),
  )
})
