/** Table `entry_tranches`: the later parts of gradual entries. */

import { trancheDueAt } from '../../domain/trading/tranches.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type Tranche = {
  planId: string
  part: number
  parts: number
  ticker: string
  sector: string
  recommendationId: string
  /** Of the recommendation. */
  confidence: number
  quantity: string
  price: string
  atr: string
  plannedAt: Date
  dueAt: Date
}

export type NewPlan = Pick<Tranche, 'planId' | 'ticker' | 'recommendationId' | 'price' | 'atr'> & {
  /** Shares of each part, the first among them; that one is on its way. */
  parts: readonly string[]
}

/** Plans the parts after the first. Planning them again changes nothing. */
export async function planTranches(tx: Tx, plan: NewPlan, now: Date): Promise<void> {
  const { planId, ticker, recommendationId, price, atr, parts } = plan
  for (const [place, quantity] of parts.entries()) {
    if (place === 0) continue
    await tx`
      insert into entry_tranches (plan_id, part, parts, ticker, recommendation_id, quantity, price, atr,
        planned_at, due_at)
      values (${planId}, ${place + 1}, ${parts.length}, ${ticker}, ${recommendationId}, ${quantity},
        ${price}, ${atr}, ${now}, ${trancheDueAt(now, place + 1)})
      on conflict (plan_id, part) do nothing
    `
  }
}

/** Parts that wait, due or not, in the order they were planned. */
export function readTranchesWaiting(db: Db): Promise<Tranche[]> {
  return db<Tranche[]>`
    select plan_id, part, parts, w.ticker, coalesce(c.sector, '') as sector, w.recommendation_id,
      r.confidence, w.quantity, w.price, w.atr, planned_at, due_at
    from entry_tranches w join recommendations r using (recommendation_id)
    left join companies c on c.ticker = w.ticker
    where w.state = 'waiting' and ${ofAccount(db, 'w')}
    order by planned_at, plan_id, part
  `
}

/** Settles a part, and with `dropped` all that wait of its plan. */
export async function settleTranche(
  tx: Tx,
  { planId, part }: Pick<Tranche, 'planId' | 'part'>,
  { state, code }: { state: 'sent' | 'dropped'; code: string },
  now: Date,
): Promise<void> {
  await tx`
    update entry_tranches set state = ${state}, code = ${code}, settled_at = ${now}
    where plan_id = ${planId} and state = 'waiting' and (part = ${part} or ${state === 'dropped'})
  `
}

/** Gives up every part that waits; returns how many. */
export async function dropTranches(db: Db, code: string, now: Date): Promise<number> {
  const { count } = await db`
    update entry_tranches set state = 'dropped', code = ${code}, settled_at = ${now}
    where state = 'waiting' and ${ofAccount(db)}
  `
  return count
}
