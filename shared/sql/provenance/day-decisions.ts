/** Decisions of one day in the order they were stored, each with what it was judged on. */

import type { Db } from '../open.ts'
import type { StoredDecision } from './order.ts'

export type DayDecision = Omit<StoredDecision, 'checks' | 'entered' | 'signalEngine'> & {
  seq: number
  riskTier: string
  /** JSON as text. */
  checks: string
  sizing: string
  signalEngine: string | null
  /** Null where they were pruned, or never kept. */
  inputs: string | null
  inputsSha256: string | null
  judgedBy: string | null
  /** The build that decided; null with the inputs. */
  build: string | null
  orderId: string | null
}

/** Those decided in [from, until) after the one of `after`, at most `most`: a walk along the index of moments. */
export function readDayDecisions(
  db: Db,
  {
    from,
    until,
    after,
    most,
  }: { from: Date; until: Date; after?: { decidedAt: Date; seq: number }; most: number },
): Promise<DayDecision[]> {
  const [at, seq] = after ? [after.decidedAt, after.seq] : [from, 0]
  return db<DayDecision[]>`
    select d.decision_id, d.seq, d.recommendation_id, d.ticker, d.decided_at, d.kind, d.action, d.code, d.side,
      d.quantity, d.reference_price, d.checks::text as checks, d.sizing::text as sizing, d.signal_engine::text as signal_engine, d.source,
      d.risk_tier, d.rule_version, d.part, i.inputs::text as inputs, i.inputs_sha256, i.judged_by, i.build,
      o.order_id
    from trading_decisions d
    left join decision_inputs i using (decision_id)
    left join lateral (
      select order_id from orders where orders.decision_id = d.decision_id order by seq limit 1
    ) o on true
    where d.decided_at >= ${from} and d.decided_at < ${until}
      and (d.decided_at, d.seq) > (${at}::timestamptz, ${seq}::bigint)
    order by d.decided_at, d.seq limit ${most}
  `
}

/** The migrations that brought them; a release that keeps none may still decide for as long after each. */
const MIGRATION = '0500-decision-inputs.sql'
const LATER = '0630-inputs-of-sales.sql'
const ROLLOUT = '1 hour'

/**
 * Since when inputs are kept, were they all taken away too: of entries, and of sales, later parts and stops at
 * the broker; null where none are.
 */
export async function readInputsKeptSince(
  db: Db,
): Promise<{ since: Date | null; laterSince: Date | null }> {
  const brought = (name: string) =>
    db`(select ran_at + ${ROLLOUT}::interval from migrations where name = ${name})`
  const [row] = await db<{ since: Date | null; laterSince: Date | null }[]>`
    select least((select min(decided_at) from decision_inputs), ${brought(MIGRATION)}) as since,
      least((select min(decided_at) from decision_inputs where judged_by in ('tranche', 'exit', 'resting')),
        ${brought(LATER)}) as later_since`
  return { since: row?.since ?? null, laterSince: row?.laterSince ?? null }
}
