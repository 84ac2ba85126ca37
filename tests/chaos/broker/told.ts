/** What the misbehaving broker tells of its book, in the shapes of Alpaca's answers. */

import { Big } from 'big.js'
import type { Random } from '../random.ts'
import { filledOf, statusOf, type MockBook, type MockOrder } from './mock-book.ts'

const CASH = new Big('10000000')

export function wire(order: MockOrder, at: number) {
  const filled = filledOf(order, at)
  const status = statusOf(order, at)
  const last = order.executions.findLast((one) => one.at <= at)
  return {
    id: order.id,
    client_order_id: order.clientId,
    symbol: order.ticker,
    side: order.side,
    qty: order.quantity,
    filled_qty: filled.toFixed(),
    filled_avg_price: filled.gt(0) ? '100' : null,
    limit_price: order.limitPrice,
    status,
    created_at: new Date(order.takenAt).toISOString(),
    submitted_at: new Date(order.takenAt).toISOString(),
    filled_at: status === 'filled' && last ? new Date(last.at).toISOString() : null,
    canceled_at: order.canceledAt <= at ? new Date(order.canceledAt).toISOString() : null,
  }
}

export function listed(book: MockBook, url: URL, at: number) {
  const isOpen = url.searchParams.get('status') === 'open'
  const limit = Number(url.searchParams.get('limit') ?? 50)
  const until = Date.parse(url.searchParams.get('until') ?? '9999-01-01')
  return book
    .seen()
    .filter((order) => order.takenAt < until)
    .filter((order) => !isOpen || !['filled', 'canceled'].includes(statusOf(order, at)))
    .toSorted((a, b) => b.takenAt - a.takenAt)
    .slice(0, limit)
    .map((order) => wire(order, at))
}

/** Fills that are told by now and what was taken back of them, each a page of the whole; some told twice. */
export function activities(book: MockBook, url: URL, at: number, random: Random) {
  const after = Date.parse(url.searchParams.get('after') ?? '1970-01-01')
  const token = url.searchParams.get('page_token')
  const size = Number(url.searchParams.get('page_size') ?? 100)
  const all = book.orders.flatMap((order) =>
    order.executions.flatMap((one) => {
      if (one.at > at || one.toldAt > at || order.seenAt > at) return []
      const base = {
        activity_type: 'FILL',
        order_id: order.id,
        symbol: order.ticker,
        side: order.side,
        qty: one.quantity,
        price: one.price,
      }
      const stamp = (ms: number) => new Date(ms).toISOString().replace(/\D/g, '')
      const told = {
        ...base,
        id: `${stamp(one.at)}::${one.id}`,
        type: 'fill',
        execution_type: 'fill',
        transaction_time: new Date(one.at).toISOString(),
      }
      if (one.bustedAt > at) return [told]
      const bust = {
        ...base,
        id: `${stamp(one.bustedAt)}::bust-${one.id}`,
        type: 'fill',
        execution_type: 'trade_bust',
        previous_execution_id: one.id,
        transaction_time: new Date(one.bustedAt).toISOString(),
      }
      return [told, bust]
    }),
  )
  const sorted = all
    .filter(({ transaction_time: moment }) => Date.parse(moment) > after)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const from = token ? sorted.findIndex(({ id }) => id === token) + 1 : 0
  const page = sorted.slice(from, from + size)
  // A page that is not the last must stay in its order: its end is the next one's beginning.
  return page.length < size && random.next() < 0.5
    ? [...page.toReversed(), ...page.slice(0, 3)]
    : page
}

export function account(book: MockBook, at: number) {
  const spent = book.orders.reduce(
    (sum, order) => sum.plus(filledOf(order, at).times(order.side === 'buy' ? 100 : -100)),
    new Big(0),
  )
  const cash = CASH.minus(spent).toFixed()
  return { id: 'chaos', status: 'ACTIVE', cash, equity: CASH.toFixed(), buying_power: cash }
}

export function positions(book: MockBook, at: number) {
  return [...book.holdings(at)]
    .filter(([, held]) => !held.eq(0))
    .map(([symbol, held]) => ({
      symbol,
      qty: held.toFixed(),
      current_price: '100',
      avg_entry_price: '100',
    }))
}
