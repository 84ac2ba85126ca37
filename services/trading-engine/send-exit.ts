/** Sends one attempt at an exit: a decision of its own with its order, and the check of its price. */

import { Big } from 'big.js'
import type { CheckResult } from '#shared/domain/risk/evaluate.ts'
import type { Seen } from '#shared/domain/trading/price-ladder.ts'
import { deriveId } from '#shared/host/ids.ts'
import { decisionIdOf } from '#shared/sql/trading/decisions.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readConfidence, type ExitRow } from '#shared/sql/trading/exits.ts'
import type { ExitScene, Position } from './exits.ts'
import { act } from './orders.ts'

export type Attempt = {
  position: Position
  wanted: ExitRow
  check: CheckResult
  quantity: string
}

/** Stores the decision and its job; the exit as it then stands. */
export async function sendExit(
  tx: Tx,
  { rules }: Pick<ExitScene, 'rules'>,
  { position, wanted, check, quantity }: Attempt,
  now: Date,
): Promise<ExitRow> {
  const { holding, seen } = position
  const { ticker, sector, mark, decisionId: entered, riskTier } = holding
  const { code, attempts } = wanted
  // A recommendation is answered by one decision; what comes after its refusal is ours.
  const recommendationId = attempts === 0 ? wanted.recommendationId : null
  const confidence = recommendationId === null ? null : await readConfidence(tx, recommendationId)
  const decisionId = recommendationId
    ? await decisionIdOf(tx, recommendationId, 'exit')
    : deriveId('exit', ticker, entered ?? '', code, now.toISOString())
  const jobId = await act(
    tx,
    {
      decisionId,
      recommendationId,
      ticker,
      sector,
      kind: 'exit',
      code,
      side: 'sell',
      quantity,
      price: seen?.price ?? mark,
      confidence: confidence ?? 1,
      checks: [
        confidence === null ? check : { ...check, found: confidence, limit: null },
        ...(seen ? checksOf(seen) : []),
      ],
      sizing: { entry: entered, since: wanted.since, attempt: attempts + 1 },
      riskTier: riskTier ?? '',
      ruleVersion: rules.trading.current.name,
    },
    now,
  )
  const held = new Big(holding.quantity).toFixed()
  return {
    ...wanted,
    state: 'sent',
    attempts: attempts + 1,
    nextTryAt: null,
    sentAt: now,
    decisionId,
    jobId,
    held,
  }
}

/** Where the price came from and how old it was; and what else was told. */
function checksOf({ source, at, ageSeconds, witness }: Seen): CheckResult[] {
  const of = (rung: { source: string; price: string; at: Date }) =>
    `${rung.source} ${rung.price} of ${rung.at.toISOString()}`
  return [
    { name: 'price_source', found: `${source} of ${at.toISOString()}`, limit: null, passed: true },
    { name: 'price_age', found: ageSeconds, limit: null, passed: true },
    ...(witness ? [{ name: 'price_witness', found: of(witness), limit: null, passed: true }] : []),
  ]
}
