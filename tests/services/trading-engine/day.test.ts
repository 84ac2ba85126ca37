/** What a day is measured from, and what an account that moves by itself does to a round. */

import { beforeEach, expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { readDayPnl } from '#shared/sql/trading/day-pnl.ts'
import { runTradingRound, type TradingEngine } from '../../../services/trading-engine/round.ts'
import { readMoney } from '../../../services/query-api/overview/money.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import {
  NOON,
  seedAccount,
  seedBars,
  seedCompany,
  seedFill,
  seedRecommendation,
  seedSettings,
} from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const prices = new Map<string, { price: string; at: Date | undefined }>()
let now = NOON
const engine: TradingEngine = {
  sql: as('stonks_trading'),
  rules,
  latestTrades: async (tickers) =>
    new Map(
      tickers.flatMap((ticker) => {
        const known = prices.get(ticker)
        return known ? [[ticker, { price: known.price, at: known.at ?? now }] as const] : []
      }),
    ),
}
const at = (text: string) => new Date(text)
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)
const set = (ticker: string, price: string, tradedAt?: Date) =>
  prices.set(ticker, { price, at: tradedAt })
const run = (moment: Date) => {
  now = moment
  return runTradingRound(engine, moment)
}
const codes = async () =>
  (await sql<{ code: string }[]>`select code from trading_decisions order by seq`).map(
    ({ code }) => code,
  )
const breakers = async () =>
  (await sql<{ breaker: string }[]>`select breaker from circuit_breaker_events order by 1`).map(
    ({ breaker }) => breaker,
  )

async function begin(deposit: string): Promise<void> {
  await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions,
    portfolio_snapshots, daily_risk_snapshots, circuit_breaker_events, position_stop_levels,
    broker_accounts, companies, market_snapshots, reserve_pool_ledger, orders, risk_evaluations,
    risk_tier_history, trading_holds, trading_mode cascade`
  await sql`insert into trading_mode (mode) values ('paper')`
  await seedSettings(sql, { enabled: true })
  prices.clear()
  await seedAccount(sql, deposit)
  for (const [ticker, step] of [
    ['AAA', 1],
    ['BBB', 2.3],
  ] as const) {
    await seedCompany(sql, ticker, ticker)
    const wave = Array.from({ length: 61 }, (_, day) => 100 * (1 + 0.02 * Math.sin(day * step)))
    await seedBars(sql, ticker, wave)
    set(ticker, '100')
  }
}

async function holdOvernight(): Promise<void> {
  await seedFill(sql, {
    id: 'b',
    ticker: 'AAA',
    side: 'buy',
    quantity: '9',
    price: '100',
    at: NOON,
  })
  await run(at('2024-06-03T19:59:00Z'))
}
const dayPnl = async () => [
  Number((await readMoney(sql))?.dayPnl),
  Number((await readDayPnl(sql, now))?.pnl),
]

beforeEach(() => begin('1000'))

test('a gap over night is a loss of the day, whichever comes first, the trade or the round', async () => {
  await holdOvernight()
  set('AAA', '93')
  await run(at('2024-06-04T13:30:30Z'))
  expect(await dayPnl()).toEqual([-63, -63])

  await begin('1000')
  await holdOvernight()
  set('AAA', '100', at('2024-06-03T19:59:59Z'))
  await run(at('2024-06-04T13:30:00Z'))
  set('AAA', '93')
  await run(at('2024-06-04T13:31:00Z'))
  expect(await dayPnl()).toEqual([-63, -63])
})

test('an engine that was down until two remembers the morning', async () => {
  await holdOvernight()
  set('AAA', '93')
  await run(at('2024-06-04T18:00:00Z'))
  expect(await breakers()).toContain('daily_loss')
})

test('a fill before the open leaves the day its first round', async () => {
  await sql`
    insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
      unrealised_pnl, active_pool, open_positions)
    values ('2024-05-31T15:00:00Z', '2024-05-31', 2000, 0, 2000, 0, 0, 2000, 0)`
  await seedFill(sql, {
    id: 'late',
    ticker: 'AAA',
    side: 'buy',
    quantity: '1',
    price: '100',
    at: at('2024-06-04T12:00:00Z'),
  })
  for (const moment of ['12:01', '13:30', '13:31']) await run(at(`2024-06-04T${moment}:00Z`))
  expect(await sql`select from risk_tier_history`).toHaveLength(1)
})

test('a close is kept as it was, with the last trade of the session', async () => {
  await holdOvernight()
  set('AAA', '95', at('2024-06-03T19:59:58Z'))
  await run(at('2024-06-03T20:03:00Z'))
  await run(at('2024-06-03T20:04:00Z'))
  const closed = await sql`
    select equity::float, session_date::text from portfolio_snapshots order by taken_at desc limit 2`
  expect(closed).toEqual([
    { equity: 955, sessionDate: '2024-06-03' },
    { equity: 1000, sessionDate: '2024-06-03' },
  ])
  set('AAA', '96')
  await run(at('2024-06-04T13:31:00Z'))
  expect(await dayPnl()).toEqual([9, 9])
})

/** A reading of the account in which AAA is held. */
const told = (moment: Date, cash: string, quantity: string, price: string) =>
  sql.begin(async (tx) => {
    // The account of the helper stays newly read for years.
    await tx`update broker_accounts set synced_at = least(synced_at, ${moment})`
    return recordBrokerState(
      tx,
      {
        account: { accountId: 'test', status: 'ACTIVE', cash, equity: '1000', buyingPower: cash },
        orders: [],
        fills: [],
        positions: [{ ticker: 'AAA', quantity, price }],
      },
      moment,
    )
  })

test('what is paid in is no profit, what is taken out no loss, of the day and of the highest', async () => {
  await holdOvernight()
  const morning = at('2024-06-04T13:31:00Z')
  await run(morning)
  await told(at('2024-06-04T13:32:00Z'), '5100', '9', '100')
  await run(at('2024-06-04T13:33:00Z'))
  expect(await dayPnl()).toEqual([0, 0])
  await told(at('2024-06-04T13:34:00Z'), '20', '9', '100')
  await run(at('2024-06-04T13:35:00Z'))
  expect(await dayPnl()).toEqual([0, 0])
  expect(await breakers()).toEqual([])
  const [newest] = await sql`
    select cash::float, equity::float, highest_equity::float from portfolio_snapshots
    order by taken_at desc limit 1`
  expect(newest).toEqual({ cash: 20, equity: 920, highestEquity: 920 })
})

test('a split over night is no loss: nothing is sold, and nothing trips', async () => {
  await seedRecommendation(sql, { ticker: 'AAA' })
  await run(NOON)
  const [job] = await sql<{ quantity: string; key: string }[]>`
    select payload ->> 'quantity' as quantity, payload ->> 'idempotency_key' as key from jobs
    where list = 'broker_orders'`
  const { quantity, key } = job!
  await seedFill(sql, { id: key, ticker: 'AAA', side: 'buy', quantity, price: '100' })
  await sql`update jobs set state = 'done', settled_at = now()`
  await run(later(1))
  const next = at('2024-06-04T13:35:00Z')
  set('AAA', '25')
  const rest = 1000 - Number(quantity) * 100
  await told(next, String(rest), String(Number(quantity) * 4), '25')
  await run(next)
  expect(await codes()).toEqual(['entry'])
  expect(await breakers()).toEqual([])
  const [newest] = await sql`
    select equity::float from portfolio_snapshots order by taken_at desc limit 1`
  expect(newest).toEqual({ equity: 1000 })
})

test('a ticker of which more was sold than bought ends the exits of no other', async () => {
  await seedFill(sql, { id: 'a', ticker: 'AAA', side: 'buy', quantity: '1', price: '100' })
  await run(later(1))
  await seedFill(sql, {
    id: deriveId('gift'),
    ticker: 'GIFT',
    side: 'sell',
    quantity: '3',
    price: '10',
    at: later(1),
  })
  set('AAA', '60')
  for (const minute of [2, 3, 4, 5, 6]) await run(later(minute))
  expect(await codes()).toEqual(['stop_loss'])
})
