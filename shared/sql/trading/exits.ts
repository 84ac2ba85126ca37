/** Table `position_exits`: the one exit that is wanted of each position, and how it fares. */

import { Big } from 'big.js'
import type { AttemptEnd, Exit } from '../../domain/trading/exits.ts'
import { OPEN_ORDER_STATES } from '../../contracts/sets.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type ExitRow = Exit & { ticker: string }

/** Exits by ticker; those that are done as well, until another takes their place. */
export async function readExits(db: Db): Promise<Map<string, ExitRow>> {
  const rows = await db<ExitRow[]>`
    select ticker, code, state, quantity, held, level, price, refusals, attempts, next_try_at, said, since,
      recommendation_id, decision_id, job_id, sent_at
    from position_exits where ${ofAccount(db)} order by ticker collate "C"
  `
  return new Map(rows.map((row) => [row.ticker, row]))
}

/** Stores how an exit stands; the same again writes nothing. */
export async function saveExit(tx: Tx, row: ExitRow, now: Date): Promise<void> {
  await tx`
    insert into position_exits as old (ticker, code, state, quantity, held, level, price, refusals, attempts,
      next_try_at, said, since, recommendation_id, decision_id, job_id, sent_at, updated_at)
    values (${row.ticker}, ${row.code}, ${row.state}, ${row.quantity}, ${row.held}, ${row.level}, ${row.price},
      ${row.refusals}, ${row.attempts}, ${row.nextTryAt}, ${row.said}, ${row.since},
      ${row.recommendationId}, ${row.decisionId}, ${row.jobId}, ${row.sentAt}, ${now})
    on conflict (account_id, ticker) do update set code = excluded.code, state = excluded.state,
      quantity = excluded.quantity, held = excluded.held, level = excluded.level, price = excluded.price,
      refusals = excluded.refusals, attempts = excluded.attempts, next_try_at = excluded.next_try_at,
      said = excluded.said, since = excluded.since, recommendation_id = excluded.recommendation_id,
      decision_id = excluded.decision_id, job_id = excluded.job_id, sent_at = excluded.sent_at, updated_at = excluded.updated_at
    where (old.code, old.state, old.quantity, old.held, old.level, old.price, old.refusals, old.attempts,
        old.next_try_at, old.said, old.since, old.recommendation_id, old.decision_id, old.job_id)
      is distinct from (excluded.code, excluded.state, excluded.quantity, excluded.held, excluded.level, excluded.price,
        excluded.refusals, excluded.attempts, excluded.next_try_at, excluded.said, excluded.since,
        excluded.recommendation_id, excluded.decision_id, excluded.job_id)
  `
}

/** What the attempt in hand waits for, in words. */
export async function sayOfExit(db: Db, decisionId: string, says: string): Promise<void> {
  await db`
    update position_exits set said = ${says}
    where decision_id = ${decisionId} and state = 'sent' and said <> ${says}`
}

type Attempt = {
  jobState: string | null
  jobReason: string | null
  orderState: string | null
  filled: string | null
  rejectReason: string | null
  refusal: string | null
}

/**
 * How the attempt in hand ended; undefined while an order or a job may still sell something. Where
 * its job is done and no order is known, what is held now tells.
 */
export async function readAttemptEnd(
  tx: Tx,
  { decisionId, jobId, held }: Pick<Exit, 'decisionId' | 'jobId' | 'held'>,
  heldNow: Big,
): Promise<AttemptEnd | undefined> {
  const [row] = await tx<Attempt[]>`
    select j.state as job_state, j.reason as job_reason, o.state as order_state,
      o.filled_quantity as filled, o.reject_reason,
      (select code from risk_evaluations e where e.decision_id = ${decisionId} and not e.passed
        order by evaluated_at, risk_evaluation_id limit 1) as refusal
    from (values (${decisionId}::uuid)) as of (decision_id)
    left join orders o on o.decision_id = of.decision_id
    left join jobs j on j.job_id = ${jobId}::uuid
  `
  const { jobState, jobReason, orderState, filled, rejectReason, refusal } = row!
  if (orderState !== null) {
    if ((OPEN_ORDER_STATES as readonly string[]).includes(orderState)) return undefined
    const says = rejectReason ?? `the order is ${orderState}`
    return { sold: filled ?? '0', says }
  }
  if (refusal !== null) return { sold: '0', says: refusal }
  if (jobState === 'queued') return undefined
  if (jobState === 'done') {
    const gone = new Big(held ?? heldNow).minus(heldNow)
    return { sold: gone.gt(0) ? gone.toFixed() : '0', says: 'no order of it is known' }
  }
  return { sold: '0', says: jobReason ?? `its job is ${jobState ?? 'gone'}` }
}

/** How sure a recommendation is; null where it is gone. */
export async function readConfidence(db: Db, recommendationId: string): Promise<number | null> {
  const [row] = await db<{ confidence: number }[]>`
    select confidence from recommendations where recommendation_id = ${recommendationId}`
  return row?.confidence ?? null
}
