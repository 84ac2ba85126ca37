import { beforeEach, describe, expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { nextSession } from '#shared/domain/market/calendar.ts'
import { deriveId } from '#shared/host/ids.ts'
import { liftHold, setHold } from '#shared/sql/trading/standing.ts'
import { openBreaker } from '#shared/sql/risk/breakers.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { runTradingRound, type TradingEngine } from '../../../services/trading-engine/round.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import {
  NOON,
  seedAccount,
  seedBars,
  seedCompany,
  seedFill,
  seedRecommendation,
  seedSettings,
  tellAccount,
  restateAccount,
} from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_trading')
const prices = new Map<string, string>()
let asked: string[][] = []
let now = NOON

const engine: TradingEngine = {
  sql: own,
  rules,
  async latestTrades(tickers) {
    asked.push(tickers)
    return new Map(
      tickers.flatMap((ticker) => {
        const price = prices.get(ticker)
        return price ? [[ticker, { price, at: now }] as const] : []
      }),
    )
  },
}

/** Prices that move by a fixed pattern, so that each ticker goes its own way. */
function wave(start: number, step: number): number[] {
  return Array.from({ length: 61 }, (_, day) => start * (1 + 0.02 * Math.sin(day * step)))
}

const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)
const run = async (at: Date, parts: Partial<TradingEngine> = {}) => {
  now = at
  await tellAccount(sql, at)
  return runTradingRound({ ...engine, ...parts }, at)
}
const decisions = (ticker: string) => sql<
  { kind: string; action: string; code: string; quantity: string | null }[]
>`
  select kind, action, code, quantity from trading_decisions where ticker = ${ticker} order by seq
`
const hold = (code: string, state: 'reducing' | 'halted') =>
  sql.begin((tx) => setHold(tx, { code, state, says: 'for the test', by: 'test' }, NOON))
async function restoreStanding(): Promise<void> {
  await seedSettings(sql, { enabled: true })
  await sql`truncate trading_holds, trading_mode`
  await sql`insert into trading_mode (mode) values ('paper')`
  await sql`insert into pipeline_control (enabled) values (true)
    on conflict (only_row) do update set enabled = true`
}
const openManual = () =>
  openBreaker(
    sql,
    { breaker: 'manual', ticker: null, closesAt: null, numbers: {} },
    later(1),
    'test',
  )
const jobs = () => sql<{ ticker: string; side: string; quantity: number; key: string }[]>`
  select payload ->> 'ticker' as ticker, payload ->> 'side' as side,
    (payload ->> 'quantity')::float8 as quantity, payload ->> 'idempotency_key' as key
  from jobs where list = 'broker_orders' order by seq
`
/** What the adapter and the broker make of a decision, in short. */
async function fill(ticker: string, price: string, at: Date): Promise<void> {
  const waiting = (await jobs()).filter((job) => job.ticker === ticker)
  for (const job of waiting) {
    await seedFill(sql, {
      id: job.key,
      ticker,
      side: job.side as 'buy' | 'sell',
      quantity: String(job.quantity),
      price,
      at,
    })
    await sql`
      insert into positions (ticker, quantity, entry_price_avg, mark_price, marked_at, opened_at)
      values (${ticker}, ${String(job.quantity)}, ${price}, ${price}, ${at}, ${at})
      on conflict (account_id, ticker) do nothing
    `
    await sql`update jobs set state = 'done', settled_at = now() where payload ->> 'idempotency_key' = ${job.key}`
  }
}

beforeEach(async () => {
  await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions,
    portfolio_snapshots, daily_risk_snapshots, circuit_breaker_events, position_stop_levels,
    broker_accounts, companies, market_snapshots, reserve_pool_ledger, orders, risk_evaluations,
    risk_tier_history cascade`
  await sql`update trading_engine_config set risk_tier = 'moderate'`
  await restoreStanding()
  prices.clear()
  asked = []
  await seedAccount(sql, '10000')
  for (const [ticker, sector, step] of [
    ['AAA', 'Technology', 1],
    ['BBB', 'Energy', 2.3],
  ] as const) {
    await seedCompany(sql, ticker, sector)
    await seedBars(sql, ticker, wave(100, step))
    prices.set(ticker, '100.000000')
  }
})

describe('a round', () => {
  test('turns a recommendation into one decision and one order, however often it runs', async () => {
    const recommendationId = await seedRecommendation(sql, { ticker: 'AAA' })
    for (const minute of [0, 0, 1]) await run(later(minute))
    expect(await decisions('AAA')).toEqual([
      { kind: 'entry', action: 'act', code: 'entry', quantity: '0.500000000' },
    ])
    expect(await jobs()).toEqual([
      {
        ticker: 'AAA',
        side: 'buy',
        quantity: 0.5,
        key: deriveId('decision', recommendationId, 'entry'),
      },
    ])
  })

  test('buys nothing whose price opened as if it were split, until that is explained', async () => {
    await sql`insert into split_suspicions (ticker, session_date, previous_close, open, flagged_at)
      values ('AAA', '2024-05-31', 100, 5, '2024-05-31T22:00:00Z')`
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    expect(await decisions('AAA')).toMatchObject([{ action: 'skip', code: 'split_suspected' }])
    await sql`truncate split_suspicions`
    await run(later(1))
    expect(await decisions('AAA')).toMatchObject([{ action: 'act', code: 'entry' }])
  })

  test.each([
    ['20:1', '1', '20', '5.000000'],
    ['reverse 1:10', '10', '1', '1000.000000'],
  ])(
    'carries levels across a split (%s) that is told before the price',
    async (_, from, to, price) => {
      await seedRecommendation(sql, { ticker: 'AAA' })
      await run(NOON)
      await fill('AAA', '100', NOON)
      await run(later(1))
      const levels = async () => {
        const [row] = await sql<{ stopPrice: string; target2: string }[]>`
        select stop_price, target_2 from position_stop_levels`
        return row!
      }
      const placed = await levels()
      const next = nextSession(NOON)
      await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
      values (gen_random_uuid(), 'AAA', 'split', ${next.date}, ${from}, ${to}, ${NOON})`
      prices.set('AAA', price)
      const minute = (count: number) => new Date(next.opensAt.getTime() + (30 + count) * 60_000)
      for (const at of [minute(0), minute(1)]) await run(at)
      expect((await decisions('AAA')).filter(({ kind }) => kind === 'exit')).toEqual([])
      const carried = await levels()
      const factor = Number(from) / Number(to)
      expect(Number(carried.stopPrice)).toBeCloseTo(Number(placed.stopPrice) * factor, 4)
      expect(Number(carried.target2)).toBeCloseTo(Number(placed.target2) * factor, 4)
      await sql`truncate corporate_actions`
      prices.set('AAA', carried.stopPrice)
      await run(minute(2))
      const ended = (await decisions('AAA')).filter(({ kind }) => kind === 'exit')
      expect(ended).toMatchObject([{ code: 'stop_loss' }])
    },
  )

  test('stores each gate, size and risk check with its numbers', async () => {
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    const [row] = await sql<
      { checks: { name: string }[]; sizing: { steps: { name: string; value: string }[] } }[]
    >`
      select checks, sizing from trading_decisions
    `
    expect(row?.checks.map(({ name }) => name)).toEqual([
      'circuit_breaker',
      'trading_window',
      'confidence_below_tier',
      'windows_to_buy',
      'windows_to_sell',
      'outweighed',
      'duplicate',
      'cool_down',
      'entry_refused',
      'declining_book',
      'max_open_positions',
      'standing',
      'invalid_order',
      'circuit_breaker',
      'news_shock',
      'session_closed',
      'order_shares',
      'stale_quote',
      'price_collar',
      'account_status',
      'account_stale',
      'cash_short',
      'holdings_differ',
      'daily_loss',
      'position_pct',
      'position_value',
      'sector_pct',
      'sectors',
      'positions',
      'buying_power',
      'day_trades',
      'orders_per_second',
      'orders_per_minute',
      'orders_per_day',
      'ticker_orders_per_day',
    ])
    expect(row?.sizing.steps.map(({ name, value }) => [name, value])).toEqual([
      ['pct_of_pool', expect.stringMatching(/^727\.27/)],
      ['correlation', expect.any(String)],
      ['sector_headroom', expect.any(String)],
      ['diversification', expect.stringMatching(/^800/)],
      ['earnings', expect.any(String)],
      ['heat', expect.any(String)],
      ['pool_minimum', expect.any(String)],
      ['cap', '50'],
      ...['position_pct', 'position_value', 'sector_pct', 'buying_power', 'order_shares'].map(
        (name) => [name, '50'],
      ),
      ['approval', '50'],
      ['rounding', '50'],
    ])
  })

  test('of two windows of one ticker acts on the more confident one', async () => {
    await seedRecommendation(sql, { ticker: 'AAA', window: '1d', confidence: 0.7 })
    await seedRecommendation(sql, { ticker: 'AAA', window: '7d', confidence: 0.9 })
    await run(NOON)
    expect((await decisions('AAA')).map(({ code }) => code)).toEqual(['entry', 'duplicate'])
    expect(await jobs()).toHaveLength(1)
  })

  test.each([
    ['confidence_below_tier', { confidence: 0.54 }],
    ['no_position', { action: 'sell' as const }],
  ])('skips for good: %s', async (code, change) => {
    await seedRecommendation(sql, { ticker: 'AAA', ...change })
    await run(NOON)
    expect((await decisions('AAA')).map((row) => [row.action, row.code])).toEqual([['skip', code]])
    expect(await jobs()).toEqual([])
  })

  test('looks again at a skip that may pass, and writes nothing while it does not', async () => {
    await seedRecommendation(sql, { ticker: 'AAA' })
    prices.delete('AAA')
    await run(NOON)
    await run(later(1))
    const [skipped] = await sql`select code, decided_at from trading_decisions`
    expect(skipped).toEqual({ code: 'no_quote', decidedAt: NOON })
    prices.set('AAA', '100')
    await run(later(2))
    expect((await decisions('AAA')).map(({ code }) => code)).toEqual(['entry'])
  })

  test('ignores what is too old or only informational', async () => {
    // A Friday at 15:29, half an hour before the close: of its two hours none is left on Monday at 11:00.
    await seedRecommendation(sql, { ticker: 'AAA', generatedAt: new Date('2024-05-31T19:29:59Z') })
    await seedRecommendation(sql, { ticker: 'BBB', mode: 'informational' })
    await run(NOON)
    expect(await sql`select from trading_decisions`).toHaveLength(0)
  })

  test('makes no call and no decision out of session, and says why', async () => {
    const evening = new Date('2024-06-03T23:00:00Z')
    await seedRecommendation(sql, { ticker: 'AAA', generatedAt: new Date('2024-06-03T22:50:00Z') })
    await run(evening)
    await run(evening)
    expect((await decisions('AAA')).map(({ code }) => code)).toEqual(['trading_window'])
    expect(asked).toEqual([])
  })

  test.each([
    ['the pipeline is off', () => sql`update pipeline_control set enabled = false`],
    ['nobody ever set the pipeline', () => sql`delete from pipeline_control`],
    ['the engine is paused', () => hold('paused', 'reducing')],
    ['trading is not enabled', () => seedSettings(sql, { enabled: false })],
    ['the kill switch is on', () => hold('kill_switch', 'halted')],
    ['the mode is disabled', () => sql`update trading_mode set mode = 'disabled'`],
    ['no mode stands', () => sql`delete from trading_mode`],
  ])('only keeps books while %s, and buys again after', async (_, change) => {
    await seedRecommendation(sql, { ticker: 'AAA' })
    await change()
    await run(NOON)
    expect(await sql`select from trading_decisions`).toHaveLength(0)
    expect(await sql`select equity from portfolio_snapshots`).toEqual([{ equity: '10000.000000' }])
    await restoreStanding()
    await run(later(1))
    expect(await jobs()).toHaveLength(1)
  })

  test('enters nothing before the broker account was read', async () => {
    await sql`delete from broker_accounts`
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    expect(await jobs()).toEqual([])
  })
})

describe('a position', () => {
  async function enter(): Promise<void> {
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    await fill('AAA', '100', later(0))
    await run(later(1))
  }

  test('gets its levels from the price paid, and half is sold at the first target, once', async () => {
    await enter()
    const [levels] = await sql<
      { stopPrice: string; target1: string; target2: string; atr: string }[]
    >`
      select stop_price, target_1, target_2, atr from position_stop_levels
    `
    const atr = Number(levels?.atr)
    expect(Number(levels?.stopPrice)).toBeCloseTo(100 - 2 * atr, 5)
    expect(Number(levels?.target1)).toBeCloseTo(100 + 3 * atr, 5)
    prices.set('AAA', String(levels?.target1))
    await run(later(2))
    await run(later(3))
    const exits = (await decisions('AAA')).filter(({ kind }) => kind === 'exit')
    expect(exits).toEqual([
      { kind: 'exit', action: 'act', code: 'target_1', quantity: '0.250000000' },
    ])
  })

  test.each([
    ['the engine is paused', () => hold('paused', 'reducing')],
    ['trading is not enabled', () => seedSettings(sql, { enabled: false })],
    ['the pipeline is off', () => sql`update pipeline_control set enabled = false`],
    ['nobody can tell whether the pipeline is on', () => sql`delete from pipeline_control`],
    ['a breaker is open', openManual],
  ])('is sold at its stop while %s', async (_, change) => {
    await enter()
    await change()
    prices.set('AAA', '90')
    await run(later(2))
    await run(later(3))
    expect((await decisions('AAA')).map(({ code }) => code)).toEqual(['entry', 'stop_loss'])
    expect((await jobs()).at(-1)).toMatchObject({ side: 'sell', quantity: 0.5 })
  })

  test('stands while trading is halted, and is sold once it is released', async () => {
    await enter()
    await hold('kill_switch', 'halted')
    prices.set('AAA', '60')
    await run(later(2))
    expect((await decisions('AAA')).map(({ code }) => code)).toEqual(['entry'])
    await sql.begin((tx) => liftHold(tx, 'kill_switch', later(2)))
    await run(later(3))
    expect((await decisions('AAA')).map(({ code }) => code)).toEqual(['entry', 'stop_loss'])
  })

  test('is closed by a recommendation to sell', async () => {
    await enter()
    const id = await seedRecommendation(sql, {
      ticker: 'AAA',
      window: '1d',
      action: 'sell',
      generatedAt: later(1),
    })
    await run(later(2))
    expect((await jobs()).at(-1)).toMatchObject({
      side: 'sell',
      quantity: 0.5,
      key: deriveId('decision', id, 'exit'),
    })
  })

  test('closed at a profit leaves a fifth of it in the reserve, once', async () => {
    await enter()
    prices.set('AAA', '120')
    await run(later(2))
    const [sale] = (await jobs()).slice(-1)
    await seedFill(sql, {
      id: 'sale',
      ticker: 'AAA',
      side: 'sell',
      quantity: String(sale?.quantity),
      price: '120',
      at: later(2),
    })
    await sql`update jobs set state = 'done', settled_at = now()`
    await run(later(3))
    await run(later(4))
    expect(await sql`select amount, balance_after from reserve_pool_ledger`).toEqual([
      { amount: '2.000000', balanceAfter: '2.000000' },
    ])
    const [last] = await sql`select * from portfolio_snapshots order by taken_at desc limit 1`
    expect(last).toMatchObject({
      cash: '10010.000000',
      positionsValue: '0.000000',
      equity: '10010.000000',
      realisedPnl: '10.000000',
      reserve: '2.000000',
      activePool: '10008.000000',
      openPositions: 0,
    })
    expect(await sql`select from position_stop_levels`).toHaveLength(0)
  })

  test('whose profit an older release shared gives the reserve nothing more', async () => {
    await enter()
    const [bought] = await jobs()
    await seedFill(sql, {
      id: 'sale',
      ticker: 'AAA',
      side: 'sell',
      quantity: String(bought?.quantity),
      price: '120',
      at: later(2),
    })
    await sql.begin(lockBook)
    await sql`insert into reserve_pool_ledger (at, amount, balance_after, trigger_type, closing_execution_id)
      values (${later(2)}, 2, 2, 'siphon', 'sale')`
    await run(later(3))
    expect(await sql`select amount from reserve_pool_ledger`).toHaveLength(1)
    const [last] = await sql`select reserve from portfolio_snapshots order by taken_at desc limit 1`
    expect(last).toEqual({ reserve: '2.000000' })
    expect(await sql`select from ledger_closings`).toHaveLength(0)
  })

  test('far under its price holds back its ticker; a day lost holds back all until the next session', async () => {
    await enter()
    prices.set('AAA', '84')
    await run(later(2))
    const [breaker] = await sql`select breaker, ticker, closes_at from circuit_breaker_events`
    expect(breaker).toEqual({
      breaker: 'single_position',
      ticker: 'AAA',
      closesAt: later(2 + 24 * 60),
    })

    await restateAccount(sql, { openedWith: '100' })
    await sql`update daily_risk_snapshots set opening_equity = '100'`
    await sql`delete from portfolio_snapshots`
    await run(later(3))
    const [day] =
      await sql`select closes_at from circuit_breaker_events where breaker = 'daily_loss'`
    expect(day).toEqual({ closesAt: nextSession(NOON).opensAt })
    await seedRecommendation(sql, { ticker: 'BBB', generatedAt: later(3) })
    await run(later(4))
    expect((await decisions('BBB')).map(({ code }) => code)).toEqual(['circuit_breaker'])
  })
})

describe('the books', () => {
  /** Snapshots each minute from 10:00 New York on, equity swinging by `swing` dollars. */
  async function snapshots(day: string, count: number, swing: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, minute) => {
      const equity = (10_000 + (minute % 2 ? swing : -swing)).toFixed(2)
      return {
        taken_at: new Date(Date.parse(`${day}T14:00:00Z`) + minute * 60_000),
        session_date: day,
        cash: equity,
        positions_value: '0',
        equity,
        realised_pnl: '0',
        unrealised_pnl: '0',
        active_pool: equity,
        open_positions: 1,
      }
    })
    await sql`insert into portfolio_snapshots ${sql(rows)}`
  }

  test.each([
    [3, 0],
    [3.5, 1],
  ])('that move %d times as much as usual trip %i breakers', async (times, trips) => {
    for (const day of ['2024-05-29', '2024-05-30', '2024-05-31']) await snapshots(day, 300, 1)
    await snapshots('2024-06-03', 60, times)
    await seedFill(sql, { id: 'held', ticker: 'AAA', side: 'buy', quantity: '0.1', price: '100' })
    await run(NOON, { latestTrades: async () => new Map() })
    const open = await sql`select breaker, closes_at from circuit_breaker_events`
    expect(open).toEqual(
      Array.from({ length: trips }, () => ({ breaker: 'volatility', closesAt: later(60) })),
    )
  })

  test('after a bad month take the engine one tier down, once a session', async () => {
    await snapshots('2024-05-31', 1, -2000)
    await run(NOON)
    await run(later(1))
    expect(await sql`select from_tier, to_tier, reason from risk_tier_history`).toEqual([
      { fromTier: 'moderate', toTier: 'conservative', reason: 'poor_results' },
    ])
    expect(await sql`select risk_tier from trading_engine_config`).toEqual([
      { riskTier: 'conservative' },
    ])
  })

  test('at 40 % under their highest sell everything, and stay locked', async () => {
    await snapshots('2024-05-31', 1, -9000)
    await seedFill(sql, { id: 'held', ticker: 'AAA', side: 'buy', quantity: '0.1', price: '100' })
    await run(NOON)
    expect((await decisions('AAA')).map(({ code }) => code)).toEqual(['emergency'])
    await seedRecommendation(sql, { ticker: 'BBB', generatedAt: later(1) })
    await run(new Date('2024-06-03T15:30:00Z'))
    expect((await decisions('BBB')).map(({ code }) => code)).toEqual(['circuit_breaker'])
  })
})
