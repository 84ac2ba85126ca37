/** Follows an order down to the bytes it rests on, checking every link. */

import { UUID_PATTERN } from '../contracts/primitives.ts'
import type { Objects } from '../clients/objects/store.ts'
import { rules, type Rules } from '../domain/rules/versions.ts'
import {
  readStoredDecision,
  readStoredEvaluation,
  readStoredOrder,
  readStoredRecommendation,
  readEntryBefore,
  type StoredDecision,
  type StoredOrder,
} from '../sql/provenance/order.ts'
import {
  readSignalOrigins,
  readStoredEvidence,
  readStoredTrend,
  type SignalOrigin,
  type StoredEvidence,
  type StoredTrend,
} from '../sql/provenance/evidence.ts'
import type { Db } from '../sql/open.ts'
import { readMacroOrigins, readRivalOrigins } from '../sql/provenance/layers.ts'
import { readSignalsOf } from '../sql/signals/layers.ts'
import { checkDecision, checkEntry } from './decision.ts'
import { checkDocument } from './document.ts'
import type { Explanation, Link } from '../contracts/api/explanation.ts'
import { checkMacroSignals, checkRivalSignals } from './layer-signals.ts'
import { toExplanation, toLink } from './link.ts'
import { checkEvaluation, checkOrder } from './order.ts'
import { checkRecommendation } from './recommendation.ts'
import { checkSignal, checkTrend, weighAgain } from './trend.ts'

export type ExplainParts = {
  sql: Db
  objects: Pick<Objects, 'get'>
  /** Those of this release unless others are given. */
  rules?: Rules
}

/** Documents whose objects are read at the same time. */
const DOCUMENTS_AT_ONCE = 8
const UUID_AT_END = new RegExp(`${UUID_PATTERN}$`, 'i')

/**
 * The chain behind one order, from its own id or the broker's client_order_id.
 *
 * Reads only. A part that cannot be reached (the database, the store) throws; whatever is missing
 * or does not agree is a broken link.
 */
export function explainOrder(parts: ExplainParts, orderId: string): Promise<Explanation> {
  return openExplainer(parts)(orderId)
}

/** As `explainOrder`, for many orders: what they share is read and checked once. */
export function openExplainer(
  given: ExplainParts,
  known: KnownLinks = openKnown(given),
): (orderId: string) => Promise<Explanation> {
  const parts = { rules, ...given }
  return async (asked) => {
    const orderId = UUID_AT_END.exec(asked)?.[0].toLowerCase()
    const order = orderId ? await readStoredOrder(parts.sql, orderId) : undefined
    if (!order) return toExplanation(asked, [toLink('order', asked, ['there is no such order'])])
    return toExplanation(order.orderId, await followOrder(parts, known, order))
  }
}

/** What chains share, read and checked once. */
export function openKnown(given: ExplainParts): KnownLinks {
  const parts = { rules, ...given }
  const trends = new Map<string, Promise<TrendChain>>()
  const documents = new Map<string, Promise<Link[]>>()
  const known: KnownLinks = {
    trend: (trendId) => once(trends, trendId, () => followTrend(parts, known, trendId)),
    document: (document) =>
      once(documents, document.impactId, () => checkDocument(parts.objects, document)),
  }
  return known
}

export type KnownLinks = {
  /** A trend with its evidence and every link from it down. */
  trend: (trendId: string) => Promise<TrendChain>
  document: (document: SignalOrigin) => Promise<Link[]>
}

/** A trend with its evidence, and the links from it down. */
type TrendChain = { trend: StoredTrend | undefined; evidence: StoredEvidence[]; links: Link[] }

function once<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}

async function followOrder(
  { sql, rules: { risk, recommendation, trading } }: Required<ExplainParts>,
  known: KnownLinks,
  order: StoredOrder,
): Promise<Link[]> {
  const [evaluation, decision] = await Promise.all([
    readStoredEvaluation(sql, order.riskEvaluationId),
    readStoredDecision(sql, order.decisionId),
  ])
  const entry = decision && (await entryOf(sql, decision))
  const recommendationId = (entry ?? decision)?.recommendationId ?? null
  const cause =
    recommendationId === null ? undefined : await readStoredRecommendation(sql, recommendationId)
  const links = [
    checkOrder(order),
    checkEvaluation(order, evaluation, risk),
    checkDecision(order, decision, { entry, cause: entry ? undefined : cause }, trading),
  ]
  if (decision && isBlindExit(decision)) links.push(checkEntry(decision, entry, cause, trading))
  if (recommendationId === null) return links
  if (!cause)
    return [
      ...links,
      toLink('recommendation', recommendationId, ['there is no such recommendation']),
    ]
  const { trend, evidence, links: below } = await known.trend(cause.trendId)
  return [...links, checkRecommendation(cause, trend, evidence, recommendation), ...below]
}

/** An exit that no recommendation asked for: a stop, a target, an emergency. */
function isBlindExit({ kind, recommendationId, source }: StoredDecision): boolean {
  return kind === 'exit' && recommendationId === null && source === 'engine'
}

async function entryOf(sql: Db, decision: StoredDecision): Promise<StoredDecision | undefined> {
  return isBlindExit(decision) ? readEntryBefore(sql, decision) : undefined
}

async function followTrend(
  { sql, rules: { scoring } }: Required<ExplainParts>,
  known: KnownLinks,
  trendId: string,
): Promise<TrendChain> {
  const [trend, evidence] = await Promise.all([
    readStoredTrend(sql, trendId),
    readStoredEvidence(sql, trendId),
  ])
  if (!trend)
    return { trend, evidence, links: [toLink('trend', trendId, ['there is no such trend'])] }
  const [signals, documents, impacts, rivals] = await Promise.all([
    readSignalsOf(sql, trend),
    readSignalOrigins(sql, trend.impactIds),
    readMacroOrigins(sql, trend.macroIds),
    readRivalOrigins(sql, trend.competitiveIds),
  ])
  const weighed = weighAgain(trend, signals, scoring)
  const checked = trend.impactIds.map((impactId) =>
    checkSignal(
      trend,
      impactId,
      {
        document: documents.find((document) => document.impactId === impactId),
        again: weighed.find(({ signal }) => signal.impactId === impactId),
        stored: evidence.find((row) => row.impactId === impactId),
      },
      scoring,
    ),
  )
  const links = [
    checkTrend(trend, { evidence, signals }, scoring),
    ...checked,
    ...checkMacroSignals(trend, { impacts, weighed, evidence }, scoring),
    ...checkRivalSignals(trend, { rivals, weighed, evidence }, scoring),
    ...(await checkDocuments(known, documents)),
  ]
  return { trend, evidence, links }
}

async function checkDocuments(
  known: KnownLinks,
  documents: readonly SignalOrigin[],
): Promise<Link[]> {
  const links: Link[] = []
  for (let at = 0; at < documents.length; at += DOCUMENTS_AT_ONCE) {
    const batch = documents.slice(at, at + DOCUMENTS_AT_ONCE)
    links.push(...(await Promise.all(batch.map(known.document))).flat())
  }
  return links
}
