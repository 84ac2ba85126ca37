import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { available, type Book } from '#shared/domain/risk/book.ts'
import { evaluateOrder, type ProposedOrder } from '#shared/domain/risk/evaluate.ts'
import { parseLimits, type Limits } from '#shared/domain/risk/limits.ts'
import { rules } from '#shared/domain/rules/versions.ts'

const NOW = new Date('2024-06-03T15:00:00Z')
const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)

const limits: Limits = {
  mode: 'paper',
  positionPctMax: 0.05,
  sectorPctMax: 0.25,
  dailyLossPctMax: 0.03,
  priceCollarPct: 0.05,
  positionValueMax: '10000',
  approvalValueMin: '1000',
  orderSharesMax: 1000,
  sectorsMax: 10,
  positionsMax: 10,
  ordersPerMinuteMax: 20,
  quoteAgeSecondsMax: 120,
}
const book: Book = {
  equity: '10000',
  openingEquity: '10000',
  holdings: [],
  pending: [],
  ordersLastMinute: 0,
  inSession: true,
  paused: false,
  breakers: [],
  lockouts: [],
}
const order: ProposedOrder = {
  ticker: 'AAA',
  side: 'buy',
  kind: 'entry',
  quantity: '1',
  referencePrice: '100',
  sector: 'Energy',
  quote: { price: '100', at: NOW },
}
type Change = { order?: Partial<ProposedOrder>; book?: Partial<Book>; limits?: Partial<Limits> }
const judge = (change: Change) =>
  evaluateOrder(rules.risk.current, {
    order: { ...order, ...change.order },
    book: { ...book, ...change.book },
    limits: { ...limits, ...change.limits },
    now: NOW,
  })
const row = (ticker: string, value: string, sector = ticker) => ({
  ticker,
  sector,
  quantity: '1',
  price: value,
})
const rows = (count: number, sector?: string) =>
  Array.from({ length: count }, (_, place) => row(`T${place}`, '1', sector ?? `S${place}`))

/** Each limit, met exactly and passed by the least step. */
const boundaries: [string, Change, Change][] = [
  ['trading_disabled', {}, { limits: { mode: 'disabled' } }],
  ['invalid_order', {}, { order: { quantity: '0' } }],
  ['engine_paused', {}, { book: { paused: true } }],
  [
    'circuit_breaker',
    { book: { breakers: [{ breaker: 'single_position', ticker: 'BBB' }] } },
    { book: { breakers: [{ breaker: 'single_position', ticker: 'AAA' }] } },
  ],
  ['circuit_breaker', {}, { book: { breakers: [{ breaker: 'daily_loss', ticker: null }] } }],
  ['news_shock', { book: { lockouts: ['BBB'] } }, { book: { lockouts: ['AAA'] } }],
  ['session_closed', {}, { book: { inSession: false } }],
  [
    'order_shares',
    { order: { quantity: '1000', referencePrice: '0.01', quote: { price: '0.01', at: NOW } } },
    {
      order: {
        quantity: '1000.000000001',
        referencePrice: '0.01',
        quote: { price: '0.01', at: NOW },
      },
    },
  ],
  ['no_quote', {}, { order: { quote: null } }],
  [
    'stale_quote',
    { order: { quote: { price: '100', at: secondsAgo(120) } } },
    { order: { quote: { price: '100', at: secondsAgo(120.001) } } },
  ],
  ['price_collar', { order: { referencePrice: '105' } }, { order: { referencePrice: '105.01' } }],
  ['price_collar', { order: { referencePrice: '95' } }, { order: { referencePrice: '94.99' } }],
  ['unreconciled', {}, { book: { equity: null } }],
  ['unreconciled', {}, { book: { openingEquity: null } }],
  [
    'daily_loss',
    { book: { openingEquity: '10000', equity: '9700' } },
    { book: { openingEquity: '10000', equity: '9699.99' } },
  ],
  ['position_pct', { order: { quantity: '5' } }, { order: { quantity: '5.000000001' } }],
  [
    'position_pct',
    { book: { holdings: [row('AAA', '400', 'Energy')] } },
    { book: { holdings: [row('AAA', '400.01', 'Energy')] } },
  ],
  [
    'position_pct',
    { book: { pending: [{ ...row('AAA', '400', 'Energy'), side: 'buy' }] } },
    { book: { pending: [{ ...row('AAA', '400.01', 'Energy'), side: 'buy' }] } },
  ],
  [
    'position_value',
    { order: { quantity: '100' }, book: { equity: '1000000', openingEquity: '1000000' } },
    { order: { quantity: '100.0001' }, book: { equity: '1000000', openingEquity: '1000000' } },
  ],
  [
    'sector_pct',
    { book: { holdings: [row('BBB', '2400', 'Energy')] } },
    { book: { holdings: [row('BBB', '2400.01', 'Energy')] } },
  ],
  [
    'sector_pct',
    { book: { pending: [{ ...row('BBB', '2400', 'Energy'), side: 'buy' }] } },
    { book: { pending: [{ ...row('BBB', '2400.01', 'Energy'), side: 'buy' }] } },
  ],
  [
    'positions',
    {
      book: {
        holdings: rows(5, 'A'),
        pending: rows(9, 'A')
          .slice(5)
          .map((made) => ({ ...made, side: 'buy' })),
      },
    },
    {
      book: {
        holdings: rows(5, 'A'),
        pending: rows(10, 'A')
          .slice(5)
          .map((made) => ({ ...made, side: 'buy' })),
      },
    },
  ],
  ['sectors', { book: { holdings: rows(9) } }, { book: { holdings: rows(10) } }],
  ['orders_per_minute', { book: { ordersLastMinute: 19 } }, { book: { ordersLastMinute: 20 } }],
]

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
  ])

  test('reads every limit', () => expect(parseLimits(stored)).toEqual(limits))

  test.each([...stored.keys()])('has no limit to fall back on: %s', (name) => {
    for (const value of [undefined, null, 'x', Number.NaN, -1]) {
      expect(() => parseLimits(new Map(stored).set(name, value))).toThrow(name)
    }
  })
})
