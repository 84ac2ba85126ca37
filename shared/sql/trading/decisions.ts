/** Table `trading_decisions`: what was decided on a recommendation or a position, and why. */

import type { EngineDecision } from '../../contracts/api/engine.ts'
import type { HeardEngine } from '../../contracts/api/heard-engine.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { Sort } from '../../contracts/api/words.ts'
import { UUID_PATTERN } from '../../contracts/primitives.ts'
import type { Pending } from '../../domain/risk/book.ts'
import type { CheckResult } from '../../domain/risk/evaluate.ts'
import { FINAL_SKIPS } from '../../domain/trading/gates.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import { askRow, goOnAfter, inOrder } from '../page.ts'
import { ofAccount } from './accounts.ts'
import { keepInputs, type KeptInputs } from './decision-inputs.ts'

export type Candidate = {
  recommendationId: string
  ticker: string
  trendWindow: string
  action: 'buy' | 'sell'
  confidence: number
  generatedAt: Date
  sector: string
  /** The code this recommendation was skipped with before, and may be looked at again. */
  skippedFor: string | null
}

export type Decision = {
  decisionId: string
  recommendationId: string | null
  ticker: string
  kind: 'entry' | 'exit'
  action: 'act' | 'skip'
  code: string
  side: 'buy' | 'sell'
  /** Shares and dollars; null for a skip. */
  quantity: string | null
  referencePrice: string | null
  checks: readonly CheckResult[]
  sizing: Record<string, unknown>
  riskTier: string
  /** The rules it was made by. */
  ruleVersion: string
  /** Of a gradual entry; the first where it is not told. */
  part?: number
  /** Of an order that rests as a stop; at the market where it is not told. */
  stopPrice?: string
  /** What the signal engine said of the ticker of an entry; null where it is off or was not asked. */
  signalEngine?: HeardEngine | null
  /** All that it was judged on, where that is kept. */
  inputs?: KeptInputs
}

/**
 * Recommendations to decide on: to buy or sell, of the modes given, made in [since, now], not yet
 * acted on and not skipped for good. Most confident first; the order is total.
 */
export function readCandidates(
  db: Db,
  { modes, since, now }: { modes: readonly string[]; since: Date; now: Date },
): Promise<Candidate[]> {
  return db<Candidate[]>`
    select r.recommendation_id, r.ticker, r.trend_window, r.action, r.confidence, r.generated_at,
      coalesce(c.sector, '') as sector, d.code as skipped_for
    from recommendations r
    left join companies c using (ticker)
    left join trading_decisions d on d.recommendation_id = r.recommendation_id
      and d.kind = case r.action when 'buy' then 'entry' else 'exit' end and ${ofAccount(db, 'd')}
    where r.action in ('buy', 'sell') and r.mode <> 'informational' and r.mode = any(${modes}::text[])
      and r.generated_at >= ${since} and r.generated_at <= ${now}
      and (d.decision_id is null or (d.action = 'skip' and d.code <> all(${FINAL_SKIPS}::text[])))
    order by r.confidence desc, r.generated_at, r.ticker collate "C", r.trend_window collate "C",
      r.recommendation_id
  `
}

/**
 * Stores a decision; true when it was stored.
 *
 * One for each recommendation and kind: a skip gives way to another outcome, and a decision to act
 * stands for ever. The same skip again writes nothing.
 */
export async function saveDecision(tx: Tx, made: Decision, now: Date): Promise<boolean> {
  const isStored = await storeDecision(tx, made, now)
  if (isStored) await keepInputs(tx, made.decisionId, made.inputs, now)
  return isStored
}

async function storeDecision(tx: Tx, made: Decision, now: Date): Promise<boolean> {
  const checks = tx.json(made.checks as never)
  const sizing = tx.json(made.sizing as never)
  const heard = made.signalEngine ? tx.json(made.signalEngine) : null
  // With a key named, another process at the same decision would be refused by the table's other key.
  const inserted = await tx`
    insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind,
      action, code, side, quantity, reference_price, checks, sizing, risk_tier, rule_version, part,
      order_type, stop_price, signal_engine)
    values (${made.decisionId}, ${made.recommendationId}, ${made.ticker}, ${now}, ${made.kind},
      ${made.action}, ${made.code}, ${made.side}, ${made.quantity}, ${made.referencePrice},
      ${checks}, ${sizing}, ${made.riskTier}, ${made.ruleVersion}, ${made.part ?? 1},
      ${made.stopPrice ? 'stop' : 'market'}, ${made.stopPrice ?? null}, ${heard})
    on conflict do nothing
  `
  if (inserted.count > 0) return true
  const changed = await tx`
    update trading_decisions set decided_at = ${now}, action = ${made.action}, code = ${made.code},
      side = ${made.side}, quantity = ${made.quantity}, reference_price = ${made.referencePrice},
      checks = ${checks}, sizing = ${sizing}, risk_tier = ${made.riskTier},
      rule_version = ${made.ruleVersion}, signal_engine = ${heard}
    where decision_id = ${made.decisionId} and action = 'skip'
      and (action, code) is distinct from (${made.action}, ${made.code})
  `
  return changed.count > 0
}

/**
 * The id of what the account traded with decides on a recommendation. One that another account decided
 * on before keeps the id that it has there.
 */
export async function decisionIdOf(
  db: Db,
  recommendationId: string,
  kind: 'entry' | 'exit',
  ...part: string[]
): Promise<string> {
  const decisionId = deriveId('decision', recommendationId, kind, ...part)
  const [of] = await db<{ accountId: string; isOthers: boolean }[]>`
    select current_account_id() as account_id, exists (
      select from trading_decisions where decision_id = ${decisionId}
        and account_id <> (select current_account_id())) as is_others`
  return of?.isOthers ? deriveId('decision-of', of.accountId, decisionId) : decisionId
}

/** Decisions to act that no order has come of yet, while their job still waits. */
export function readQueuedOrders(db: Db): Promise<Pending[]> {
  return db<Pending[]>`
    select d.ticker, coalesce(c.sector, '') as sector, d.side, d.quantity, d.reference_price as price,
      d.order_type <> 'market' as rests
    from (
      select case when payload ->> 'idempotency_key' ~* ${UUID} then (payload ->> 'idempotency_key')::uuid end
        as decision_id
      from jobs where list = 'broker_orders' and state = 'queued'
    ) waiting
    join trading_decisions d using (decision_id)
    left join companies c using (ticker)
    -- An operator's order at the market has no price before it is judged.
    where d.action = 'act' and d.reference_price is not null and ${ofAccount(db, 'd')}
      and not exists (select from orders o where o.decision_id = d.decision_id)
    order by d.seq
  `
}

/** What a key must look like to name a decision; an operator's may be any word. */
const UUID = `^${UUID_PATTERN}$`

const listed = { table: 'trading_decisions', as: 'trading_decisions', id: 'decision_id' }
const ORDER = ['decided_at', 'seq'] as const

type DecisionPage = {
  sort: Sort
  limit: number
  ticker: string | null
  after?: string | undefined
}

/** Decisions by when they were made, of one ticker where it is given. */
export async function listDecisionsMade(
  db: Db,
  { sort, limit, ticker, after }: DecisionPage,
): Promise<Served<EngineDecision>[]> {
  await askRow(db, listed, after)
  return db<Served<EngineDecision>[]>`
    select decision_id, recommendation_id, ticker, decided_at, kind, action, code, part, side, quantity,
      reference_price, checks, sizing, risk_tier, rule_version, source, signal_engine
    from trading_decisions
    where ${ofAccount(db)} and (${ticker}::text is null or ticker = ${ticker})
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}
  `
}
