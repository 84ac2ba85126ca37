/** Sends one attempt at an exit: a decision of its own with its order. */

import { Big } from 'big.js'
import type { ExitVerdict } from '#shared/domain/trading/judge-exit.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { KeptInputs } from '#shared/sql/trading/decision-inputs.ts'
import { decisionIdOf } from '#shared/sql/trading/decisions.ts'
import type { Tx } from '#shared/sql/open.ts'
import type { ExitRow } from '#shared/sql/trading/exits.ts'
import type { ExitScene, Position } from './exits.ts'
import { act } from './orders.ts'

export type Attempt = {
  position: Pick<Position, 'holding'>
  verdict: Extract<ExitVerdict, { action: 'act' }>
  inputs: Extract<KeptInputs, { by: 'exit' }>
}

/** Stores the decision and its job; the exit as it then stands. */
export async function sendExit(
  tx: Tx,
  { rules }: Pick<ExitScene, 'rules'>,
  { position: { holding }, verdict, inputs }: Attempt,
  now: Date,
): Promise<ExitRow> {
  const { ticker, sector, decisionId: entered, riskTier } = holding
  const { code, quantity, price, checks, sizing, recommendationId } = verdict
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
      price,
      confidence: (recommendationId === null ? null : inputs.input.confidence) ?? 1,
      checks,
      sizing,
      riskTier: riskTier ?? '',
      ruleVersion: rules.trading.current.name,
      inputs,
    },
    now,
  )
  return {
    ticker,
    ...verdict.exit,
    state: 'sent',
    attempts: sizing.attempt,
    nextTryAt: null,
    sentAt: now,
    decisionId,
    jobId,
    held: new Big(holding.quantity).toFixed(),
  }
}
