/** One entity with all that belongs to it, as its page shows it. */

import type { Explanation } from '#shared/explain/link.ts'
import { explainOrder } from '#shared/explain/explain.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listDecisions } from '#shared/sql/views/decisions.ts'
import { listMentions, readDocument } from '#shared/sql/views/documents.ts'
import { listImpacts, readGlobalEvent, readIntelligence } from '#shared/sql/views/meaning.ts'
import {
  listOrderEvents,
  listOrderFills,
  listRiskEvaluations,
  readOrder,
} from '#shared/sql/views/orders.ts'
import { listEvidence, readBrief } from '#shared/sql/views/recommendations.ts'

/** Characters of a document's text that one page carries. */
export const TEXT_MAX = 200_000

export type DocumentPage = NonNullable<Awaited<ReturnType<typeof readDocumentPage>>>

/** A document, its text, whom it names, and what was read out of it. */
export async function readDocumentPage(
  { sql, objects }: { sql: Sql; objects: Objects },
  id: string,
) {
  const document = await readDocument(sql, id)
  if (!document) return undefined
  const [mentions, intelligence, impacts, event, text] = await Promise.all([
    listMentions(sql, id),
    readIntelligence(sql, id),
    listImpacts(sql, id),
    readGlobalEvent(sql, id),
    readText(objects, document.normalizedBucket, document.normalizedKey),
  ])
  return {
    document,
    mentions,
    impacts,
    intelligence: intelligence ?? null,
    event: event ?? null,
    text,
  }
}

/** The normalised text's beginning; null where there is none or its object is gone. */
async function readText(
  objects: Objects,
  bucket: string | null,
  key: string | null,
): Promise<string | null> {
  if (!bucket || !key || !(await objects.has(bucket, key))) return null
  return (await objects.get(bucket, key)).toString('utf8').slice(0, TEXT_MAX)
}

export type BriefPage = NonNullable<Awaited<ReturnType<typeof readBriefPage>>>

/** A recommendation, its evidence on both sides, and what the engine made of it. */
export async function readBriefPage(sql: Sql, id: string) {
  const brief = await readBrief(sql, id)
  if (!brief) return undefined
  const [evidence, decisions] = await Promise.all([
    listEvidence(sql, id),
    listDecisions(sql, { recommendationId: id, limit: 10 }),
  ])
  return { brief, evidence, decisions }
}

export type OrderPage = NonNullable<Awaited<ReturnType<typeof readOrderPage>>>

/** An order, its events and fills, and the risk evaluations before it. */
export async function readOrderPage(sql: Sql, id: string) {
  const order = await readOrder(sql, id)
  if (!order) return undefined
  const [events, fills, risks] = await Promise.all([
    listOrderEvents(sql, id),
    listOrderFills(sql, id),
    listRiskEvaluations(sql, order.decisionId),
  ])
  return { order, events, fills, risks }
}

/** The chain behind an order, every link checked anew; undefined where there is no such order. */
export async function explainKnown(
  parts: { sql: Sql; objects: Objects },
  id: string,
): Promise<Explanation | undefined> {
  return (await readOrder(parts.sql, id)) ? explainOrder(parts, id) : undefined
}
