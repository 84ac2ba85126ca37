/** Lists of Alpaca's, page by page, each record by itself: an odd one hides no other. */

import * as v from 'valibot'
import type {
  BrokerActivity,
  BrokerFill,
  BrokerOrder,
  Bust,
} from '../../domain/trading/broker-state.ts'
import type { Reject } from '../../domain/source/found.ts'
import type { AlpacaRequest } from './http.ts'
import { readReply } from './read.ts'
import { ActivityReply } from './activities.ts'
import { FillReply, OrderReply } from './schemas.ts'

const ORDERS_PAGE = 500
const FILLS_PAGE = 100
const PAGES_MAX = 200

export const ListReply = v.array(v.unknown())

const reasons = {
  order: 'unreadable_order',
  position: 'unreadable_position',
  fill: 'unreadable_fill',
  activity: 'unreadable_activity',
  asset: 'unreadable_asset',
} as const

type Send = (request: AlpacaRequest) => Promise<unknown>

/** Those that can be used, in their order; each of the others goes to `odd`. */
export function readEach<const S extends v.GenericSchema>(
  what: keyof typeof reasons,
  schema: S,
  records: readonly unknown[],
  odd?: Reject[],
): v.InferOutput<S>[] {
  return records.flatMap((record) => {
    const result = v.safeParse(schema, record)
    if (result.success) return [result.output]
    odd?.push({
      reason: reasons[what],
      says: v.summarize(result.issues),
      item: Buffer.from(JSON.stringify(record) ?? 'null'),
    })
    return []
  })
}

/** Page by page backwards in time; orders of one instant never fall between pages. */
export async function pageOrders(
  send: Send,
  filter: object,
  odd?: Reject[],
): Promise<BrokerOrder[]> {
  const all = new Map<string, BrokerOrder>()
  let until: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const params = { ...filter, limit: ORDERS_PAGE, direction: 'desc', until }
    const told = await readReply('orders', ListReply, send({ path: '/v2/orders', params }))
    const found = readEach('order', OrderReply, told, odd)
    const before = all.size
    for (const order of found) all.set(order.brokerOrderId, order)
    const last = found.at(-1)
    if (!last || told.length < ORDERS_PAGE || all.size === before) return [...all.values()]
    until = new Date(last.submittedAt.getTime() + 1).toISOString()
  }
  throw new RangeError(`List the broker's orders: more than ${PAGES_MAX} pages`)
}

const Token = v.looseObject({ id: v.pipe(v.string(), v.minLength(1)) })

export async function pageFills(
  send: Send,
  after: Date | null,
  odd?: Reject[],
  busts?: Bust[],
): Promise<BrokerFill[]> {
  const told = await pageHistory(send, '/v2/account/activities/FILL', {}, after)
  return readEach('fill', FillReply, told, odd).flatMap((record) => {
    const { pageToken: _token, takesBack, isBust, ...fill } = record
    if (takesBack !== null) busts?.push({ executionId: takesBack, bustedAt: fill.filledAt })
    return isBust ? [] : [fill]
  })
}

/** All of an account's history but its fills. */
export async function pageActivities(
  send: Send,
  after: Date | null,
  odd?: Reject[],
): Promise<BrokerActivity[]> {
  const filter = { category: 'non_trade_activity' }
  const told = await pageHistory(send, '/v2/account/activities', filter, after)
  return readEach('activity', ActivityReply, told, odd)
}

async function pageHistory(
  send: Send,
  path: string,
  filter: object,
  after: Date | null,
): Promise<unknown[]> {
  const all: unknown[] = []
  const asked = new Set<string>()
  let token: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const params = {
      ...filter,
      after: after?.toISOString(),
      direction: 'asc',
      page_size: FILLS_PAGE,
      page_token: token,
    }
    const told = await readReply('activities', ListReply, send({ path, params }))
    all.push(...told)
    // An odd one has a place in the list all the same; without any the list cannot be gone on with.
    const last = told.findLast((record) => v.is(Token, record)) as { id: string } | undefined
    if (told.length < FILLS_PAGE || last === undefined || asked.has(last.id)) return all
    token = last.id
    asked.add(token)
  }
  // A whole past is what the books open with: what is missing of it they open with as well.
  if (after === null) return all
  throw new RangeError(`List the account's activities: more than ${PAGES_MAX} pages`)
}
