/** The risk engine's API: judge an order, show the limits, show past verdicts. */

import { Router, type IRequest } from 'itty-router'
import * as v from 'valibot'
import { Ticker } from '#shared/contracts/primitives.ts'
import { evaluateOrder } from '#shared/domain/risk/evaluate.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import type { Clock } from '#shared/host/clock.ts'
import { noRoute, readJson, toDetail } from '#shared/host/json-api.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { listEvaluations, saveEvaluation } from '#shared/sql/risk/evaluations.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'

const Amount = v.pipe(v.string(), v.regex(/^\d{1,12}(\.\d{1,9})?$/, 'a decimal number as text'))

/** An order as it is proposed; shares and dollars are decimal text. */
const ProposedOrderBody = v.strictObject({
  ticker: Ticker,
  side: v.picklist(['buy', 'sell']),
  quantity: Amount,
  referencePrice: Amount,
  quote: v.nullable(
    v.strictObject({
      price: Amount,
      at: v.pipe(
        v.string(),
        v.isoTimestamp(),
        v.transform((text) => new Date(text)),
      ),
    }),
  ),
  sector: v.pipe(v.string(), v.maxLength(100)),
  kind: v.picklist(['entry', 'exit']),
})

const Limit = v.optional(
  v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(500)),
  '50',
)

/**
 * Answers everything but health and readiness. What cannot be read is thrown: the caller gets 500 or
 * 503 and must take it for a refusal.
 */
export function routes({
  sql,
  clock,
}: {
  sql: Sql
  clock: Clock
}): (request: Request) => Promise<Response> {
  const router = Router({ catch: toDetail })
    .post('/evaluate', async (request: IRequest) => {
      const order = v.parse(ProposedOrderBody, await readJson(request))
      return Response.json(await evaluate(sql, order, clock.now()))
    })
    .get('/limits', async () => Response.json(await readLimits(sql)))
    .get('/evaluations', async ({ query }: IRequest) =>
      Response.json(await listEvaluations(sql, v.parse(v.object({ limit: Limit }), query).limit)),
    )
    .all('*', noRoute)
  return (request) => router.fetch(request as unknown as IRequest)
}

/** Judges an order as the broker adapter would now, and keeps the verdict; it sends nothing. */
function evaluate(sql: Sql, order: v.InferOutput<typeof ProposedOrderBody>, now: Date) {
  return sql.begin(async (tx) => {
    const [book, limits] = [await readBook(tx, now), await readLimits(tx)]
    const proposal = { order, book, limits, now }
    const verdict = evaluateOrder(rules.risk.current, proposal)
    const saved = await saveEvaluation(tx, { ...proposal, decisionId: null, verdict })
    return { ...verdict, ...saved }
  })
}
