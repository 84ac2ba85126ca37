import { fc, test } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect } from 'vitest'
import { add, subtract } from '#shared/domain/money.ts'
import { compareFills, foldFills, type Fill } from '#shared/domain/ledger/ledger.ts'
import { valueAccount, type Valuation } from '#shared/domain/ledger/valuation.ts'
import { anyFills, fill } from './any-fills.ts'

const price = fc.integer({ min: 1, max: 500_000_000 }).map((units) => (units / 1e6).toFixed(6))

/** No sale of what is not held: a purchase as large comes before each. */
const covered = anyFills.map((fills) =>
  fills.flatMap((one): Fill[] =>
    one.side === 'buy' ? [one] : [{ ...one, side: 'buy', executionId: `b${one.executionId}` }, one],
  ),
)

function value(fills: readonly Fill[], deposit: string, mark: string): Valuation & { fees: Big } {
  const { ledger } = foldFills(fills)
  const text = (of: Big) => of.toFixed()
  const sums = { cash: text(ledger.cash), fees: text(ledger.fees), realised: text(ledger.realised) }
  const row = { ticker: 'AAPL', quantity: text(ledger.quantity), cost: text(ledger.cost) }
  const held = ledger.quantity.eq(0) ? [] : [row]
  return { ...valueAccount(sums, { deposit, held }, new Map([['AAPL', mark]])), fees: ledger.fees }
}

describe('valueAccount', () => {
  test.prop([covered, price, price])(
    'equity is deposit, realised and unrealised, less fees, exactly',
    (fills, deposit, mark) => {
      const { cash, positionsValue, equity, realised, unrealised, fees } = value(
        fills,
        deposit,
        mark,
      )
      expect(equity).toBe(add(cash, positionsValue))
      expect(equity).toBe(subtract(add(deposit, realised, unrealised), fees))
    },
  )

  test.prop([covered, fc.nat(28), price, price])(
    'its change is realised, change of unrealised and fees, whatever the marks did',
    (fills, cut, markBefore, markAfter) => {
      const sorted = fills.toSorted(compareFills)
      const old = value(sorted.slice(0, cut), '1000', markBefore)
      const now = value(sorted, '1000', markAfter)
      const parts = add(
        subtract(now.realised, old.realised),
        subtract(now.unrealised, old.unrealised),
        subtract(old.fees, now.fees),
      )
      expect(subtract(now.equity, old.equity)).toBe(parts)
    },
  )

  test('refuses to value what has no mark', () => {
    const { ledger } = foldFills([fill('a', 'buy', '1', '10', 0)])
    const held = [{ ticker: 'AAPL', quantity: '1', cost: '10' }]
    const sums = { cash: ledger.cash.toFixed(), fees: '0', realised: '0' }
    expect(() => valueAccount(sums, { deposit: '100', held }, new Map())).toThrow(/AAPL/)
  })

  test('counts what was sold and never bought as none held', () => {
    expect(
      value([fill('a', 'buy', '1', '10', 0), fill('b', 'sell', '1.000000001', '9', 1)], '0', '9')
        .positionsValue,
    ).toBe('0')
  })
})
