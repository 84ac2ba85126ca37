/** The routes of Alpaca's trading API, version 2. */

import { UUID_PATTERN } from '#shared/contracts/primitives.ts'
import { readInstant } from '#shared/domain/document/text/instant.ts'
import type { Clock } from '#shared/host/clock.ts'
import { wireAccount, wirePosition } from './account.ts'
import { isOpenOrder, type AlpacaBook, type BookOrder } from './book.ts'
import { closedRefusal, readClosing, readReplacement } from './change.ts'
import { BAD_INPUT, isRefusal, readTicket, refuseOrder, type OrderRefusal } from './ticket.ts'
import type { Ticket } from './execution.ts'
import { wireActivities, type Levers } from './levers.ts'
import { findCompany, wireAsset, wireCalendar, wireClock } from './market.ts'
import { assetId, wireActivity, wireOrder } from './wire.ts'
import type { Quotes, World } from '../contents/world.ts'

export type Call = { method: string; path: string; query: URLSearchParams; body: string }
export type Reply = { status: number; body?: unknown }

type Parts = {
  world: World
  quotes: Quotes
  book: AlpacaBook
  clock: Clock
  /** Called after each change, so that the stream tells it. */
  announce: () => void
  levers: Levers
}

const UUID = new RegExp(`^${UUID_PATTERN}$`)

/** Answers one call; the book is brought to the business moment first. */
export function trading(parts: Parts): (call: Call) => Reply {
  const { world, quotes, book, clock, levers } = parts
  return (call) => {
    const now = clock.now()
    book.look(now)
    const [, version, kind, id, more] = call.path.split('/')
    if (version === 'world') return levers.pull(kind, call, now)
    if (version !== 'v2') return missing('endpoint not found.')
    if (kind === 'account' && !id) return ok(wireAccount(book, quotes, now))
    if (kind === 'account' && id === 'activities') return activities(more, call.query, book)
    if (kind === 'clock') return ok(wireClock(now))
    if (kind === 'calendar') return ok(wireCalendar(call.query, now))
    if (kind === 'assets') return assets(world, id)
    if (kind === 'positions') {
      return call.method === 'DELETE' ? close(parts, id, call, now) : positions(parts, id, now)
    }
    if (kind === 'orders:by_client_order_id') {
      return found(book.byClientId(call.query.get('client_order_id') ?? ''))
    }
    if (kind !== 'orders') return missing('endpoint not found.')
    if (!id) return orders(parts, call, now)
    if (!UUID.test(id)) return refuseOrder(422, BAD_INPUT, 'order_id is missing')
    if (call.method === 'DELETE') return cancel(parts, book.byId(id), now)
    if (call.method === 'PATCH') return replace(parts, book.byId(id), call.body, now)
    return found(book.byId(id))
  }
}

function ok(body: unknown): Reply {
  return { status: 200, body }
}

function missing(message: string): Reply {
  return { status: 404, body: { code: 40410000, message } }
}

function found(order: BookOrder | undefined): Reply {
  return order ? ok(wireOrder(order)) : missing('order not found')
}

function orders(parts: Parts, call: Call, now: Date): Reply {
  if (call.method === 'POST') return submit(parts, call.body, now)
  if (call.method === 'GET') return listOrders(parts.book, call.query)
  const open = parts.book.orders().filter(isOpenOrder)
  for (const order of open) cancel(parts, order, now)
  return { status: 207, body: open.map(({ orderId }) => ({ id: orderId, status: 200 })) }
}

function submit({ world, quotes, book, announce }: Parts, text: string, now: Date): Reply {
  const asked = parseObject(text)
  if (!asked) return refuseOrder(400, 40010000, 'request body format is invalid')
  return place(readTicket(asked, { world, quotes, book, now }), announce, (ticket) =>
    book.submit(ticket),
  )
}

/** Answers with the order that was taken, before anything of it is executed. */
function place(
  ticket: Ticket | OrderRefusal,
  announce: () => void,
  take: (ticket: Ticket) => BookOrder,
): Reply {
  if (isRefusal(ticket)) return ticket
  const reply = ok(wireOrder(take(ticket)))
  announce()
  return reply
}

function replace(parts: Parts, order: BookOrder | undefined, text: string, now: Date): Reply {
  if (!order) return missing('order not found')
  const asked = parseObject(text)
  if (!asked) return refuseOrder(400, 40010000, 'request body format is invalid')
  const { world, quotes, book, announce } = parts
  return place(readReplacement(order, asked, { world, quotes, book, now }), announce, (ticket) =>
    book.replace(order, ticket),
  )
}

/** One position, or each of them. */
function close(parts: Parts, symbol: string | undefined, call: Call, now: Date): Reply {
  const { world, quotes, book, announce } = parts
  const closeOne = (held: string) =>
    place(readClosing(held, call.query, { world, quotes, book, now }), announce, (ticket) =>
      book.submit(ticket),
    )
  if (symbol) return closeOne(symbol)
  const closed = book.holdings().map((held) => ({ symbol: held.symbol, ...closeOne(held.symbol) }))
  return { status: 207, body: closed }
}

function cancel({ book, announce, levers }: Parts, order: BookOrder | undefined, now: Date): Reply {
  if (!order) return missing('order not found')
  const refusal = closedRefusal(order)
  if (refusal) return refusal
  book.cancel(order, now, levers.cancelDue(now))
  announce()
  return { status: 204 }
}

function listOrders(book: AlpacaBook, query: URLSearchParams): Reply {
  const status = query.get('status') ?? 'open'
  const limit = Number(query.get('limit') ?? 50)
  const symbols = query.get('symbols')?.split(',').filter(Boolean)
  const after = moment(query.get('after'))
  const until = moment(query.get('until'))
  if (!Number.isInteger(limit) || limit < 1 || limit > 500)
    return refuseOrder(422, BAD_INPUT, 'invalid limit')
  if (!['open', 'closed', 'all'].includes(status))
    return refuseOrder(422, BAD_INPUT, 'invalid status')
  const chosen = book
    .orders()
    .filter((order) => status === 'all' || isOpenOrder(order) === (status === 'open'))
    .filter(({ symbol }) => !symbols?.length || symbols.includes(symbol))
    .filter(({ submittedAt }) => (!after || submittedAt > after) && (!until || submittedAt < until))
  const sorted = query.get('direction') === 'asc' ? chosen : chosen.toReversed()
  return ok(sorted.slice(0, limit).map((order) => wireOrder(order)))
}

function activities(kind: string | undefined, query: URLSearchParams, book: AlpacaBook): Reply {
  const after = moment(query.get('after'))
  const until = moment(query.get('until'))
  const size = Number(query.get('page_size') ?? 100)
  if (!Number.isInteger(size) || size < 1 || size > 100)
    return refuseOrder(422, BAD_INPUT, 'invalid page_size')
  const chosen = told(kind, book)
    .filter(({ at }) => (!after || at > after) && (!until || at < until))
    .sort((a, b) => a.row.id.localeCompare(b.row.id))
  const sorted = query.get('direction') === 'asc' ? chosen : chosen.toReversed()
  const token = query.get('page_token')
  const from = token ? sorted.findIndex(({ row }) => row.id === token) + 1 : 0
  return ok(sorted.slice(from, from + size).map(({ row }) => row))
}

/** Fills where they are asked for by their kind, else what is none. */
function told(kind: string | undefined, book: AlpacaBook): { at: Date; row: { id: string } }[] {
  if (kind !== 'FILL') return wireActivities(book)
  return book.executions().flatMap((fill) => {
    const order = book.byId(fill.orderId)
    return order ? [{ at: fill.at, row: wireActivity(fill, order) }] : []
  })
}

function positions({ book, quotes }: Parts, symbol: string | undefined, now: Date): Reply {
  const holdings = book.holdings()
  if (!symbol) return ok(holdings.map((holding) => wirePosition(holding, book, quotes, now)))
  const holding = holdings.find((one) => one.symbol === symbol || assetId(one.symbol) === symbol)
  return holding ? ok(wirePosition(holding, book, quotes, now)) : missing('position does not exist')
}

function assets(world: World, symbol: string | undefined): Reply {
  if (!symbol) return ok(world.companies.map(wireAsset))
  const company = findCompany(world.companies, symbol)
  return company ? ok(wireAsset(company)) : missing(`asset not found for ${symbol}`)
}

function moment(text: string | null): Date | undefined {
  return readInstant(text ?? '') ?? undefined
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
