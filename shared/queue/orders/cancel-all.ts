/** Asks that every open order but stops be taken back, one after the other: what holds one up holds up itself alone. */

import { enqueue } from '../record/jobs.ts'
import type { Sql } from '../../sql/open.ts'
import { ofAccount } from '../../sql/trading/accounts.ts'
import { orderIsOpen } from '../../sql/trading/orders.ts'
import { askCancel } from './cancel.ts'

/**
 * Returns how many were asked for; those that somebody wants back already are not asked for again. Stops
 * that rest at the broker stay: nothing but they protect what is held while nothing may leave.
 */
export async function askCancelAll(
  sql: Sql,
  { by, reason }: { by: string; reason: string },
  now: Date,
): Promise<number> {
  const open = await sql<{ orderId: string }[]>`
    select order_id from orders
    where ${ofAccount(sql)} and ${orderIsOpen(sql)} and not protects and cancel_asked_at is null order by seq`
  let asked = 0
  for (const { orderId } of open)
    if (await sql.begin((tx) => askCancel(tx, orderId, by, reason, now))) asked += 1
  return asked
}

/**
 * Has every open order taken back by jobs alone, for who may not write orders: the stage that carries
 * such a job out notes the wish.
 */
export async function sendCancels(sql: Sql, reason: string, now: Date): Promise<void> {
  const open = await sql<{ orderId: string }[]>`
    select order_id from orders
    where ${ofAccount(sql)} and ${orderIsOpen(sql)} and not protects and cancel_asked_at is null order by seq`
  const key = `query-api:cancel:${now.toISOString()}`
  const jobs = open.map(({ orderId }) => ({
    to: 'order_cancels' as const,
    job: { order_id: orderId, reason },
  }))
  if (jobs.length > 0) await sql.begin((tx) => enqueue(tx, jobs, { key, now }))
}
