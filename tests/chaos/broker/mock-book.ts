/** The orders of a broker that misbehaves by rule: what it took, when each is seen, how each fills. */

import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Random } from '../random.ts'
import { LATE_SECONDS_MAX, type Mode } from './modes.ts'

export type Execution = {
  id: string
  quantity: string
  price: string
  at: number
  /** When the broker's list of activities begins to tell of it. */
  toldAt: number
  /** When the exchange takes it back; never, where it stands. */
  bustedAt: number
}

export type MockOrder = {
  id: string
  clientId: string
  ticker: string
  side: 'buy' | 'sell'
  quantity: string
  limitPrice: string | null
  takenAt: number
  /** When a look-up begins to find it. */
  seenAt: number
  /** Until when it says a word nobody knows. */
  oddUntil: number
  canceledAt: number
  executions: Execution[]
}

export type Asked = Pick<MockOrder, 'clientId' | 'ticker' | 'side' | 'quantity' | 'limitPrice'>

const NEVER = Number.POSITIVE_INFINITY

export type MockBook = ReturnType<typeof openBook>

/** A book on the business clock `now`, in milliseconds. */
export function openBook(mode: Mode, random: Random, now: () => number) {
  const orders: MockOrder[] = []
  const later = (seconds: number) => now() + random.next() * seconds * 1000
  const known = (clientId: string) => orders.filter((order) => order.clientId === clientId)
  const seen = () => orders.filter(({ seenAt }) => seenAt <= now())
  return {
    orders,
    known,
    seen,
    /** Undefined where the id is taken and the mode minds it. */
    take(asked: Asked, isLate: boolean): MockOrder | undefined {
      if (mode === 'uniq' && known(asked.clientId).length > 0) return undefined
      const takenAt = isLate ? later(LATE_SECONDS_MAX) : now()
      const seenAt = mode === 'stale_lookup' ? later(LATE_SECONDS_MAX) : takenAt
      const order: MockOrder = {
        ...asked,
        id: randomUUID(),
        takenAt,
        seenAt: Math.max(takenAt, seenAt),
        oddUntil: mode === 'unknown_status' && random.next() < 0.5 ? takenAt + 60_000 : 0,
        canceledAt: NEVER,
        executions: [],
      }
      fill(order, mode, random)
      orders.push(order)
      return order
    },
    cancel(order: MockOrder): 'taken' | 'too_late' {
      if (statusOf(order, now()) !== 'new' && statusOf(order, now()) !== 'partially_filled')
        return 'too_late'
      order.canceledAt = now()
      order.executions = order.executions.filter(({ at }) => at <= now())
      return 'taken'
    },
    /** Shares that stand at the end, by ticker. */
    holdings(at: number): Map<string, Big> {
      const held = new Map<string, Big>()
      for (const order of orders) {
        const sign = order.side === 'buy' ? 1 : -1
        const before = held.get(order.ticker) ?? new Big(0)
        held.set(order.ticker, before.plus(filledOf(order, at).times(sign)))
      }
      return held
    },
  }
}

/** One to three parts over the next seconds; some are told late, some are taken back. */
function fill(order: MockOrder, mode: Mode, random: Random): void {
  const parts = random.between(1, 3)
  const share = new Big(order.quantity).div(parts).round(9, Big.roundDown)
  let left = new Big(order.quantity)
  let at = order.takenAt + random.between(1, 8) * 1000
  for (let part = 1; part <= parts; part++) {
    const quantity = part === parts ? left : share
    left = left.minus(quantity)
    const isLate = mode === 'fills_out_of_order' && random.next() < 0.5
    order.executions.push({
      id: randomUUID(),
      quantity: quantity.toFixed(),
      price: '100',
      at,
      toldAt: isLate ? at + random.between(10, 90) * 1000 : at,
      bustedAt:
        mode === 'trade_bust' && random.next() < 0.15 ? at + random.between(20, 60) * 1000 : NEVER,
    })
    at += random.between(1, 15) * 1000
  }
}

/** Shares filled of an order, less what was taken back. */
export function filledOf(order: MockOrder, at: number): Big {
  return order.executions
    .filter((one) => one.at <= at && one.bustedAt > at)
    .reduce((sum, { quantity }) => sum.plus(quantity), new Big(0))
}

export function statusOf(order: MockOrder, at: number): string {
  if (at < order.oddUntil) return 'in_review'
  const done = order.executions.filter((one) => one.at <= at)
  const gross = done.reduce((sum, { quantity }) => sum.plus(quantity), new Big(0))
  if (gross.eq(order.quantity)) return 'filled'
  if (order.canceledAt <= at) return 'canceled'
  return gross.gt(0) ? 'partially_filled' : 'new'
}
