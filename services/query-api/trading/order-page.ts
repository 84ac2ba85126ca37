/** One order with all that belongs to it, as its page shows it. */

import type { Objects } from '#shared/clients/objects/store.ts'
import { explainOrder } from '#shared/explain/explain.ts'
import type { Explanation } from '#shared/contracts/api/explanation.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { OrderPage } from '#shared/contracts/api/trading.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listOrderEvents, listOrderFills, listRiskEvaluations, readOrder } from './orders.ts'

/** An order, its events and fills, and the risk evaluations before it. */
export async function readOrderPage(sql: Sql, id: string): Promise<Served<OrderPage> | undefined> {
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
