/** Orders for the broker stage to send: decisions, their jobs, and a host that delivers them. */

import type { JobOf } from '#shared/pipeline.ts'
import { deliver, type AnyHandler, type DeliveryHost, type Outcome } from '#shared/queue/deliver.ts'
import { deriveId } from '#shared/host/ids.ts'
import { productTable } from '#shared/queue/table.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { openLog } from '#shared/host/log.ts'
import { seedRecommendation, seedSettings } from '../../helpers/trading.ts'

export type Job = JobOf<'broker_orders'>
export type Decided = { decisionId: string; job: Job }

export type Wanted = {
  ticker?: string
  side?: 'buy' | 'sell'
  quantity?: string
  limit?: number
  /** What it was decided by, in dollars. */
  price?: string
  name: string
}

/** Of each name its place: as many milliseconds earlier it was recommended, so that no two are one. */
const places = new Map<string, number>()

/** A decision to act, and the job the engine would hand on for it. */
export async function decide(sql: Sql, at: Date, wanted: Wanted): Promise<Decided> {
  const { ticker = 'AAPL', side = 'buy', quantity = '0.25', limit, price = '100.9', name } = wanted
  const kind = side === 'buy' ? 'entry' : 'exit'
  const place = places.get(name) ?? places.size + 1
  places.set(name, place)
  await seedSettings(sql, { enabled: true })
  const recommendationId = await seedRecommendation(sql, {
    ticker,
    action: side,
    generatedAt: new Date(at.getTime() - 60_000 - place),
  })
  const decisionId = deriveId('decision', recommendationId, kind)
  await sql`
    insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code,
      side, quantity, reference_price, order_type, limit_price, checks, risk_tier)
    values (${decisionId}, ${recommendationId}, ${ticker}, ${at}, ${kind}, 'act', ${kind}, ${side},
      ${quantity}, ${price}, ${limit ? 'limit' : 'market'}, ${limit ?? null}, '[]', 'moderate')
  `
  const job: Job = {
    ticker,
    side,
    quantity: Number(quantity),
    order_type: limit ? 'limit' : 'market',
    limit_price: limit ?? null,
    stop_price: null,
    recommendation_id: recommendationId,
    confidence: 0.8,
    estimated_value: 25,
    sector: 'Technology',
    source: 'trading_engine',
    idempotency_key: decisionId,
  }
  return { decisionId, job }
}

/** Delivers one job as the function host does; `jobId` stands for the row in `jobs`. */
export function deliverOrder(
  sql: Sql,
  clock: Clock,
  handlers: object,
  job: Job,
  jobId: string,
): Promise<Outcome> {
  const host: DeliveryHost = {
    table: productTable,
    stage: 'broker-adapter',
    sql,
    schema: openSchemaGate(sql, openLog('test')),
    clock,
    handlers: handlers as Record<string, AnyHandler>,
    signal: new AbortController().signal,
  }
  return deliver(host, envelope(job, jobId), 1)
}

function envelope(job: Job, jobId: string) {
  return {
    specversion: '1.0',
    id: jobId,
    source: '/test',
    type: 'stonks.broker_orders',
    datacontenttype: 'application/json',
    data: job,
  }
}
