import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { available } from '#shared/domain/risk/book.ts'
import { parseLimits } from '#shared/domain/risk/limits.ts'
import { risk1 } from '#shared/domain/risk/rules.ts'
import { boundaries, judgeBy, limits, row, type Change } from './fixture.ts'

const judge = judgeBy(risk1)

describe('an order to buy', () => {
  test.each(boundaries)(
    'keeps %s when it meets it, and fails when it passes it',
    (code, meets, passes) => {
      expect(judge(meets)).toMatchObject({ passed: true, code: 'passed' })
      expect(judge(passes)).toMatchObject({ passed: false, code })
    },
  )

  property.prop([
    fc.uniqueArray(fc.nat({ max: boundaries.length - 1 }), { minLength: 1, maxLength: 4 }),
  ])('gives as its code the first check that failed, and shows all of them', (places) => {
    const breaks = places.flatMap((place) => boundaries[place]?.[2] ?? [])
    const all = breaks.reduce<Change>(
      (sum, change) => ({
        order: { ...sum.order, ...change.order },
        book: { ...sum.book, ...change.book },
        limits: { ...sum.limits, ...change.limits },
      }),
      {},
    )
    const { passed, code, checks } = judge(all)
    expect(passed).toBe(checks.every((check) => check.passed))
    expect(code).toBe(checks.find((check) => !check.passed)?.name ?? 'passed')
    expect(checks.length).toBeGreaterThanOrEqual(10)
  })

  test('waits for a person from $1,000 on, and always where it is live', () => {
    const rich = { equity: '1000000', openingEquity: '1000000' }
    expect(judge({ book: rich, order: { quantity: '9.99' } }).needsApproval).toBe(false)
    expect(judge({ book: rich, order: { quantity: '10' } }).needsApproval).toBe(true)
    expect(judge({ limits: { mode: 'live' } }).needsApproval).toBe(true)
  })
})

describe('an order to sell', () => {
  const sell = { side: 'sell', kind: 'exit', quantity: '2' } as const
  const holdings = [{ ...row('AAA', '100'), quantity: '2' }]

  property.prop([fc.uniqueArray(fc.nat({ max: boundaries.length - 1 }), { maxLength: 6 })])(
    'is never held back by a limit on entries',
    (places) => {
      for (const place of places) {
        const [code, , change] = boundaries[place] ?? []
        if (code === 'trading_disabled' || code === 'invalid_order') continue
        const held = { ...change?.book, holdings, pending: [] }
        expect(judge({ order: { ...change?.order, ...sell }, book: held })).toMatchObject({
          passed: true,
        })
      }
    },
  )

  test('never sells more than is held and not yet being sold', () => {
    const pending = [{ ...row('AAA', '100'), quantity: '0.5', side: 'sell' as const }]
    expect(judge({ order: { ...sell, quantity: '1.5' }, book: { holdings, pending } }).passed).toBe(
      true,
    )
    expect(
      judge({ order: { ...sell, quantity: '1.500000001' }, book: { holdings, pending } }).code,
    ).toBe('exceeds_position')
    expect(judge({ order: sell }).code).toBe('exceeds_position')
    expect(
      available('AAA', {
        holdings,
        pending: [...pending, ...pending, ...pending, ...pending, ...pending],
      }).toFixed(),
    ).toBe('0')
  })

  test('is stopped by the kill switch alone', () => {
    expect(judge({ order: sell, book: { holdings }, limits: { mode: 'disabled' } }).code).toBe(
      'trading_disabled',
    )
  })

  test('is no way in: a sale that opens is refused', () => {
    expect(judge({ order: { ...sell, kind: 'entry' }, book: { holdings } }).code).toBe(
      'invalid_order',
    )
  })
})

describe('parseLimits', () => {
  const stored = new Map<string, unknown>([
    ['mode', 'paper'],
    ['position_pct_max', 0.05],
    ['position_value_max', '10000'],
    ['order_shares_max', 1000],
    ['sector_pct_max', 0.25],
    ['sectors_max', 10],
    ['daily_loss_pct_max', 0.03],
    ['price_collar_pct', 0.05],
    ['quote_age_seconds_max', 120],
    ['orders_per_minute_max', 20],
    ['approval_value_min', '1000'],
    ['positions_max', 10],
    ['price_move_pct_max', 0.08],
    ['day_trade_equity_min', '25000'],
    ['cash_short_pct_max', 0.05],
    ['orders_per_second_max', 10],
    ['orders_per_day_max', 200],
    ['ticker_orders_per_day_max', 20],
    ['runaway_orders_max', 10],
    ['day_trades_max', 3],
    ['account_age_seconds_max', 300],
    ['marks_age_seconds_max', 120],
    ['duplicate_seconds', 60],
    ['approval_minutes', 15],
  ])

  test('reads every limit', () => expect(parseLimits(stored)).toEqual(limits))

  test.each([...stored.keys()])('has no limit to fall back on: %s', (name) => {
    for (const value of [undefined, null, 'x', Number.NaN, -1]) {
      expect(() => parseLimits(new Map(stored).set(name, value))).toThrow(name)
    }
  })
})
