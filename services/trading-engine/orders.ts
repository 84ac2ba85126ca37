/** Turns a decision into its stored row and, to act, its job: in one transaction. */

import type { CheckResult } from '#shared/domain/risk/evaluate.ts'
import { multiply } from '#shared/domain/money.ts'
import type { HeardEngine } from '#shared/contracts/api/heard-engine.ts'
import type { KeptInputs } from '#shared/sql/trading/decision-inputs.ts'
import { saveDecision, type Decision } from '#shared/sql/trading/decisions.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Tx } from '#shared/sql/open.ts'

export type Act = {
  decisionId: string
  recommendationId: string | null
  ticker: string
  sector: string
  kind: 'entry' | 'exit'
  code: string
  side: 'buy' | 'sell'
  quantity: string
  price: string
  confidence: number
  checks: readonly CheckResult[]
  sizing: Record<string, unknown>
  riskTier: string
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
 * Stores a decision to act and puts its order on the list; a second time changes nothing. Returns the
 * job, or null where it stood already.
 */
export async function act(tx: Tx, made: Act, now: Date): Promise<string | null> {
  const stored = await saveDecision(tx, { ...made, action: 'act', referencePrice: made.price }, now)
  if (!stored) return null
  const job = {
    ticker: made.ticker,
    side: made.side,
    quantity: Number(made.quantity),
    order_type: made.stopPrice ? ('stop' as const) : ('market' as const),
    limit_price: null,
    stop_price: made.stopPrice ? Number(made.stopPrice) : null,
    recommendation_id: made.recommendationId,
    confidence: made.confidence,
    estimated_value: Number(multiply(made.quantity, made.price)),
    sector: made.sector,
    source: 'trading_engine',
    idempotency_key: made.decisionId,
  }
  const [jobId] = await enqueue(tx, [{ to: 'broker_orders', job }], {
    key: made.decisionId,
    now,
    producer: 'trading-engine',
  })
  return jobId ?? null
}

/** Stores a decision not to act; the same skip again writes nothing. */
export async function skip(
  tx: Tx,
  made: Pick<
    Decision,
    | 'decisionId'
    | 'recommendationId'
    | 'ticker'
    | 'kind'
    | 'code'
    | 'checks'
    | 'riskTier'
    | 'ruleVersion'
  > & {
    sizing?: Record<string, unknown>
    price?: string | null
    part?: number
    signalEngine?: HeardEngine | null
    inputs?: KeptInputs
  },
  now: Date,
): Promise<void> {
  const { sizing = {}, price = null, ...rest } = made
  const side = made.kind === 'entry' ? 'buy' : 'sell'
  await saveDecision(
    tx,
    { ...rest, action: 'skip', side, quantity: null, referencePrice: price, sizing },
    now,
  )
}
