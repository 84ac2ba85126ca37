/** A day of trading to act on: the real engine, adapter, keeper and reading over one database. */

import type { Big } from 'big.js'
import { rules } from '#shared/domain/rules/versions.ts'
import type { OrderState } from '#shared/domain/trading/order-state.ts'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import type { OrderChange } from '#shared/clients/alpaca/change.ts'
import type { OrderRequest } from '#shared/clients/alpaca/client.ts'
import type { Sql } from '#shared/sql/open.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import type { TradingEngine } from '../../../services/trading-engine/round.ts'
import { NOON } from '../../helpers/trading.ts'
import { askBooks, imprint } from './books.ts'
import { askAtPost } from './at-post.ts'
import { openDouble, type Double } from './broker.ts'
import { openDesk, type Desk } from './desk.ts'
import { clearDay, PLACES, setResting } from './stage.ts'

export const GRACE_SECONDS = 60

export type Day = {
  sql: Sql
  broker: Double
  alpaca: Double['alpaca']
  engine: TradingEngine
  desk: Desk
  prices: Map<string, number>
  priceOf: (ticker: string) => string
  state: {
    now: Date
    /** Recommendations made. */
    made: number
    isShared: boolean
    /** Ticker and day of each split. */
    splits: Set<string>
    /** The last reading told of another account. */
    isOtherTold: boolean
    placesMax: number
    /** The last time that the account traded with was read. */
    readAt: Date | null
  }
  /** Rules that were broken. */
  found: Set<string>
  /** Orders as they were last seen. */
  ended: Map<string, { state: OrderState; filled: Big }>
  read(): Promise<void>
  readTwice(): Promise<void>
  /** Does some work; a broker that is away is no fault of whoever asks it. */
  bear(work: () => Promise<unknown>): Promise<void>
}

/** `isResting`: stops rest at the broker from the beginning on. */
export async function openDay(sql: Sql, isResting = false): Promise<Day> {
  await clearDay(sql)
  await setResting(sql, isResting)
  const state: Day['state'] = {
    now: NOON,
    made: 0,
    isShared: false,
    splits: new Set(),
    isOtherTold: false,
    placesMax: PLACES,
    readAt: null,
  }
  const found = new Set<string>()
  const prices = new Map<string, number>()
  const priceOf = (ticker: string) => (prices.get(ticker) ?? 100).toFixed(6)
  const broker = openDouble(() => state.now, priceOf)
  const alpaca = {
    ...broker.alpaca,
    async submitOrder(order: OrderRequest) {
      const at = { ...state, price: priceOf(order.ticker) }
      for (const name of await askAtPost(sql, order, at)) found.add(name)
      return broker.alpaca.submitOrder(order)
    },
    async replaceOrder(brokerOrderId: string, by: OrderChange) {
      const old = broker.orders.find((order) => order.brokerOrderId === brokerOrderId)!
      const { ticker, side, quantity } = old
      const order = { ticker, side, quantity, ...by }
      const at = { ...state, price: priceOf(ticker) }
      for (const name of await askAtPost(sql, order, at)) found.add(name)
      return broker.alpaca.replaceOrder(brokerOrderId, by)
    },
  }
  const handlers = brokerAdapter({
    sql,
    alpaca,
    deployStage: 'chaos',
    rules,
    graceSeconds: GRACE_SECONDS,
  })
  const day: Day = {
    sql,
    broker,
    alpaca,
    engine: { sql, rules, latestTrades: alpaca.latestTrades },
    desk: openDesk(sql, handlers, () => state.now),
    prices,
    priceOf,
    state,
    found,
    ended: new Map(),
    async read() {
      const told = broker.read()
      await sql.begin((tx) => recordBrokerState(tx, told, state.now))
      if (broker.control.accountId !== 'test') return
      state.isOtherTold = false
      state.readAt = state.now
      await askBooks(sql, broker, found)
    },
    async readTwice() {
      const before = await imprint(sql)
      await day.read()
      if ((await imprint(sql)) !== before) found.add('I32')
    },
    async bear(work) {
      try {
        await work()
      } catch (fault) {
        if (!(fault instanceof BrokerError)) throw fault
      }
    },
  }
  await day.read()
  return day
}
