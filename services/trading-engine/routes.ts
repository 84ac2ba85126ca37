/** The engine's API: its state, its decisions, pause and resume, and an operator's own order. */

import { Router, type IRequest } from 'itty-router'
import * as v from 'valibot'
import { BrokerOrderJob } from '#shared/contracts/jobs/broker-orders.ts'
import { Ticker } from '#shared/contracts/primitives.ts'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { noRoute, readJson, toDetail } from '#shared/host/json-api.ts'
import { readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import { listNewestDecisions } from '#shared/sql/trading/decisions.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Actor } from '#shared/sql/access/audit.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readEngineConfig, setPaused } from '#shared/sql/trading/engine-config.ts'
import { readReserve } from '#shared/sql/trading/reserve.ts'

type Parts = { sql: Sql; clock: Clock; enabled: boolean }

const Limit = v.optional(
  v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(500)),
  '50',
)
const DecisionQuery = v.object({ limit: Limit, ticker: v.optional(Ticker) })
const Reason = v.optional(v.pipe(v.string(), v.maxLength(200)), 'operator')
const By = v.optional(v.object({ by: Reason }), {})

/** Answers everything but health, readiness and rounds. */
export function routes(parts: Parts): (request: Request) => Promise<Response> {
  const { sql, clock } = parts
  const router = Router({ catch: toDetail })
    .get('/api/trading/status', async () => Response.json(await status(parts)))
    .get('/api/trading/decisions', async ({ query }: IRequest) => {
      const { limit, ticker = null } = v.parse(DecisionQuery, query)
      return Response.json(await listNewestDecisions(sql, { limit, ticker }))
    })
    .post('/api/trading/pause', async (request: IRequest) => pause(parts, request, true))
    .post('/api/trading/resume', async (request: IRequest) => pause(parts, request, false))
    .post('/api/trading/override/order', async (request: IRequest) => {
      const order = v.parse(BrokerOrderJob, await readJson(request))
      const [jobId] = await sql.begin((tx) => override(tx, order, clock.now()))
      return Response.json({ jobId }, { status: 202 })
    })
    .all('*', noRoute)
  return (request) => router.fetch(request as unknown as IRequest)
}

async function status({ sql, clock, enabled }: Parts) {
  const now = clock.now()
  const [config, breakers, reserve] = await Promise.all([
    readEngineConfig(sql),
    readOpenBreakers(sql, now),
    readReserve(sql),
  ])
  const session = sessionAt(now)
  return {
    ...config,
    enabled,
    now,
    session: session ?? null,
    nextSession: nextSession(now),
    breakers,
    reserve,
  }
}

async function pause({ sql, clock }: Parts, request: IRequest, paused: boolean): Promise<Response> {
  const { by } = v.parse(By, await readJson(request))
  const actor: Actor = { kind: 'person', name: by ?? 'operator', from: '' }
  await sql.begin((tx) => setPaused(tx, paused, actor, clock.now()))
  return Response.json({ paused })
}

/** An operator's order: judged by the broker adapter like every other. One key is one order. */
async function override(tx: Tx, order: BrokerOrderJob, now: Date): Promise<string[]> {
  const key = `trading-engine:override:${order.idempotency_key ?? now.toISOString()}`
  return enqueue(tx, [{ to: 'broker_orders', job: { ...order, source: 'override' } }], { key, now })
}
