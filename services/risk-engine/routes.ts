/** The risk engine's answers: judge an order, show the limits, show past verdicts. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { ProposedOrderBody } from '#shared/contracts/api/risk.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { evaluateOrder } from '#shared/domain/risk/evaluate.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import type { Clock } from '#shared/host/clock.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { listEvaluations, saveEvaluation } from '#shared/sql/risk/evaluations.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'

/** What cannot be read is thrown: the caller gets 500 or 503 and must take it for a refusal. */
export function answerRisk({
  sql,
  clock,
}: {
  sql: Sql
  clock: Clock
}): Answers<RoutesOf<'risk-engine'>> {
  return {
    'POST /risk/evaluate': (asked) => evaluate(sql, asked, clock.now()),
    'GET /risk/limits': () => readLimits(sql),
    'GET /risk/evaluations': ({ query }) => listEvaluations(sql, query),
  }
}

/** Judges an order as the broker adapter would now, and keeps the verdict; it sends nothing. */
function evaluate(sql: Sql, asked: Asking & { body: ProposedOrderBody }, now: Date) {
  const { body: order } = asked
  return sql.begin(async (tx) => {
    const [book, limits] = [await readBook(tx, now), await readLimits(tx)]
    const proposal = { order, book, limits, now }
    const verdict = evaluateOrder(rules.risk.current, proposal)
    const saved = await saveEvaluation(tx, { ...proposal, decisionId: null, verdict })
    const { passed, code } = verdict
    const after = { ...order, passed, code }
    await keepChange(tx, asked, { subject: saved.riskEvaluationId, after }, now)
    return { ...verdict, ...saved }
  })
}
