/** Table `resting_stops` and the orders of it: the one stop of each position that rests at the broker. */

import { isClosed, type OrderState } from '../../domain/trading/order-state.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { orderIsOpen } from './orders.ts'

export type RestingRow = {
  ticker: string
  /** Decided on last. */
  decisionId: string
  jobId: string | null
  state: 'sent' | 'refused' | 'ended'
  /** In a row. */
  refusals: number
  nextTryAt: Date | null
  /** Why the last one was refused, or ended. */
  said: string
}

/** An order at the broker, or on its way there, that protects a position. */
export type RestingOrder = {
  orderId: string
  decisionId: string
  ticker: string
  state: OrderState
  quantity: string
  stopPrice: string
  cancelAskedAt: Date | null
}

/** What became of what was decided on last; undefined while it stands, or is on its way. */
export type RestingEnd = { isRefusal: boolean; says: string }

/** How each stands, by ticker, with what became of those that are not known to have ended. */
export async function readRestingStops(
  tx: Tx,
): Promise<Map<string, RestingRow & { end: RestingEnd | undefined }>> {
  const rows = await tx<(RestingRow & Outcome)[]>`
    select r.ticker, r.decision_id, r.job_id, r.state, r.refusals, r.next_try_at, r.said,
      j.state as job_state, j.reason as job_reason, o.state as order_state, o.reject_reason, o.end_code,
      o.cancel_asked_at is not null as is_asked,
      (select code from risk_evaluations e where e.decision_id = r.decision_id and not e.passed
        order by evaluated_at, risk_evaluation_id limit 1) as refusal
    from resting_stops r
    left join jobs j on j.job_id = r.job_id
    left join orders o on o.decision_id = r.decision_id
    where ${ofAccount(tx, 'r')}`
  return new Map(rows.map((row) => [row.ticker, { ...rowOf(row), end: endOf(row) }]))
}

/** Open orders that protect a position, oldest first. */
export function readRestingOrders(db: Db): Promise<RestingOrder[]> {
  return db<RestingOrder[]>`
    select order_id, decision_id, ticker, state, quantity, stop_price, cancel_asked_at from orders
    where protects and ${orderIsOpen(db)} and ${ofAccount(db)} order by seq`
}

/** Stores how it stands. */
export async function saveRestingStop(tx: Tx, row: RestingRow, now: Date): Promise<void> {
  await tx`
    insert into resting_stops (ticker, decision_id, job_id, state, refusals, next_try_at, said, updated_at)
    values (${row.ticker}, ${row.decisionId}, ${row.jobId}, ${row.state}, ${row.refusals}, ${row.nextTryAt},
      ${row.said}, ${now})
    on conflict (account_id, ticker) do update set decision_id = excluded.decision_id, job_id = excluded.job_id,
      state = excluded.state, refusals = excluded.refusals, next_try_at = excluded.next_try_at,
      said = excluded.said, updated_at = excluded.updated_at`
}

/** Forgets one that is over with its position. */
export async function forgetRestingStop(tx: Tx, ticker: string): Promise<void> {
  await tx`delete from resting_stops where ticker = ${ticker} and ${ofAccount(tx)}`
}

type Outcome = {
  jobState: string | null
  jobReason: string | null
  orderState: OrderState | null
  rejectReason: string | null
  endCode: string | null
  isAsked: boolean
  refusal: string | null
}

function rowOf(row: RestingRow): RestingRow {
  const { ticker, decisionId, jobId, state, refusals, nextTryAt, said } = row
  return { ticker, decisionId, jobId, state, refusals, nextTryAt, said }
}

function endOf(row: RestingRow & Outcome): RestingEnd | undefined {
  if (row.state !== 'sent') return undefined
  const { orderState, jobState, rejectReason, endCode } = row
  if (orderState !== null) {
    if (!isClosed(orderState)) return undefined
    const isRefusal = orderState === 'rejected' || orderState === 'expired' || !row.isAsked
    const isWell = orderState === 'filled' || orderState === 'replaced'
    return {
      isRefusal: isRefusal && !isWell,
      says: rejectReason ?? endCode ?? `the order is ${orderState}`,
    }
  }
  if (row.refusal !== null) return { isRefusal: true, says: row.refusal }
  if (jobState === 'queued') return undefined
  return { isRefusal: true, says: row.jobReason ?? 'no order of it is known' }
}
