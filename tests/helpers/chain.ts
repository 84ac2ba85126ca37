/** A whole chain in a test database: documents and their objects, trend, recommendation, orders. */

import type { Book } from '#shared/domain/risk/book.ts'
import type { Facts } from '#shared/domain/risk/facts.ts'
import { evaluateOrder, type ProposedOrder } from '#shared/domain/risk/evaluate.ts'
import { rules as releaseRules, type Rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { saveEvaluation } from '#shared/sql/risk/evaluations.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'
import { aggregation } from '../../functions/aggregation/handler.ts'
import { recommendation } from '../../functions/recommendation/handler.ts'
import { putDocument, rawOf, textOf, type Told } from './signals.ts'

export const noon = new Date('2026-01-07T17:00:00.000Z')
export const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

export type Chain = {
  entryOrderId: string
  exitOrderId: string
  documentIds: string[]
  impactIds: string[]
}

/** Eight documents on a ticker, a recommendation to buy, the order it became, and a stop that ended it. */
export async function putChain(
  sql: Sql,
  held: Map<string, Buffer>,
  { ticker = 'AAPL', rules = releaseRules }: { ticker?: string; rules?: Rules } = {},
): Promise<Chain> {
  const documents = []
  for (let index = 0; index < 8; index++) {
    const told: Told = {
      ticker,
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
  const summed = await aggregation(rules).aggregation({ ticker }, delivery)
  await sql.begin((tx) => summed(tx, noon))
  const judged = await recommendation(rules).recommendation({ ticker, window: '7d' }, delivery)
  await sql.begin((tx) => judged(tx, noon))
  const orders = await sql.begin((tx) => putOrders(tx, ticker, rules))
  return {
    ...orders,
    documentIds: documents.map(({ documentId }) => documentId),
    impactIds: documents.map(({ impactId }) => impactId),
  }
}

async function putOrders(
  tx: Tx,
  ticker: string,
  rules: Rules,
): Promise<{ entryOrderId: string; exitOrderId: string }> {
  const [made] = await tx<{ recommendationId: string; confidence: number }[]>`
    select recommendation_id, confidence from recommendations where ticker = ${ticker}`
  const { recommendationId, confidence } = made!
  const entryId = deriveId('decision', recommendationId, 'entry')
  const entryOrderId = await putOrder(tx, {
    ticker,
    rules,
    decisionId: entryId,
    recommendationId,
    kind: 'entry',
    side: 'buy',
    code: 'entry',
    now: later(1),
    checks: [{ name: 'confidence_below_tier', found: confidence, limit: 0.55, passed: true }],
  })
  const exitOrderId = await putOrder(tx, {
    ticker,
    rules,
    decisionId: deriveId('exit', ticker, entryId, 'stop_loss', later(30).toISOString()),
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
  ticker?: string
  rules?: Rules
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
  const { ticker = 'AAPL', rules = releaseRules } = placed
  const quantity = '0.25'
  const referencePrice = '100.5'
  await tx`
    insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code,
      side, quantity, reference_price, checks, risk_tier, rule_version)
    values (${decisionId}, ${recommendationId}, ${ticker}, ${now}, ${kind}, 'act', ${code}, ${side},
      ${quantity}, ${referencePrice}, ${tx.json(checks)}, 'moderate',
      ${rules.trading.current.name})`
  const order: ProposedOrder = {
    ticker,
    side,
    kind,
    quantity,
    referencePrice,
    sector: 'Technology',
    quote: { price: '100.5', at: now },
  }
  const limits = await readLimits(tx)
  const book = bookOf(side, ticker)
  const proposal = { order, book, limits, now }
  const verdict = evaluateOrder(rules.risk.current, proposal)
  const { riskEvaluationId, inputsSha256 } = await saveEvaluation(tx, {
    ...proposal,
    decisionId,
    verdict,
  })
  const orderId = deriveId('order', decisionId)
  await tx`
    insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker,
      side, order_type, quantity, reference_price, intended_at)
    values (${orderId}, ${decisionId}, ${riskEvaluationId}, ${inputsSha256}, ${`sx-paper-${orderId}`}, ${ticker},
      ${side}, 'market', ${quantity}, ${referencePrice}, ${now})`
  return orderId
}

/** As they are while nothing holds anything back. */
const facts: Facts = {
  standing: { mode: 'paper', state: 'active', holds: [] },
  account: {
    status: 'ACTIVE',
    blocked: false,
    cash: '10000',
    buyingPower: '10000',
    ageSeconds: 10,
    dayTrades: null,
  },
  cash: '10000',
  contradictions: [],
  marksAgeSeconds: null,
  committed: '0',
  dayTrades: 0,
  purchases: [],
  ordersLastSecond: 0,
  ordersToday: 0,
  purchasesToday: {},
  moves: {},
}

function bookOf(side: 'buy' | 'sell', ticker: string): Book {
  return {
    equity: '10000',
    openingEquity: '10000',
    pending: [],
    ordersLastMinute: 0,
    inSession: true,
    paused: false,
    breakers: [],
    lockouts: [],
    facts,
    holdings:
      side === 'sell' ? [{ ticker, sector: 'Technology', quantity: '0.25', price: '100.5' }] : [],
  }
}
