/**
 * Alpaca, through the endpoint functions of its SDK and a request function of our own.
 *
 * The SDK's own request ignores base URLs for market data, waits a second before every call and
 * drops status codes, so only its endpoints are used; what it lacks goes the same way.
 */

import { beginning } from '../../domain/document/text/cut.ts'
import * as v from 'valibot'
import type {
  BrokerAccount,
  BrokerFill,
  BrokerOrder,
  BrokerPosition,
} from '../../domain/trading/broker-state.ts'
import { readEnv, readNumber } from '../../host/env.ts'
import { keyedUrl } from '../../host/keyed-address.ts'
import { BrokerError, openAlpacaHttp, type AlpacaRequest, type AlpacaSettings } from './http.ts'
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
}

export type LatestTrade = { price: string; at: Date }

/** Every call throws BrokerError when it does not come to a reply we can use. */
export type Alpaca = {
  account(): Promise<BrokerAccount>
  clock(): Promise<{ at: Date; isOpen: boolean; nextOpenAt: Date; nextCloseAt: Date }>
  /** Sessions of New York dates from..to, both included. */
  calendar(from: string, to: string): Promise<{ date: string; open: string; close: string }[]>
  /** Sends a day order; never sent twice by itself. */
  submitOrder(order: OrderRequest): Promise<BrokerOrder>
  /** The order that carries this id; undefined when the broker has none. */
  orderByClientId(clientOrderId: string): Promise<BrokerOrder | undefined>
  openOrders(): Promise<BrokerOrder[]>
  /** Orders of any status submitted after a moment, or all; newest first. */
  orders(after: Date | null): Promise<BrokerOrder[]>
  positions(): Promise<BrokerPosition[]>
  /** Fills after a moment, or all; oldest first. */
  fills(after: Date | null): Promise<BrokerFill[]>
  /** Tickers the broker does not know are left out. */
  latestTrades(tickers: string[]): Promise<Map<string, LatestTrade>>
}

const ORDERS_PAGE = 500
const FILLS_PAGE = 100
const PAGES_MAX = 200

/** The settings the environment gives; keys go with every request, so both addresses are by TLS. */
function alpacaSettings(): AlpacaSettings {
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
  const context = {
    options: {},
    request: <T>(request: AlpacaRequest) => send(request) as Promise<T>,
  }

  return {
    account: async () => read('account', replies.AccountReply, (await sdk()).getAccount(context)()),
    clock: async () => read('clock', replies.ClockReply, (await sdk()).getClock(context)()),
    calendar: async (start, end) =>
      read('calendar', replies.CalendarReply, (await sdk()).getCalendar(context)({ start, end })),
    submitOrder: async (order) =>
      read('order', replies.OrderReply, (await sdk()).createOrder(context)(wireOrder(order))),
    async orderByClientId(clientOrderId) {
      try {
        const path = '/v2/orders:by_client_order_id'
        return await read(
          'order',
          replies.OrderReply,
          send({ path, params: { client_order_id: clientOrderId } }),
        )
      } catch (fault) {
        if (fault instanceof BrokerError && fault.status === 404) return undefined
        throw fault
      }
    },
    openOrders: () => listOrders(send, { status: 'open' }),
    orders: (after) => listOrders(send, { status: 'all', after: after?.toISOString() }),
    positions: async () =>
      read('positions', replies.PositionsReply, (await sdk()).getPositions(context)()),
    fills: (after) => listFills(send, after),
    async latestTrades(tickers) {
      if (tickers.length === 0) return new Map()
      const params = { symbols: tickers.join(',') }
      return read(
        'latest trades',
        replies.LatestTradesReply,
        send({ path: '/v2/stocks/trades/latest', params, marketData: true }),
      )
    },
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

/** Parses a reply; one that does not fit counts as no reply, since an order may stand behind it. */
async function read<const S extends v.GenericSchema>(
  what: string,
  schema: S,
  reply: Promise<unknown>,
): Promise<v.InferOutput<S>> {
  const body = await reply
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  throw new BrokerError(`Read the broker's ${what}: ${v.summarize(result.issues)}`, {
    status: 200,
    body: beginning(JSON.stringify(body), 2000),
  })
}

function wireOrder(order: OrderRequest) {
  return {
    symbol: order.ticker,
    qty: order.quantity,
    side: order.side,
    type: order.orderType,
    // The one lifetime that fractions of a share may have.
    time_in_force: 'day' as const,
    client_order_id: order.clientOrderId,
    ...(order.limitPrice === null ? {} : { limit_price: order.limitPrice }),
    ...(order.stopPrice === null ? {} : { stop_price: order.stopPrice }),
  }
}

type Send = (request: AlpacaRequest) => Promise<unknown>

/** Page by page backwards in time; orders of one instant never fall between pages. */
async function listOrders(send: Send, filter: object): Promise<BrokerOrder[]> {
  const all = new Map<string, BrokerOrder>()
  let until: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const params = { ...filter, limit: ORDERS_PAGE, direction: 'desc', until }
    const found = await read('orders', replies.OrdersReply, send({ path: '/v2/orders', params }))
    const before = all.size
    for (const order of found) all.set(order.brokerOrderId, order)
    const last = found.at(-1)
    if (!last || found.length < ORDERS_PAGE || all.size === before) return [...all.values()]
    until = new Date(last.submittedAt.getTime() + 1).toISOString()
  }
  throw new RangeError(`List the broker's orders: more than ${PAGES_MAX} pages`)
}

async function listFills(send: Send, after: Date | null): Promise<BrokerFill[]> {
  const all: BrokerFill[] = []
  let token: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const params = {
      after: after?.toISOString(),
      direction: 'asc',
      page_size: FILLS_PAGE,
      page_token: token,
    }
    const path = '/v2/account/activities/FILL'
    const found = await read('fills', replies.FillsReply, send({ path, params }))
    for (const { pageToken, ...fill } of found) {
      all.push(fill)
      token = pageToken
    }
    if (found.length < FILLS_PAGE) return all
  }
  throw new RangeError(`List the broker's fills: more than ${PAGES_MAX} pages`)
}
