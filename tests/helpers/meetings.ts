/**
 * Everybody who writes to the books at once: a round, a reading, the adapter, the keeper, a wish to
 * cancel, a person who approves. Counts what the database tore out.
 */

import type { BrokerOrder } from '#shared/domain/trading/broker-state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { askCancel } from '#shared/queue/orders/cancel.ts'
import type { Sql } from '#shared/sql/open.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { brokerAdapter } from '../../functions/broker-adapter/handler.ts'
import { keepOrders } from '../../services/trading-engine/keeper.ts'
import { runTradingRound, type TradingEngine } from '../../services/trading-engine/round.ts'
import { decide, deliverOrder } from '../functions/broker-adapter/orders.ts'
import { NOON, seedAccount, seedFill } from './trading.ts'

const TICKERS = Array.from({ length: 8 }, (_, place) => `T${place}`)
const WAITS = ['40P01', '55P03', '40001']

export type Meetings = {
  /** All meet once more; what of it a lock tore out. */
  meet(): Promise<string[]>
}

/** `own` is how the product comes to the database. */
export async function openMeetings(sql: Sql, own: Sql): Promise<Meetings> {
  await seedAccount(sql, '10000')
  for (const ticker of TICKERS)
    await seedFill(sql, { id: `in-${ticker}`, ticker, side: 'buy', quantity: '9', price: '100' })
  const broker = openBroker()
  const deps = { sql: own, alpaca: broker, deployStage: 'meet', rules, graceSeconds: 60 }
  const handlers = brokerAdapter(deps as never)
  let met = 0
  return {
    async meet() {
      met += 1
      const now = new Date(NOON.getTime() + met * 20_000)
      broker.set(now)
      const ticker = TICKERS[met % TICKERS.length]!
      const clock = { mode: 'stepped', speed: 1, now: () => now } as const
      const side = met % 3 === 0 ? 'sell' : 'buy'
      const made = await decide(sql, now, {
        name: `meet-${met}`,
        ticker,
        side,
        quantity: '0.01',
        price: '100',
      })
      const waiting = await sql<{ orderId: string }[]>`
        select order_id from orders where state in ('intent', 'submitted') order by seq desc limit 1`
      const faults: string[] = []
      const note = (who: string) => (fault: Error & { code?: string }) => {
        if (WAITS.includes(fault.code ?? '')) faults.push(`${who}: ${fault.message}`)
        else throw fault
      }
      await Promise.all([
        runTradingRound(engineAt(own, now), now).catch(note('round')),
        own.begin((tx) => recordBrokerState(tx, broker.state(), now)).catch(note('reading')),
        deliverOrder(own, clock, handlers, made.job, deriveId('meet', met)).then((outcome) => {
          const { fault } = outcome as { fault?: Error & { code?: string } }
          if (fault) note('adapter')(fault)
        }),
        keepOrders({ sql: own, broker, graceSeconds: 60 }, now).catch(note('keeper')),
        ...waiting.map(({ orderId }) =>
          own.begin((tx) => askCancel(tx, orderId, 'ann', 'by_hand', now)).catch(note('cancel')),
        ),
        approve(own, made.decisionId, now).catch(note('approval')),
      ])
      return faults
    },
  }
}

function engineAt(sql: Sql, now: Date): TradingEngine {
  const prices = async (tickers: string[]) =>
    new Map(tickers.map((ticker) => [ticker, { price: '101', at: now }]))
  return { sql, rules, latestTrades: prices } as TradingEngine
}

/** A person agrees to an order, as the page has it written. */
function approve(own: Sql, decisionId: string, now: Date): Promise<unknown> {
  return own.begin(async (tx) => {
    await tx`update approval_requests set status = 'approved', reviewed_by = 'ann', reviewed_at = ${now}
      where decision_id = ${decisionId} and status = 'pending'`
    await tx`insert into audit_events (at, business_at, actor_kind, actor, action, entity_type, entity_id, detail)
      select ${now}, ${now}, 'service', 'test', 'approved', 'trading_decision', ${decisionId}, '{}' where false`
  })
}

/** A broker in memory that takes all and fills half of it at the next reading. */
function openBroker() {
  const orders = new Map<string, BrokerOrder>()
  let now = NOON
  return {
    set: (at: Date) => void (now = at),
    latestTrades: async (tickers: string[]) =>
      new Map(tickers.map((ticker) => [ticker, { price: '100', at: now }])),
    async submitOrder(asked: {
      clientOrderId: string
      ticker: string
      side: 'buy' | 'sell'
      quantity: string
    }) {
      const order: BrokerOrder = {
        ...asked,
        brokerOrderId: `b-${asked.clientOrderId}`,
        filledQuantity: '0',
        filledPriceAvg: null,
        status: 'new',
        submittedAt: now,
        closedAt: null,
      }
      orders.set(asked.clientOrderId, order)
      return order
    },
    orderByClientId: async (id: string) => orders.get(id),
    openOrders: async () => [...orders.values()].filter(({ status }) => status === 'new'),
    async cancelOrder(id: string) {
      const order = [...orders.values()].find(({ brokerOrderId }) => brokerOrderId === id)
      if (!order) return 'not_found' as const
      if (order.status !== 'new') return 'too_late' as const
      orders.set(order.clientOrderId, { ...order, status: 'canceled', closedAt: now })
      return 'taken' as const
    },
    state() {
      const due = [...orders.values()].filter(({ status }) => status === 'new').slice(0, 2)
      for (const order of due)
        orders.set(order.clientOrderId, {
          ...order,
          status: 'filled',
          filledQuantity: order.quantity!,
          filledPriceAvg: '100',
          closedAt: now,
        })
      return {
        account: { accountId: 'test', status: 'ACTIVE', cash: '1', equity: '1', buyingPower: '1' },
        orders: [...orders.values()].slice(-20),
        positions: TICKERS.toReversed().map((ticker) => ({ ticker, quantity: '9', price: '102' })),
        fills: due.map((order) => ({
          executionId: `f-${order.clientOrderId}`,
          brokerOrderId: order.brokerOrderId,
          ticker: order.ticker,
          side: order.side,
          quantity: order.quantity!,
          price: '100',
          filledAt: now,
        })),
      }
    },
  }
}
