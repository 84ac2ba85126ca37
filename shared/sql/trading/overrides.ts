/** An order as it was decided, by the engine or by an operator, and what became of it. */

import { RESTING_STOP } from '../../domain/trading/resting.ts'
import { appendAudit, serviceActor } from '../access/audit.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

/** All that an order is, as it was decided. */
export type OrderDecision = {
  decisionId: string
  decidedAt: Date
  ticker: string
  kind: 'entry' | 'exit'
  side: 'buy' | 'sell'
  quantity: string
  /** What it was decided by; null where an operator named no price. */
  referencePrice: string | null
  orderType: 'market' | 'limit' | 'stop' | 'stop_limit'
  limitPrice: string | null
  stopPrice: string | null
  sector: string
  /** The order whose place it takes; null for one of its own. */
  replaces?: string | null
  /** A stop that rests at the broker: it gives way to every other order of its ticker. */
  protects?: boolean
}

/** A decision to act for the account traded with, or undefined. */
export async function readOrderDecision(
  db: Db,
  decisionId: string,
): Promise<OrderDecision | undefined> {
  const [row] = await db<OrderDecision[]>`
    select decision_id, decided_at, d.ticker, kind, side, d.quantity, reference_price, order_type, limit_price, stop_price,
      sizing ->> 'replaces' as replaces, code = ${RESTING_STOP} as protects, coalesce(case kind when 'exit' then nullif(p.sector, '') end, c.sector, '') as sector
    from trading_decisions d left join companies c using (ticker)
      left join positions p using (account_id, ticker)
    where decision_id = ${decisionId} and action = 'act' and ${ofAccount(db, 'd')}
  `
  return row
}

/**
 * Stores an order that a person asked for as a decision of its own; repeating it changes nothing.
 * False where another order stands under the same id already.
 */
export async function saveOverride(
  tx: Tx,
  made: Omit<OrderDecision, 'sector' | 'decidedAt' | 'replaces' | 'protects'> & {
    requestedBy: string
    requestedById?: string
    replaces?: string
  },
  now: Date,
): Promise<boolean> {
  const { decisionId, ticker, side, quantity, orderType, limitPrice, stopPrice } = made
  const { requestedBy, requestedById, replaces } = made
  // By the id it is known later that another person approves it.
  const asker = {
    requestedBy,
    ...(requestedById && { requestedById }),
    ...(replaces && { replaces }),
  }
  await tx`
    insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, side, quantity,
      reference_price, order_type, limit_price, stop_price, checks, sizing, risk_tier, source)
    values (${decisionId}, ${ticker}, ${now}, ${made.kind}, 'act', 'manual_override', ${side},
      ${quantity}, ${made.referencePrice}, ${orderType}, ${limitPrice}, ${stopPrice}, '[]',
      ${tx.json(asker)},
      (select risk_tier from trading_engine_config), 'override')
    on conflict (decision_id) do nothing
  `
  const same = await tx`
    select from trading_decisions where decision_id = ${decisionId} and source = 'override'
      and ticker = ${ticker} and side = ${side} and quantity = ${quantity}::numeric(20, 9)
      and order_type = ${orderType} and limit_price is not distinct from ${limitPrice}::numeric(20, 6)
      and stop_price is not distinct from ${stopPrice}::numeric(20, 6)`
  return same.count > 0
}

/** The sector an order of this ticker counts to; empty where none is known. */
export async function readSectorOf(db: Db, ticker: string): Promise<string> {
  const [row] = await db<{ sector: string }[]>`
    select coalesce(
      (select nullif(sector, '') from positions where ticker = ${ticker} and account_id = (select current_account_id())),
      (select sector from companies where ticker = ${ticker}), '') as sector`
  return row?.sector ?? ''
}

/** The code a decision's order was refused with, or undefined; a refusal is final. */
export async function readRefusal(db: Db, decisionId: string): Promise<string | undefined> {
  const [row] = await db<{ code: string }[]>`
    select code from risk_evaluations where decision_id = ${decisionId} and not passed
    order by evaluated_at, risk_evaluation_id limit 1
  `
  return row?.code
}

/** Writes down what happened to a decision on its way to the broker. */
export async function auditOrder(
  tx: Tx,
  decisionId: string,
  action: string,
  detail: Record<string, string>,
  now: Date,
): Promise<void> {
  await appendAudit(tx, {
    by: serviceActor('broker-adapter'),
    action,
    does: 'judges an order',
    subjectKind: 'trading_decision',
    subject: decisionId,
    after: detail,
    now,
  })
}
