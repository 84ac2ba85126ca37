/** The risk engine's answers: judge an order, approvals, limits, layers, past verdicts. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { ProposedOrderBody } from '#shared/contracts/api/risk.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { evaluateOrder } from '#shared/domain/risk/evaluate.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { layerDefaults, type Layers } from '#shared/domain/signal/layers.ts'
import type { Clock } from '#shared/host/clock.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Sql } from '#shared/sql/open.ts'
import { lookAtBook } from '#shared/sql/risk/book.ts'
import { listEvaluations, saveEvaluation } from '#shared/sql/risk/evaluations.ts'
import { listLimitChanges, readLimits } from '#shared/sql/risk/limits.ts'
import { expireApprovals } from '#shared/sql/trading/approvals.ts'
import { listApprovals } from '#shared/sql/trading/list-approvals.ts'
import { liftHold } from '#shared/sql/trading/standing.ts'
import { reviewApproval } from './approvals.ts'
import { putLayer } from './layers.ts'
import { putShadowMode } from './shadow-mode.ts'
import { putLimits, tellLimits } from './limits.ts'

/** What cannot be read is thrown: the caller gets 500 or 503 and must take it for a refusal. */
export function answerRisk({
  sql,
  clock,
  layers = layerDefaults,
}: {
  sql: Sql
  clock: Clock
  /** As they stand where no person said otherwise. */
  layers?: Layers
}): Answers<RoutesOf<'risk-engine'>> {
  return {
    'POST /risk/evaluate': (asked) => evaluate(sql, asked, clock.now()),
    'POST /risk/runaway/lift': (asked) => liftRunaway(sql, asked, clock.now()),
    'GET /risk/evaluations': ({ query }) => listEvaluations(sql, query),
    'GET /risk/limits': () => tellLimits(sql),
    'PUT /risk/limits': (asked) => sql.begin((tx) => putLimits(tx, asked, clock.now())),
    'GET /risk/limits/changes': ({ query }) => listLimitChanges(sql, query),
    'PUT /risk/layers': (asked) =>
      sql.begin((tx) => putLayer(tx, asked, { installed: layers, now: clock.now() })),
    'PUT /risk/signal-engine': (asked) =>
      sql.begin((tx) => putShadowMode(tx, 'signal_engine', asked, clock.now())),
    'PUT /risk/strategies': (asked) =>
      sql.begin((tx) => putShadowMode(tx, 'strategies', asked, clock.now())),
    'GET /risk/approvals': ({ query }) => listApprovals(sql, query),
    'POST /risk/approvals/:id/review': (asked) =>
      sql.begin((tx) => reviewApproval(tx, asked, clock.now())),
    'POST /risk/approvals/expire': (asked) => expireLate(sql, asked, clock.now()),
  }
}

/** Judges an order as the broker adapter would now, and keeps the verdict; it locks and sends nothing. */
function evaluate(sql: Sql, asked: Asking & { body: ProposedOrderBody }, now: Date) {
  const { body: order } = asked
  return sql.begin(async (tx) => {
    const [book, limits] = [await lookAtBook(tx, now, [order.ticker]), await readLimits(tx)]
    const proposal = { order, book, limits, now }
    const verdict = evaluateOrder(rules.risk.current, proposal)
    const saved = await saveEvaluation(tx, { ...proposal, decisionId: null, verdict })
    const { passed, code } = verdict
    const after = { ...order, passed, code }
    await keepChange(tx, asked, { subject: saved.riskEvaluationId, after }, now)
    return { ...verdict, ...saved }
  })
}

function liftRunaway(sql: Sql, asked: Asking & { body: { reason: string } }, now: Date) {
  return sql.begin(async (tx) => {
    const lifted = await liftHold(tx, 'runaway', now)
    const told = { subject: 'runaway', after: { lifted }, reason: asked.body.reason }
    await keepChange(tx, asked, told, now)
    return { lifted }
  })
}

function expireLate(sql: Sql, asked: Asking, now: Date) {
  return sql.begin(async (tx) => {
    const ended = await expireApprovals(tx, now)
    const after = { expired: ended.length, tickers: ended.map(({ ticker }) => ticker) }
    await keepChange(tx, asked, { subject: 'approvals', after }, now)
    return { expired: ended.length }
  })
}
