/**
 * Alpaca, through the endpoint functions of its SDK and a request function of our own.
 *
 * The SDK's own request ignores base URLs for market data, waits a second before every call and
 * drops status codes, so only its endpoints are used; what it lacks goes the same way.
 */

import { Big } from 'big.js'
import type {
  BrokerAccount,
  BrokerActivity,
  BrokerFill,
  BrokerOrder,
  BrokerPosition,
  Bust,
} from '../../domain/trading/broker-state.ts'
import type { BrokerAsset } from '../../domain/risk/facts.ts'
import type { Reject } from '../../domain/source/found.ts'
import { readEnv, readNumber } from '../../host/env.ts'
import { keyedUrl } from '../../host/keyed-address.ts'
import { BrokerError } from './broker-error.ts'
import { openAlpacaHttp, type AlpacaRequest, type AlpacaSettings } from './http.ts'
import { openChanges, type OrderChanges } from './change.ts'
import { listAssets } from './assets.ts'
import { ListReply, pageActivities, pageFills, pageOrders, readEach } from './lists.ts'
import { latestPrices, type LatestPrices } from './latest.ts'
import { readReply } from './read.ts'
import * as replies from './schemas.ts'

export type OrderRequest = {
  clientOrderId: string
  ticker: string
  side: 'buy' | 'sell'
  /** Decimal text, up to 9 decimals. */
  quantity: string
  orderType: 'market' | 'limit' | 'stop' | 'stop_limit'
  limitPrice: string | null
  stopPrice: string | null
  /** Stands until it is cancelled, not for the day alone: whole shares. */
  protects?: boolean
}

/**
 * Every call throws BrokerError when it does not come to a reply we can use. Of a list, a record that
 * cannot be used costs itself alone: it goes to `odd`, where that is given.
 */
export type Alpaca = LatestPrices &
  OrderChanges & {
    account(): Promise<BrokerAccount>
    clock(): Promise<{ at: Date; isOpen: boolean; nextOpenAt: Date; nextCloseAt: Date }>
    /** Sessions of New York dates from..to, both included. */
    calendar(from: string, to: string): Promise<{ date: string; open: string; close: string }[]>
    /** Sends an order, for the day unless it protects; never sent twice by itself. */
    submitOrder(order: OrderRequest): Promise<BrokerOrder>
    /** The order that carries this id; undefined when the broker has none. */
    orderByClientId(clientOrderId: string): Promise<BrokerOrder | undefined>
    openOrders(odd?: Reject[]): Promise<BrokerOrder[]>
    /** Orders of any status submitted after a moment, or all; newest first. */
    orders(after: Date | null, odd?: Reject[]): Promise<BrokerOrder[]>
    positions(odd?: Reject[]): Promise<BrokerPosition[]>
    /** Every stock that the broker lists as active. */
    assets(odd?: Reject[]): Promise<BrokerAsset[]>
    /** Fills after a moment, or all; oldest first. What was taken back goes to `busts`. */
    fills(after: Date | null, odd?: Reject[], busts?: Bust[]): Promise<BrokerFill[]>
    /** All other activities told after a moment, or all; oldest first. */
    activities(after: Date | null, odd?: Reject[]): Promise<BrokerActivity[]>
  }

/** The settings the environment gives; keys go with every request, so both addresses are by TLS. */
export function alpacaSettings(): AlpacaSettings {
  return {
    baseUrl: keyedUrl('BROKER_BASE_URL', readEnv('BROKER_BASE_URL')),
    dataBaseUrl: keyedUrl('BROKER_DATA_BASE_URL', readEnv('BROKER_DATA_BASE_URL')),
    key: readEnv('BROKER_API_KEY'),
    secret: readEnv('BROKER_API_SECRET'),
    timeoutMs: readNumber('BROKER_TIMEOUT_SECONDS') * 1000,
    requestsPerMinute: readNumber('BROKER_REQUESTS_PER_MINUTE'),
  }
}

/** Opens the client; nothing is loaded or sent before the first call. */
export function openAlpaca(settings: AlpacaSettings = alpacaSettings()): Alpaca {
  const send = openAlpacaHttp(settings)
  const request = <T>(asked: AlpacaRequest) => send(asked) as Promise<T>
  const context = { options: {}, request }

  return {
    account: async () =>
      readReply('account', replies.AccountReply, (await sdk()).getAccount(context)()),
    clock: async () => readReply('clock', replies.ClockReply, (await sdk()).getClock(context)()),
    calendar: async (start, end) =>
      readReply(
        'calendar',
        replies.CalendarReply,
        (await sdk()).getCalendar(context)({ start, end }),
      ),
    submitOrder: async (order) =>
      readReply('order', replies.OrderReply, (await sdk()).createOrder(context)(wireOrder(order))),
    async orderByClientId(clientOrderId) {
      try {
        const path = '/v2/orders:by_client_order_id'
        return await readReply(
          'order',
          replies.OrderReply,
          send({ path, params: { client_order_id: clientOrderId } }),
        )
      } catch (fault) {
        if (fault instanceof BrokerError && fault.isWordOf(404)) return undefined
        throw fault
      }
    },
    ...openChanges(send),
    openOrders: (odd) => pageOrders(send, { status: 'open' }, odd),
    orders: (after, odd) => pageOrders(send, { status: 'all', after: after?.toISOString() }, odd),
    positions: async (odd) => {
      const all = await readReply('positions', ListReply, (await sdk()).getPositions(context)())
      return readEach('position', replies.PositionReply, all, odd)
    },
    assets: (odd) => listAssets(send, odd),
    fills: (after, odd, busts) => pageFills(send, after, odd, busts),
    activities: (after, odd) => pageActivities(send, after, odd),
    ...latestPrices(send),
  }
}

type Sdk = typeof import('@alpacahq/typescript-sdk')
let loading: Promise<Sdk> | undefined

/** Loaded at the first call. The SDK replaces console.debug as it loads; ours is put back. */
function sdk(): Promise<Sdk> {
  const { debug } = console
  loading ??= import('@alpacahq/typescript-sdk').finally(() => {
    console.debug = debug
  })
  return loading
}

function wireOrder(order: OrderRequest) {
  return {
    symbol: order.ticker,
    // Whole shares, and no broker has to look for that behind a point.
    qty: order.protects ? new Big(order.quantity).toFixed() : order.quantity,
    side: order.side,
    type: order.orderType,
    // The day is the one lifetime that fractions of a share may have.
    time_in_force: order.protects ? ('gtc' as const) : ('day' as const),
    client_order_id: order.clientOrderId,
    ...(order.limitPrice === null ? {} : { limit_price: order.limitPrice }),
    ...(order.stopPrice === null ? {} : { stop_price: order.stopPrice }),
  }
}
