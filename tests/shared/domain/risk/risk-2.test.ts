import { fc, test as property } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import type { AssetFacts, PriceMove } from '#shared/domain/risk/facts.ts'
import { isBeyond } from '#shared/domain/risk/pace-checks.ts'
import { risk2 } from '#shared/domain/risk/rules.ts'
import { evaluateOrder } from '#shared/domain/risk/evaluate.ts'
import {
  account,
  book,
  boundaries,
  facts,
  judgeBy,
  limits,
  NOW,
  order,
  row,
  type Change,
} from './fixture.ts'

const judge = judgeBy(risk2)
const standing = (state: string, code?: string, mode = 'paper'): Change => ({
  facts: { standing: { mode, state, holds: code ? [{ code, state }] : [] } },
})
const asset = (change: Partial<NonNullable<AssetFacts>>): Change => ({
  facts: {
    assets: {
      AAA: { tradable: true, fractionable: true, halted: false, ageSeconds: 0, ...change },
    },
  },
})
const bought = (quantity: string, ageSeconds: number, ticker = 'AAA'): Change => ({
  facts: { purchases: [{ ticker, quantity, ageSeconds }] },
})
const moved = (to: string): Change => ({ facts: { moves: { AAA: { from: '100', to } } } })
const small = (change: NonNullable<Change['facts']>): Change => ({
  book: { equity: '24999.99', openingEquity: '24999.99' },
  facts: change,
})

/** What meets each limit of the version alone, and what passes it by the least step. */
const own: [string, Change, Change][] = [
  ['paused', standing('active'), standing('reducing', 'paused')],
  ['kill_switch', {}, standing('halted', 'kill_switch')],
  [
    'trading_disabled',
    standing('active', undefined, 'live'),
    standing('active', undefined, 'disabled'),
  ],
  ['unreadable', {}, standing('unreadable')],
  ['price_shock', moved('108'), moved('108.01')],
  ['price_shock', moved('92'), moved('91.99')],
  ['account_status', {}, { facts: { account: { ...account, status: 'ACCOUNT_CLOSED' } } }],
  ['account_status', {}, { facts: { account: { ...account, blocked: true } } }],
  [
    'account_stale',
    { facts: { account: { ...account, ageSeconds: 300 } } },
    { facts: { account: { ...account, ageSeconds: 300.001 } } },
  ],
  ['cash_short', { facts: { cash: '10500' } }, { facts: { cash: '10500.01' } }],
  ['cash_short', { facts: { cash: '0' } }, { facts: { cash: '20000' } }],
  [
    'holdings_differ',
    {},
    { facts: { contradictions: [{ ticker: 'BBB', ours: '0', broker: '500' }] } },
  ],
  ['marks_stale', { facts: { marksAgeSeconds: 120 } }, { facts: { marksAgeSeconds: 120.001 } }],
  ['asset_unknown', asset({}), { facts: { assets: { AAA: null } } }],
  ['asset_not_tradable', asset({}), asset({ tradable: false })],
  ['asset_halted', asset({}), asset({ halted: true })],
  [
    'asset_not_fractionable',
    asset({ fractionable: false }),
    { ...asset({ fractionable: false }), order: { quantity: '0.5' } },
  ],
  [
    'buying_power',
    { facts: { account: { ...account, buyingPower: '100' } } },
    { facts: { account: { ...account, buyingPower: '99.99' } } },
  ],
  [
    'buying_power',
    { facts: { account: { ...account, buyingPower: '500' }, committed: '400' } },
    { facts: { account: { ...account, buyingPower: '500' }, committed: '400.01' } },
  ],
  ['day_trades', small({ dayTrades: 2 }), small({ dayTrades: 3 })],
  [
    'day_trades',
    small({ account: { ...account, dayTrades: 2 } }),
    small({ account: { ...account, dayTrades: 3 } }),
  ],
  ['duplicate_order', bought('1', 60), bought('1.000', 59.999)],
  ['orders_per_second', { facts: { ordersLastSecond: 9 } }, { facts: { ordersLastSecond: 10 } }],
  ['orders_per_day', { facts: { ordersToday: 199 } }, { facts: { ordersToday: 200 } }],
  [
    'ticker_orders_per_day',
    { facts: { purchasesToday: { AAA: 19, BBB: 90 } } },
    { facts: { purchasesToday: { AAA: 20 } } },
  ],
]
/** The switches that the standing stands for now. */
const kept = boundaries.filter(([code]) => code !== 'trading_disabled' && code !== 'engine_paused')

describe('an order to buy', () => {
  test.each([...kept, ...own])(
    'keeps %s when it meets it, and fails when it passes it',
    (code, meets, passes) => {
      expect(judge(meets)).toMatchObject({ passed: true, code: 'passed' })
      expect(judge(passes)).toMatchObject({ passed: false, code })
    },
  )

  test.each([...kept, ...own])('says of %s how far it is from the limit', (code, meets, passes) => {
    const of = (change: Change) =>
      judge(change).checks.filter((check) => check.name === code || check.code === code)
    for (const { distance, unit, relation } of [...of(meets), ...of(passes)]) {
      expect(relation).toBeTruthy()
      expect(unit === undefined).toBe(distance === undefined)
    }
    for (const check of of(meets).filter(({ distance }) => distance !== undefined))
      expect(new Big(check.distance!).gte(0)).toBe(true)
    for (const check of of(passes).filter(
      ({ passed, distance }) => !passed && distance !== undefined,
    ))
      expect(new Big(check.distance!).lt(0)).toBe(true)
  })

  test('is far from a limit by what is left of it, in its unit', () => {
    const { checks } = judge({ order: { quantity: '2' } })
    expect(checks.find(({ name }) => name === 'position_pct')).toEqual({
      name: 'position_pct',
      found: '200',
      limit: '500',
      passed: true,
      unit: 'money',
      relation: 'at most',
      distance: '300',
    })
    const beyond = judge(bought('1', 45)).checks.find(({ name }) => name === 'duplicate_order')
    expect(beyond).toMatchObject({ unit: 'seconds', relation: 'at least', distance: -15 })
  })

  test('counts no day trades from $25,000 on, and none that another quantity repeats', () => {
    const rich = { equity: '25000', openingEquity: '25000' }
    expect(judge({ book: rich, facts: { dayTrades: 9 } }).passed).toBe(true)
    expect(judge(bought('2', 1)).passed).toBe(true)
    expect(judge(bought('1', 1, 'BBB')).passed).toBe(true)
  })

  test('is judged without a list of assets, and says of an old one how old it is', () => {
    expect(judge({}).checks.some(({ name }) => name.startsWith('asset_'))).toBe(false)
    const { checks } = judge(asset({ ageSeconds: 5 * 86_400 }))
    expect(checks.find(({ name }) => name === 'asset_not_tradable')?.found).toBe(
      'tradable, as of 5 days ago',
    )
  })

  test.each(['buy', 'sell'] as const)(
    'or to %s passes nothing where nobody knows how trading stands',
    (side) => {
      const kind = side === 'buy' ? 'entry' : 'exit'
      const holdings = [{ ...row('AAA', '100'), quantity: '2' }]
      const { facts: _none, ...blind } = { ...book, holdings: side === 'sell' ? holdings : [] }
      const verdict = evaluateOrder(risk2, {
        order: { ...order, side, kind },
        book: blind,
        limits,
        now: NOW,
      })
      expect(verdict).toMatchObject({ passed: false, code: 'unreadable' })
    },
  )

  test('waits for a person from $1,000 on, and always where it is live', () => {
    const rich = { equity: '1000000', openingEquity: '1000000' }
    expect(judge({ book: rich, order: { quantity: '9.99' } }).needsApproval).toBe(false)
    expect(judge({ book: rich, order: { quantity: '10' } }).needsApproval).toBe(true)
    expect(judge(standing('active', undefined, 'live')).needsApproval).toBe(true)
  })
})

describe('an order to sell', () => {
  const sell = { side: 'sell', kind: 'exit', quantity: '2' } as const
  const holdings = [{ ...row('AAA', '100'), quantity: '2' }]

  property.prop([fc.uniqueArray(fc.nat({ max: kept.length + own.length - 1 }), { maxLength: 6 })])(
    'is held back by what stops all trading, and by no limit on entries',
    (places) => {
      for (const place of places) {
        const [code, , change] = [...kept, ...own][place]!
        if (code === 'invalid_order') continue
        const held = { ...change.book, holdings, pending: [] }
        const verdict = judge({ ...change, order: { ...change.order, ...sell }, book: held })
        const stops = ['kill_switch', 'trading_disabled', 'unreadable'].includes(code)
        expect([code, verdict.passed]).toEqual([code, !stops])
        expect(verdict.needsApproval).toBe(false)
      }
    },
  )

  test('never waits for a person, live or large', () => {
    const live = standing('reducing', 'pipeline_off', 'live')
    expect(judge({ ...live, order: sell, book: { holdings } })).toMatchObject({
      passed: true,
      needsApproval: false,
    })
  })

  test('never sells more than is held and not yet being sold', () => {
    const pending = [
      { ...row('AAA', '100'), quantity: '0.5', side: 'sell' as const, foreign: true },
    ]
    const half = { ...sell, quantity: '1.5' }
    expect(judge({ order: half, book: { holdings, pending } }).passed).toBe(true)
    const more = judge({ order: { ...sell, quantity: '1.500000001' }, book: { holdings, pending } })
    expect(more.code).toBe('exceeds_position')
    expect(more.checks.at(-1)).toMatchObject({ unit: 'shares', distance: '-0.000000001' })
  })
})

test('an order that keeps away from what a sound engine keeps away from is none that runs away', () => {
  const move: PriceMove = { from: '100', to: '120' }
  expect(isBeyond(judge({ facts: { moves: { AAA: move } } }))).toBe(false)
  expect(isBeyond(judge(standing('reducing', 'paused')))).toBe(false)
  expect(isBeyond(judge({ facts: { ...facts, ordersLastSecond: 10 } }))).toBe(true)
  expect(isBeyond(judge({ order: { quantity: '6' } }))).toBe(true)
})
