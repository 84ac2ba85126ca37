/** Sixteen orders at the adapter's door at once, by the rules in force: together they keep what each keeps (I25). */

import { beforeEach, expect, test } from 'vitest'
import type { OrderRequest } from '#shared/clients/alpaca/client.ts'
import type { BrokerOrder } from '#shared/domain/trading/broker-state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON, allowMany, seedAccount, seedCompany, tellAccount } from '../../helpers/trading.ts'
import { decide, deliverOrder } from './orders.ts'

const ORDERS = 16
const PRICE = '100'
const TICKERS = Array.from({ length: ORDERS }, (_, place) => `T${String.fromCharCode(65 + place)}`)

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = setClock()
const sent: OrderRequest[] = []
const handlers = brokerAdapter({
  sql: own,
  alpaca: {
    latestTrades: async (tickers) =>
      new Map(tickers.map((ticker) => [ticker, { price: PRICE, at: clock.now() }])),
    async submitOrder(order): Promise<BrokerOrder> {
      sent.push(order)
      const { clientOrderId, ticker, side, quantity } = order
      const made = { brokerOrderId: `b-${clientOrderId}`, clientOrderId, ticker, side, quantity }
      const blank = { filledQuantity: '0', filledPriceAvg: null, closedAt: null }
      return { ...made, ...blank, status: 'new', submittedAt: clock.now() }
    },
    orderByClientId: async () => undefined,
    replaceOrder: () => Promise.reject(new Error('nobody changes an order here')),
    cancelOrder: async () => 'taken',
    openOrders: async () => [],
  },
  deployStage: 'sixteen',
  rules,
  graceSeconds: 60,
})

await seedAccount(sql, '10000')
for (const ticker of TICKERS) await seedCompany(sql, ticker, 'Technology')
await allowMany(sql)

let n = 0
beforeEach(async () => {
  n += 1
  sent.length = 0
  clock.set(new Date(NOON.getTime() + n * 60_000))
  await sql`truncate orders, risk_evaluations, trading_decisions, trading_holds cascade`
  await tellAccount(sql, clock.now())
})

const set = (name: string, value: string) =>
  sql`update risk_configs set value = ${value}::text::jsonb where name = ${name}`

/** A limit, how many of sixteen orders of 25 dollars keep it, and what refuses the others. */
const cases: [code: string, limit: string, value: string, kept: number, isOneTicker?: boolean][] = [
  ['positions', 'positions_max', '5', 5],
  ['sector_pct', 'sector_pct_max', '0.01', 4],
  ['orders_per_second', 'orders_per_second_max', '3', 3],
  ['orders_per_minute', 'orders_per_minute_max', '7', 7],
  ['orders_per_day', 'orders_per_day_max', '6', 6],
  ['ticker_orders_per_day', 'ticker_orders_per_day_max', '2', 2, true],
  ['position_value', 'position_value_max', '"80"', 3, true],
  ['position_pct', 'position_pct_max', '0.006', 2, true],
  ['duplicate_order', 'duplicate_seconds', '60', 1, true],
]

test.each(cases)(
  '%s: no more leave than the limit lets',
  async (code, limit, value, kept, isOne) => {
    expect(rules.risk.current.name).toBe('risk-2')
    const [{ old } = { old: '' }] = await sql<{ old: string }[]>`
    select value::text as old from risk_configs where name = ${limit}`
    const decided = []
    for (const [place, ticker] of TICKERS.entries()) {
      const name = `sixteen ${n} ${place}`
      const wanted = { name, ticker: isOne ? 'TA' : ticker, price: PRICE, quantity: '0.25' }
      decided.push(await decide(sql, clock.now(), wanted))
    }
    await set('positions_max', '16')
    await set(limit, value)
    await Promise.all(
      decided.map(({ job, decisionId }) =>
        deliverOrder(own, clock, handlers, job, deriveId('job', decisionId)),
      ),
    )
    await set(limit, old)
    expect(sent).toHaveLength(kept)
    const codes = await sql<{ code: string; orders: number }[]>`
    select code, count(*)::int as orders from risk_evaluations group by code order by code`
    expect([...codes]).toEqual(
      [
        { code, orders: ORDERS - kept },
        { code: 'passed', orders: kept },
      ].toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    )
  },
)
