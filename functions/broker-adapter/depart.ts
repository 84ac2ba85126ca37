/**
 * Lets one order leave: judged as things stand now, and noted as put to the broker before it is.
 *
 * All of it is one transaction, so that a breaker, a wish to cancel or the keeper come either before
 * it, and are seen, or after it, and find an order that may be at the broker.
 */

import type { LatestTrade } from '#shared/clients/alpaca/latest.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import { readClosedLimits, readLimits } from '#shared/sql/risk/limits.ts'
import {
  endUnsent,
  notePost,
  readLivingOrder,
  type LivingOrder,
} from '#shared/sql/trading/order-life.ts'
import { readDeparture } from '#shared/sql/trading/departure.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { judgeLeaving } from './leave.ts'
import { readReplaced, type Replaceable } from './replace.ts'

/** `posted`: put it to the broker now. `ended`: it may not leave. `waits`: it leaves at the next open. */
export type Departure =
  | { kind: 'posted'; order: LivingOrder; old: Replaceable | undefined }
  | { kind: 'ended'; code: string }
  | { kind: 'waits' }
  /** Another has it in hand. */
  | { kind: 'gone' }

/** Judges an order that is not at the broker, and notes that it is put to it, or why it ends. */
export function depart(
  sql: Sql,
  orderId: string,
  quote: LatestTrade | null,
  now: Date,
): Promise<Departure> {
  return sql.begin(async (tx): Promise<Departure> => {
    const order = await readLivingOrder(tx, orderId, { lock: true })
    if (!order || order.state !== 'intent' || order.mayBeSent) return { kind: 'gone' }
    const { replacesOrderId } = order
    const old = replacesOrderId === null ? undefined : await readReplaced(tx, replacesOrderId)
    const kept =
      replacesOrderId !== null && !old
        ? gone
        : judgeLeaving(await sceneOf(tx, order, quote, now), now)
    if (!kept) {
      const isNoted = await notePost(tx, orderId, now)
      const posted = isNoted ? await readLivingOrder(tx, orderId) : undefined
      return posted ? { kind: 'posted', order: posted, old } : { kind: 'gone' }
    }
    const { code, to, found, limit } = kept
    if (to === 'waits') return { kind: 'waits' }
    const { posts } = order
    const handovers = await endUnsent(
      tx,
      { orderId, posts, to, code, detail: { found, limit } },
      now,
    )
    await enqueue(tx, handovers ?? [], { key: `broker-adapter:order:${orderId}`, now })
    return { kind: 'ended', code }
  })
}

/** What it was to take the place of is not open any more. */
const gone = { code: 'replaced_gone', to: 'canceled', found: 'ended', limit: 'open' } as const

async function sceneOf(tx: Tx, order: LivingOrder, quote: LatestTrade | null, now: Date) {
  const [departure, standing, breakers, limits] = await Promise.all([
    readDeparture(tx, order.orderId),
    readStanding(tx, now),
    readOpenBreakers(tx, now),
    order.side === 'sell' ? readClosedLimits(tx) : readLimits(tx),
  ])
  const { ticker, side, quantity, cancelAskedAt } = order
  const { referencePrice, held, decidedAt, recommendedAt } = departure
  return {
    order: { ticker, side, quantity, referencePrice, isCancelAsked: cancelAskedAt !== null },
    held,
    decidedAt,
    recommendedAt,
    quote,
    standing,
    breakers,
    limits,
  }
}
