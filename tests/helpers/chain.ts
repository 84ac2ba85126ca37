/** A whole chain in a test database: documents and their objects, trend, recommendation, orders. */

import type { Objects } from '#shared/clients/objects/store.ts'
import type { Book } from '#shared/domain/risk/book.ts'
import { evaluateOrder, type ProposedOrder } from '#shared/domain/risk/evaluate.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readLimits, saveEvaluation } from '#shared/sql/risk/risk.ts'
import { handlers as aggregation } from '../../functions/aggregation/handler.ts'
import { handlers as recommendation } from '../../functions/recommendation/handler.ts'
import { putDocument, rawOf, textOf, type Told } from './signals.ts'

export const noon = new Date('2026-01-07T17:00:00.000Z')
export const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

export type Chain = {
  entryOrderId: string
  exitOrderId: string
  documentIds: string[]
  impactIds: string[]
}

/** Objects in memory; `put` replaces, as in every store. */
export function memoryObjects(): Pick<Objects, 'get'> & { held: Map<string, Buffer> } {
  const held = new Map<string, Buffer>()
  return {
    held,
    async get(bucket, key) {
      const bytes = held.get(`${bucket}/${key}`)
      if (!bytes)
        throw Object.assign(new Error(`${bucket}/${key} is missing`), { name: 'ObjectMissing' })
      return bytes
    },
  }
}

/** Eight documents on AAPL, a recommendation to buy, the order it became, and a stop that ended it. */
export async function putChain(sql: Sql, held: Map<string, Buffer>): Promise<Chain> {
  const documents = []
  for (let index = 0; index < 8; index++) {
    const told: Told = {
      ticker: 'AAPL',
      name: `news ${index}`,
      publisher: `Paper ${index}`,
      publishedAt: later(-60 * (index + 1)),
      sentiment: index === 7 ? 'negative' : 'positive',
      impact: 0.3 + index / 20,
    }
    const stored = await putDocument(sql, told)
    held.set(`stonks-raw-news/raw/${stored.documentId}.json`, Buffer.from(rawOf(told)))
    held.set(`stonks-normalized/text/${stored.documentId}.txt`, Buffer.from(textOf(told)))
    documents.push(stored)
  }
  const delivery = {
    jobId: deriveId('job', 'test'),
    now: noon,
    signal: new AbortController().signal,
  }
  const summed = await aggregation.aggregation({ ticker: 'AAPL' }, delivery)
  await sql.begin((tx) => summed(tx))
  const judged = await recommendation.recommendation({ ticker: 'AAPL', window: '7d' }, delivery)
  await sql.begin((tx) => judged(tx))
  const orders = await sql.begin(putOrders)
  return {
    ...orders,
    documentIds: documents.map(({ documentId }) => documentId),
    impactIds: documents.map(({ impactId }) => impactId),
  }
}

async function putOrders(tx: Tx): Promise<{ entryOrderId: string; exitOrderId: string }> {
  const [made] = await tx<{ recommendationId: string; confidence: number }[]>`
    select recommendation_id, confidence from recommendations`
  const { recommendationId, confidence } = made!
  const entryId = deriveId('decision', recommendationId, 'entry')
  const entryOrderId = await putOrder(tx, {
    decisionId: entryId,
    recommendationId,
    kind: 'entry',
    side: 'buy',
    code: 'entry',
    now: later(1),
    checks: [{ name: 'confidence_below_tier', found: confidence, limit: 0.55, passed: true }],
  })
  const exitOrderId = await putOrder(tx, {
    decisionId: deriveId('exit', 'AAPL', entryId, 'stop_loss', later(30).toISOString()),
    recommendationId: null,
    kind: 'exit',
    side: 'sell',
    code: 'stop_loss',
    now: later(30),
    checks: [{ name: 'stop_loss', found: '95.5', limit: '96', passed: true }],
  })
  return { entryOrderId, exitOrderId }
}

type Placed = {
  decisionId: string
  recommendationId: string | null
  kind: 'entry' | 'exit'
  side: 'buy' | 'sell'
  code: string
  checks: { name: string; found: number | string; limit: number | string; passed: boolean }[]
  now: Date
}

/** A decision to act, its evaluation and its order, as the stages write them. */
export async function putOrder(tx: Tx, placed: Placed): Promise<string> {
  const { decisionId, recommendationId, kind, side, code, checks, now } = placed
  const quantity = '0.25'
  const referencePrice = '100.5'
  await tx`
    insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code,
      side, quantity, reference_price, checks, risk_tier)
    values (${decisionId}, ${recommendationId}, 'AAPL', ${now}, ${kind}, 'act', ${code}, ${side},
      ${quantity}, ${referencePrice}, ${tx.json(checks)}, 'moderate')`
  const order: ProposedOrder = {
    ticker: 'AAPL',
    side,
    kind,
    quantity,
    referencePrice,
    sector: 'Technology',
    quote: { price: '100.5', at: now },
  }
  const limits = await readLimits(tx)
  const book = bookOf(side)
  const verdict = evaluateOrder(order, book, limits, now)
  const { riskEvaluationId, inputsSha256 } = await saveEvaluation(
    tx,
    { decisionId, order, book, limits, verdict },
    now,
  )
  const orderId = deriveId('order', decisionId)
  await tx`
    insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker,
      side, order_type, quantity, reference_price, intended_at)
    values (${orderId}, ${decisionId}, ${riskEvaluationId}, ${inputsSha256}, ${`sx-paper-${orderId}`}, 'AAPL',
      ${side}, 'market', ${quantity}, ${referencePrice}, ${now})`
  return orderId
}

function bookOf(side: 'buy' | 'sell'): Book {
  return {
    equity: '10000',
    openingEquity: '10000',
    pending: [],
    ordersLastMinute: 0,
    inSession: true,
    paused: false,
    breakers: [],
    lockouts: [],
    holdings:
      side === 'sell'
        ? [{ ticker: 'AAPL', sector: 'Technology', quantity: '0.25', price: '100.5' }]
        : [],
  }
}
