/** Table `risk_evaluations`: every verdict with the inputs it was made on. */

import type { EvaluationRow } from '../../contracts/api/risk.ts'
import type { Sort } from '../../contracts/api/words.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { Proposal, RiskVerdict } from '../../domain/risk/evaluate.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { deriveId, sha256 } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import { askRow, goOnWithin, inOrderWithin } from '../page.ts'
import { noteRunaway } from './runaway.ts'
import { ofAccount } from '../trading/accounts.ts'

/** The verdict of one version of the rules on one set of inputs; the first version goes unnamed. */
export function evaluationIdOf(
  decisionId: string | null,
  inputsSha256: string,
  ruleVersion: string,
): string {
  const by = ruleVersion === 'risk-1' ? [] : [ruleVersion]
  return deriveId('risk', decisionId ?? '', inputsSha256, ...by)
}

/**
 * Stores a verdict with the inputs it was made on. Storing it again changes nothing.
 *
 * Refusals of decisions add up: an engine that runs away is held (`noteRunaway`).
 */
export async function saveEvaluation(
  tx: Tx,
  made: Proposal & { decisionId: string | null; verdict: RiskVerdict },
): Promise<{ riskEvaluationId: string; inputsSha256: string }> {
  const { decisionId, verdict, order, book, limits, now } = made
  const inputs = { order, book, limits, now: now.toISOString() }
  const inputsSha256 = sha256(canonicalJson(inputs))
  const riskEvaluationId = evaluationIdOf(decisionId, inputsSha256, verdict.ruleVersion)
  await tx`
    insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks,
      inputs, inputs_sha256, needs_approval, rule_version)
    values (${riskEvaluationId}, ${decisionId}, ${now}, ${verdict.passed}, ${verdict.code},
      ${tx.json(verdict.checks)}, ${tx.json(inputs as never)}, ${inputsSha256}, ${verdict.needsApproval},
      ${verdict.ruleVersion})
    on conflict (risk_evaluation_id) do nothing
  `
  if (decisionId !== null) await noteRunaway(tx, made, verdict)
  return { riskEvaluationId, inputsSha256 }
}

const listed = { table: 'risk_evaluations', as: 'risk_evaluations', id: 'risk_evaluation_id' }
const ORDER = ['evaluated_at', ['risk_evaluation_id']] as const

/** Evaluations by when they were made; those of one moment go the other way by id. */
export async function listEvaluations(
  db: Db,
  { sort, limit, after }: { sort: Sort; limit: number; after?: string | undefined },
): Promise<Served<EvaluationRow>[]> {
  await askRow(db, listed, after)
  return db<Served<EvaluationRow>[]>`
    select risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, needs_approval, rule_version
    from risk_evaluations
    where ${ofAccount(db)} ${goOnWithin(db, listed, ORDER, { after, sort })}
    ${inOrderWithin(db, listed, ORDER, sort)} limit ${limit}
  `
}
