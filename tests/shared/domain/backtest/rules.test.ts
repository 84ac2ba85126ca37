/** Every check of the live account in a backtest: those that can refuse, each doing so, and those that history cannot answer. */

import { describe, expect, test } from 'vitest'
import { installedLimits } from '#shared/domain/backtest/account-limits.ts'
import { bookOf, openPace } from '#shared/domain/backtest/book.ts'
import { openAccount } from '#shared/domain/backtest/account.ts'
import { noCosts } from '#shared/domain/backtest/costs.ts'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import type { BacktestFeed } from '#shared/domain/backtest/feed.ts'
import { checksOf, recorded } from '#shared/domain/backtest/played.ts'
import { ASKED_CHECKS, UNASKED_CHECKS } from '#shared/domain/backtest/rules.ts'
import { backtestDefaults, type BacktestSettings } from '#shared/domain/backtest/settings.ts'
import { evaluateOrder } from '#shared/domain/risk/evaluate.ts'
import type { Limits } from '#shared/domain/risk/limits.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { buyAndHold } from '#shared/domain/strategy/buy-and-hold.ts'
import { momentum } from '#shared/domain/strategy/momentum.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { feedOf, flat, FROM, scripted, type Row } from '../../../helpers/backtest-feed.ts'
import { liveMeans } from '../../../helpers/live-means.ts'

const settings: BacktestSettings = { ...backtestDefaults, from: FROM, costs: noCosts }
const tight = (limits: Partial<Limits>): Partial<BacktestSettings> => ({
  risk: { ...installedLimits, ...limits },
})
const out = { weight: 0 }
const calm = (count = 6) => Array.from({ length: count }, () => flat(100))
const four = { AAA: calm(), BBB: calm(), CCC: calm(), DDD: calm() }
const each = (...tickers: string[]) => tickers.map((ticker) => ({ ticker }))
const oneSector = new Map(['AAA', 'BBB', 'CCC', 'DDD'].map((ticker) => [ticker, 'one']))

type Case = {
  rows?: Readonly<Record<string, readonly Row[]>>
  wants: Parameters<typeof scripted>[0]
  settings?: Partial<BacktestSettings>
  feed?: Partial<BacktestFeed>
}

/** For each check that can refuse, a run in which it does. */
const cases: Record<(typeof ASKED_CHECKS)[number] | 'exposure_pct', Case> = {
  // An order that is none comes of no strategy: a sale of nothing is not asked for.
  invalid_order: { rows: { AAA: [[0, 0, 0, 0], ...calm()] }, wants: {} },
  exceeds_position: {
    rows: { AAA: [flat(100), ...Array.from({ length: 5 }, () => flat(100, 100))] },
    wants: { 0: [{}], 2: [out], 3: [out] },
  },
  circuit_breaker: {
    rows: { AAA: [...calm(2), flat(80), flat(80), flat(80)], BBB: calm() },
    wants: { 0: [{}], 2: [{ weight: 0.05 }] },
  },
  order_shares: {
    rows: { AAA: Array.from({ length: 3 }, () => flat(1)) },
    wants: { 0: [{}] },
    settings: tight({ orderSharesMax: 0.5 }),
  },
  daily_loss: {
    rows: { ...four, AAA: [...calm(2), flat(10), flat(10)] },
    wants: { 0: each('AAA'), 2: each('BBB') },
  },
  position_pct: { wants: { 0: [{ weight: 0.06 }] } },
  position_value: {
    wants: { 0: [{}], 2: [{ weight: 0.049 }] },
    settings: tight({ positionValueMax: '4000' }),
  },
  sector_pct: {
    rows: four,
    wants: { 0: each('AAA', 'BBB', 'CCC') },
    settings: tight({ sectorPctMax: 0.1 }),
    feed: { sectors: oneSector },
  },
  sectors: {
    rows: four,
    wants: { 0: each('AAA', 'BBB', 'CCC') },
    settings: tight({ sectorsMax: 2 }),
    feed: {
      sectors: new Map([
        ['AAA', 'one'],
        ['BBB', 'two'],
        ['CCC', 'three'],
      ]),
    },
  },
  positions: {
    rows: four,
    wants: { 0: each('AAA', 'BBB', 'CCC') },
    settings: { limits: { ...backtestDefaults.limits, positionsMax: 2 } },
  },
  buying_power: {
    rows: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`T${at}`, calm()])),
    wants: { 0: Array.from({ length: 21 }, (_, at) => ({ ticker: `T${at}`, weight: 0.049 })) },
    settings: {
      limits: { ...backtestDefaults.limits, exposurePctMax: 2, positionsMax: 100 },
      ...tight({ positionsMax: 100 }),
    },
  },
  day_trades: {
    rows: {
      AAA: [flat(100), [100, 100, 90, 90], ...calm(4)],
      BBB: [flat(100), [100, 100, 90, 90], ...calm(4)],
    },
    wants: { 0: [{ stop: 95 }], 1: [{ ticker: 'BBB' }] },
    settings: { cash: '20000', ...tight({ dayTradesMax: 1, dailyLossPctMax: 1 }) },
  },
  duplicate_order: { wants: { 0: [{ weight: 0.02 }, { weight: 0.02 }] } },
  orders_per_day: {
    rows: four,
    wants: { 0: each('AAA', 'BBB', 'CCC') },
    settings: tight({ ordersPerDayMax: 2 }),
  },
  ticker_orders_per_day: {
    wants: { 0: [{ weight: 0.01 }, { weight: 0.011 }] },
    settings: tight({ tickerOrdersPerDayMax: 1 }),
  },
  exposure_pct: {
    rows: four,
    wants: { 0: each('AAA', 'BBB', 'CCC') },
    settings: { limits: { ...backtestDefaults.limits, exposurePctMax: 0.1 } },
  },
}

describe('an order of a backtest', () => {
  const refusing = Object.entries(cases).filter(([code]) => code !== 'invalid_order')
  test.each(refusing)('is refused by %s, with the numbers', (code, one) => {
    const feed = { ...feedOf(one.rows ?? { AAA: calm() }), ...one.feed }
    const { rejected } = runBacktest(scripted(one.wants), feed, { ...settings, ...one.settings })
    const found = rejected.find((row) => row.code === code)
    expect(found, rejected.map((row) => row.code).join()).toBeDefined()
    expect(found!.found).not.toBeNull()
  })

  test('of nothing is no order, to the same rules', () => {
    const order = {
      ticker: 'AAA',
      side: 'buy' as const,
      quantity: '0',
      referencePrice: '100',
      quote: null,
      sector: '',
      kind: 'entry' as const,
    }
    const session = { date: FROM, closesAt: new Date('2019-01-02T21:00:00Z') }
    const book = bookOf({
      account: openAccount('1000'),
      working: [],
      sectors: undefined,
      breakers: [],
      equity: '1000',
      openingEquity: '1000',
      pace: openPace(),
      dayTrades: 0,
      session,
    })
    const asked = { order, book, limits: installedLimits, now: session.closesAt }
    expect(
      evaluateOrder(rules.risk.current, asked).checks.find(({ passed }) => !passed),
    ).toMatchObject({ name: 'invalid_order' })
  })
})

describe('of the strategy’s limits and the account’s the lesser holds', () => {
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`T${at}`, calm()]))
  const all = Object.keys(many).map((ticker) => ({ ticker, weight: 0.01 }))
  test.each([
    ['the account’s ten', {}, 10],
    ['the account’s three', { positionsMax: 3 }, 3],
    ['the executor’s twenty', { positionsMax: 100 }, 20],
  ])('of positions: %s', (_, limits, most) => {
    const run = runBacktest(scripted({ 0: all }), feedOf(many), { ...settings, ...tight(limits) })
    expect(run.fills).toHaveLength(most)
    expect(run.rejected.map(({ code }) => code)).toEqual(Array(25 - most).fill('positions'))
  })

  test.each([
    ['cut to the account’s 2 %', { positionPctMax: 0.02 }, '20'],
    ['left under the executor’s 5 %', { positionPctMax: 0.5 }, '48'],
  ])('of a position: %s', (_, limits, shares) => {
    const run = runBacktest(scripted({ 0: [{ weight: 0.048 }] }), feedOf({ AAA: calm() }), {
      ...settings,
      ...tight(limits),
    })
    expect(run.fills.map(({ quantity }) => quantity.toFixed())).toEqual([shares])
    expect(run.rejected).toEqual([])
  })

  test('of a position: cut too where shares are found at the open', () => {
    const run = runBacktest(scripted({ 0: [{ weight: 0.048 }] }), feedOf({ AAA: calm() }), {
      ...settings,
      ...tight({ positionPctMax: 0.02 }),
      sizesAtOpen: true,
    })
    expect(run.fills.map(({ quantity }) => quantity.toFixed())).toEqual(['20'])
  })

  test('of a position that is full nothing more is bought', () => {
    const wants = { 0: [{ weight: 0.048 }], 2: [{ weight: 0.049 }] }
    const limits = tight({ positionPctMax: 0.02 })
    const run = runBacktest(scripted(wants), feedOf({ AAA: calm() }), { ...settings, ...limits })
    expect(run.fills).toHaveLength(1)
    expect(run.rejected).toMatchObject([{ code: 'position_pct', limit: '2000' }])
  })
})

test('each check of the live rules can refuse here or is named as one that history cannot answer', () => {
  const at = new Date('2019-01-02T15:00:00Z')
  // All facts there are, so that every check speaks.
  const facts = {
    standing: { mode: 'paper', state: 'active', holds: [] },
    account: {
      status: 'ACTIVE',
      blocked: false,
      cash: '1',
      buyingPower: '1',
      ageSeconds: 0,
      dayTrades: 0,
    },
    cash: '1',
    contradictions: [],
    marksAgeSeconds: 0,
    committed: '0',
    dayTrades: 0,
    purchases: [{ ticker: 'AAA', quantity: '0.5', ageSeconds: 0 }],
    ordersLastSecond: 0,
    ordersToday: 0,
    purchasesToday: {},
    assets: { AAA: { tradable: true, fractionable: true, halted: false, ageSeconds: 0 } },
    moves: { AAA: { from: '1', to: '1' } },
  }
  const book = {
    equity: '10',
    openingEquity: '10',
    holdings: [],
    pending: [],
    ordersLastMinute: 0,
    inSession: true,
    paused: false,
    breakers: [],
    lockouts: [],
    facts,
  }
  const order = { ticker: 'AAA', quantity: '0.5', referencePrice: '1', sector: '' }
  const buy = { ...order, side: 'buy' as const, kind: 'entry' as const }
  const sale = { ...order, side: 'sell' as const, kind: 'exit' as const }
  const quotes = [null, { price: '1', at }]
  const names = new Set<string>(['approval'])
  for (const own of [buy, sale])
    for (const quote of quotes)
      for (const equity of ['10', null]) {
        const asked = {
          order: { ...own, quote },
          book: { ...book, equity },
          limits: installedLimits,
          now: at,
        }
        for (const { name } of evaluateOrder(rules.risk.current, asked).checks) names.add(name)
      }
  expect([...names].sort()).toEqual([...ASKED_CHECKS, ...UNASKED_CHECKS].sort())
})

test('a result names the rules and what could not be asked, of sectors where nobody knows them', () => {
  const none = checksOf(momentum, {}, settings)
  expect(none.rules).toEqual(['backtest-4', 'risk-2'])
  // Of bars of a day no half hour is known, by which one of the breakers goes.
  expect(none.unasked).toEqual(['sector_pct', 'sectors', ...UNASKED_CHECKS, 'volatility'])
  const minutes = { sectors: oneSector, barSeconds: 60 }
  expect(checksOf(momentum, minutes, settings).unasked).toEqual([...UNASKED_CHECKS])
  expect(checksOf(recorded(liveMeans), {}, settings).rules).toEqual([
    'backtest-4',
    'trading-3',
    'risk-2',
  ])
  // One that names its own limits is held to those alone.
  expect(checksOf(buyAndHold, {}, settings).asked).not.toContain('daily_loss')
})

test('limits of a run without a platform are those that an installation begins with', async () => {
  const { sql } = await cloneDatabase()
  expect(await readLimits(sql)).toEqual(installedLimits)
})
