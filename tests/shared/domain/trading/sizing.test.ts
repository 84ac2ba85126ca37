import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import type { SizingInput } from '#shared/domain/trading/sizing-input.ts'
import { kellyPct } from '#shared/domain/trading/sizing-steps.ts'
import { trading1 } from '#shared/domain/trading/rules.ts'
import { sizeEntry } from '#shared/domain/trading/sizing.ts'
import { tiers } from '#shared/domain/trading/tiers.ts'

const plain: SizingInput = {
  price: '10',
  confidence: 0.55,
  tier: tiers.moderate,
  equity: '1000',
  activePool: '1000',
  freeCash: '1000',
  record: { trades: 0, winRate: 0, payoff: null },
  correlations: [],
  sectorValue: '1',
  earnings: null,
  heat: '0',
  stopDistance: '1',
  poolMin: '100',
  positionCap: '1000',
  tickerValue: '0',
  buyingPower: null,
  withinApproval: false,
  limits: {
    positionPctMax: 0.05,
    positionValueMax: '10000',
    sectorPctMax: 0.25,
    orderSharesMax: 1000,
    approvalValueMin: '1000',
  },
}
const size = (change: Partial<SizingInput>) => sizeEntry(trading1, { ...plain, ...change })
const near = (value: number) => expect.closeTo(value, 6) as number

describe('sizeEntry', () => {
  test.each<[string, Partial<SizingInput>, number]>([
    ['half the most at the least confidence', {}, 50],
    ['more with confidence', { confidence: 0.825 }, 75],
    ['never more than the tier allows', { confidence: 1 }, 90.909],
    ['the tier’s share at most', { confidence: 5 }, 100],
    ['no less while correlation is 0.7', { correlations: [{ ticker: 'B', rho: 0.7 }] }, 50],
    ['half at correlation just under 0.9', { correlations: [{ ticker: 'B', rho: 0.85 }] }, 37.5],
    [
      'two thirds at 0.9, which is not over it',
      { correlations: [{ ticker: 'B', rho: 0.9 }] },
      33.333,
    ],
    [
      'the strongest correlation counts',
      {
        correlations: [
          { ticker: 'B', rho: -1 },
          { ticker: 'C', rho: 0.85 },
        ],
      },
      37.5,
    ],
    ['what the sector has left', { sectorValue: '270' }, 30],
    ['a tenth more in a new sector', { sectorValue: '0' }, 55],
    ['a new sector’s bonus keeps within the share', { sectorValue: '0', confidence: 5 }, 100],
    ['half within five sessions of earnings', { earnings: { until: 5, since: null } }, 25],
    ['all six sessions before earnings', { earnings: { until: 6, since: 2 } }, 50],
    ['what the heat has left', { heat: '199', stopDistance: '5' }, 2],
    ['what cash is free', { freeCash: '7.5' }, 7.5],
    ['the cap', { positionCap: '20' }, 20],
    ['a quarter of Kelly', { record: { trades: 30, winRate: 0.5, payoff: 1.1 } }, 11.364],
    ['no Kelly before 30 trades', { record: { trades: 29, winRate: 0.1, payoff: 0.1 } }, 50],
  ])('buys %s', (_, change, value) => {
    const sizing = size(change)
    expect(sizing.code).toBeNull()
    expect(Math.abs(Number(sizing.value) - value)).toBeLessThan(0.002)
  })

  test.each<[string, Partial<SizingInput>]>([
    ['correlated', { correlations: [{ ticker: 'B', rho: 0.9001 }] }],
    ['sector_full', { sectorValue: '300' }],
    ['earnings_near', { earnings: { until: 2, since: null } }],
    ['earnings_near', { earnings: { until: null, since: 1 } }],
    ['portfolio_heat', { heat: '200' }],
    ['pool_below_minimum', { activePool: '99.99' }],
    ['no_free_cash', { freeCash: '0' }],
    ['order_too_small', { positionCap: '0.9999' }],
    ['no_edge', { record: { trades: 30, winRate: 0.4, payoff: 1 } }],
  ])('refuses with %s', (code, change) => {
    expect(size(change)).toMatchObject({ code, quantity: null })
  })

  test('says where it had nothing to go by', () => {
    const { steps } = size({ correlations: [{ ticker: 'B', rho: null }] })
    expect(steps.filter(({ note }) => note === 'no_data').map(({ name }) => name)).toEqual([
      'correlation',
      'earnings',
    ])
    expect(steps.map(({ name }) => name)).toEqual([
      'pct_of_pool',
      'correlation',
      'sector_headroom',
      'diversification',
      'earnings',
      'heat',
      'pool_minimum',
      'cap',
      'rounding',
    ])
  })

  const cents = (max: number) =>
    fc.integer({ min: 0, max: max * 100 }).map((value) => (value / 100).toFixed(2))
  const anyInput = fc.record<SizingInput>({
    price: fc.integer({ min: 1, max: 500_000 }).map((value) => (value / 100).toFixed(2)),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    tier: fc.constantFrom(...Object.values(tiers)),
    equity: cents(100_000),
    activePool: fc.oneof(cents(100_000), fc.constantFrom('99.99', '100')),
    freeCash: cents(1000),
    record: fc.record({
      trades: fc.constantFrom(0, 29, 30, 500),
      winRate: fc.double({ min: 0, max: 1, noNaN: true }),
      payoff: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
    }),
    correlations: fc.array(
      fc.record({
        ticker: fc.constant('B'),
        rho: fc.option(
          fc.oneof(fc.constantFrom(0.7, 0.9), fc.double({ min: -1, max: 1, noNaN: true })),
        ),
      }),
      { maxLength: 4 },
    ),
    sectorValue: fc.oneof(cents(1000), fc.constant('0')),
    earnings: fc.option(
      fc.record({
        until: fc.option(fc.nat({ max: 10 })),
        since: fc.option(fc.nat({ max: 5 })),
      }),
    ),
    heat: cents(1000),
    stopDistance: cents(50),
    poolMin: fc.constant('100'),
    positionCap: fc.oneof(fc.constant('50'), cents(100)),
    tickerValue: fc.constant('0'),
    buyingPower: fc.constant(null),
    withinApproval: fc.boolean(),
    limits: fc.constant(plain.limits),
  })

  property.prop([anyInput], { numRuns: 500 })(
    'never passes the cap, the tier, the sector, the heat or the cash',
    (input) => {
      const sizing = sizeEntry(trading1, input)
      if (sizing.code) return
      const value = Number(sizing.value)
      const most = (limit: number) => limit + 1e-9
      expect(value).toBeGreaterThanOrEqual(1)
      expect(value).toBeLessThanOrEqual(most(Number(input.positionCap)))
      expect(value).toBeLessThanOrEqual(most(input.tier.positionPctMax * Number(input.activePool)))
      expect(value).toBeLessThanOrEqual(most(Number(input.freeCash)))
      expect(Number(input.activePool)).toBeGreaterThanOrEqual(100)
      expect(
        Number(input.heat) + Number(sizing.quantity) * Number(input.stopDistance),
      ).toBeLessThanOrEqual(most(input.tier.heatPctMax * Number(input.equity)))
      expect(sizing.quantity).toMatch(/^\d+(\.\d{1,4})?$/)
    },
  )

  property.prop([anyInput, fc.double({ min: 0, max: 1, noNaN: true })], { numRuns: 300 })(
    'more confidence never buys less',
    (input, more) => {
      const bought = ({ value }: ReturnType<typeof sizeEntry>) => Number(value ?? 0)
      const surer = { ...input, confidence: Math.max(input.confidence, more) }
      expect(bought(sizeEntry(trading1, surer))).toBeGreaterThanOrEqual(
        bought(sizeEntry(trading1, input)),
      )
    },
  )
})

describe('kellyPct', () => {
  test.each([
    [{ trades: 29, winRate: 1, payoff: 1 }, null],
    [{ trades: 30, winRate: 0.6, payoff: 1.5 }, near(0.25 * (0.6 - 0.4 / 1.5))],
    [{ trades: 30, winRate: 1, payoff: null }, 0.25],
    [{ trades: 30, winRate: 0, payoff: 0 }, 0],
    [{ trades: 30, winRate: 0.3, payoff: 1 }, 0],
  ])('%j gives %s', (record, pct) => expect(kellyPct(record)).toEqual(pct))
})
