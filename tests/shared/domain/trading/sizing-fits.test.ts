import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { evaluateOrder } from '#shared/domain/risk/evaluate.ts'
import type { Book } from '#shared/domain/risk/book.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { trading2 } from '#shared/domain/trading/rules.ts'
import type { SizingInput } from '#shared/domain/trading/sizing-input.ts'
import { sizeEntry } from '#shared/domain/trading/sizing.ts'
import { tiers, type TierName } from '#shared/domain/trading/tiers.ts'
import { account, facts, limits } from '../risk/fixture.ts'

const NOON = new Date('2024-06-03T15:00:00Z')
const plain = (equity: string): SizingInput => ({
  price: '100',
  confidence: 0.8,
  tier: tiers.moderate,
  equity,
  activePool: equity,
  freeCash: equity,
  record: { trades: 0, winRate: 0, payoff: null },
  correlations: [],
  sectorValue: '0',
  earnings: null,
  heat: '0',
  stopDistance: '4',
  poolMin: '100',
  positionCap: '50',
  tickerValue: '0',
  buyingPower: equity,
  withinApproval: true,
  limits,
})
/** What risk says of an entry of this size. */
function judge(input: SizingInput, quantity: string, book: Partial<Book> = {}) {
  const { price, equity } = input
  const order = {
    ticker: 'AAA',
    side: 'buy' as const,
    kind: 'entry' as const,
    quantity,
    referencePrice: price,
    quote: { price, at: NOON },
    sector: 'X',
  }
  const whole = {
    equity,
    openingEquity: equity,
    holdings: [],
    pending: [],
    ordersLastMinute: 0,
    inSession: true,
    paused: false,
    breakers: [],
    lockouts: [],
    facts: { ...facts, cash: equity, account: { ...account, cash: equity, buyingPower: equity } },
    ...book,
  }
  return evaluateOrder(rules.risk.current, { order, book: whole, limits, now: NOON })
}
const EQUITIES = [200, 500, 900, 1000, 5000, 10_000, 25_000, 100_000, 250_000, 1_000_000]
const CAPS = [1, 50, 200, 500, 1000, 5000, 20_000, 1_000_000]

describe('sizes fit what risk allows', () => {
  const table = EQUITIES.flatMap((equity) =>
    (Object.keys(tiers) as TierName[]).map((tier) => [equity, tier] as const),
  )
  test.each(table)('an account of %i dollars, %s, trades under every cap', (equity, tier) => {
    for (const positionCap of CAPS.map(String))
      for (const price of ['0.5', '12', '100', '4000', '600000'])
        for (const confidence of [tiers[tier].confidenceMin, 0.8, 1]) {
          const at = {
            ...plain(String(equity)),
            tier: tiers[tier],
            positionCap,
            price,
            confidence,
            stopDistance: String(Number(price) * 0.04),
          }
          const sized = sizeEntry(trading2, at)
          // A ten-thousandth of a share may be worth more than a dollar; then there is nothing to buy.
          if (sized.code === 'order_too_small' && Number(price) > 5000) continue
          if (positionCap === '1' && sized.code === 'order_too_small') continue
          expect(sized.code).toBeNull()
          expect(judge(at, sized.quantity!)).toMatchObject({ code: 'passed', needsApproval: false })
        }
  })

  test.each<[string, Partial<SizingInput>]>([
    ['pct_of_pool', { positionCap: '1000', confidence: 0.3 }],
    ['cap', { positionCap: '20' }],
    ['position_pct', { positionCap: '100000' }],
    ['position_pct', { positionCap: '100000', tickerValue: '450' }],
    [
      'position_value',
      {
        positionCap: '100000',
        equity: '1000000',
        activePool: '1000000',
        freeCash: '1000000',
        buyingPower: null,
        withinApproval: false,
        price: '1000',
      },
    ],
    ['sector_pct', { positionCap: '100000', sectorValue: '2400' }],
    ['buying_power', { positionCap: '100000', buyingPower: '12' }],
    ['order_shares', { positionCap: '100000', price: '0.05', stopDistance: '0.002' }],
    [
      'approval',
      {
        positionCap: '100000',
        equity: '100000',
        activePool: '100000',
        freeCash: '100000',
        buyingPower: null,
      },
    ],
    ['pool_minimum', { positionCap: '100000', freeCash: '9' }],
    ['heat', { positionCap: '100000', heat: '1999.5' }],
    [
      'sector_headroom',
      { positionCap: '100000', sectorValue: '2999', limits: { ...limits, sectorPctMax: 1 } },
    ],
    [
      'correlation',
      { positionCap: '100000', correlations: [{ ticker: 'B', rho: 0.9 }], confidence: 0.3 },
    ],
  ])('names what bound the size: %s', (bound, change) => {
    const sized = sizeEntry(trading2, { ...plain('10000'), ...change })
    expect(sized).toMatchObject({ code: null, bound })
  })

  test.each<[string, Partial<SizingInput>]>([
    ['position_pct', { tickerValue: '490' }],
    ['position_value', { tickerValue: '10000', equity: '1000000', activePool: '1000000' }],
    ['sector_pct', { sectorValue: '2450' }],
    ['buying_power', { buyingPower: '-3' }],
  ])('leaves nothing where %s has no room', (code, change) => {
    expect(sizeEntry(trading2, { ...plain('10000'), ...change })).toMatchObject({
      code,
      bound: code,
    })
  })

  test('a person may be asked, where that is the choice', () => {
    const at = { ...plain('100000'), positionCap: '5000', withinApproval: false, confidence: 1 }
    const sized = sizeEntry(trading2, at)
    expect(Number(sized.value)).toBeGreaterThan(1000)
    expect(judge(at, sized.quantity!)).toMatchObject({ code: 'passed', needsApproval: true })
  })

  property.prop(
    [
      fc.integer({ min: 200, max: 1_000_000 }),
      fc.constantFrom(50, 100, 250, 500, 999, 5000, 20_000),
      fc.double({ min: 0.4, max: 1, noNaN: true }),
      fc.constantFrom<TierName>('conservative', 'moderate', 'aggressive'),
      fc.integer({ min: 50, max: 500_000 }),
      fc.record({ own: fc.nat({ max: 6 }), sector: fc.nat({ max: 24 }) }),
      fc.integer({ min: 0, max: 199 }),
    ],
    { numRuns: 1000 },
  )(
    'whatever is held, and though equity falls by up to two hundredths before the order leaves',
    (equity, cap, confidence, tier, cents, held, fall) => {
      const own = (equity * held.own) / 100
      const sector = own + (equity * held.sector) / 100
      const at = {
        ...plain(String(equity)),
        positionCap: String(cap),
        confidence,
        tier: tiers[tier],
        price: (cents / 100).toFixed(2),
        tickerValue: own.toFixed(2),
        sectorValue: sector.toFixed(2),
      }
      const sized = sizeEntry(trading2, at)
      if (sized.code) return
      const holding = (ticker: string, value: number) => ({
        ticker,
        sector: 'X',
        quantity: '1',
        price: value.toFixed(2),
      })
      const holdings = [holding('AAA', own), holding('BBB', sector - own)].filter(
        ({ price }) => Number(price) > 0,
      )
      const later = (equity * (1 - fall / 10_000)).toFixed(2)
      expect(judge({ ...at, equity: later }, sized.quantity, { holdings })).toMatchObject({
        code: 'passed',
        needsApproval: false,
      })
    },
  )

  test.each([
    ['no edge in the last trades', { trades: 30, winRate: 0.3, payoff: 1 }, 100],
    ['all lost', { trades: 30, winRate: 0, payoff: 0 }, 100],
    ['a small edge', { trades: 30, winRate: 0.52, payoff: 1 }, 100],
    ['some edge', { trades: 30, winRate: 0.55, payoff: 1.1 }, 352.3],
    ['too few trades to tell', { trades: 29, winRate: 0, payoff: 0 }, 500],
  ])('Kelly never ends entries: %s', (_, record, value) => {
    const at = {
      ...plain('10000'),
      positionCap: '100000',
      record,
      confidence: 0.55,
      sectorValue: '1',
      limits: { ...limits, positionPctMax: 1 },
    }
    const sized = sizeEntry(trading2, at)
    expect(Number(sized.value)).toBeCloseTo(value, 0)
  })
})
