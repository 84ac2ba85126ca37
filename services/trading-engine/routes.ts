/** The engine's answers: its state, its decisions, pause and resume, and an operator's own order. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { BrokerOrderJob } from '#shared/contracts/jobs/broker-orders.ts'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import { listNewestDecisions } from '#shared/sql/trading/decisions.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readEngineConfig, setPaused } from '#shared/sql/trading/engine-config.ts'
import { readReserve } from '#shared/sql/trading/reserve.ts'

type Parts = { sql: Sql; clock: Clock; enabled: boolean }

export function answerEngine(parts: Parts): Answers<RoutesOf<'trading-engine'>> {
  const { sql, clock } = parts
  return {
    'GET /api/trading/status': () => readState(parts),
    'GET /api/trading/decisions': ({ query: { limit, ticker } }) =>
      listNewestDecisions(sql, { limit, ticker: ticker ?? null }),
    'POST /api/trading/pause': ({ by }) => pause(parts, by, true),
    'POST /api/trading/resume': ({ by }) => pause(parts, by, false),
    'POST /api/trading/override/order': async ({ body, made }) => {
      const jobId = await sql.begin((tx) => override(tx, body, clock.now()))
      made()
      return { jobId }
    },
  }
}

async function readState({ sql, clock, enabled }: Parts) {
  const now = clock.now()
  const [config, breakers, reserve] = await Promise.all([
    readEngineConfig(sql),
    readOpenBreakers(sql, now),
    readReserve(sql),
  ])
  return {
    ...config,
    enabled,
    now,
    session: sessionAt(now) ?? null,
    nextSession: nextSession(now),
    breakers,
    reserve,
  }
}

async function pause({ sql, clock }: Parts, by: Principal, paused: boolean) {
  await sql.begin((tx) => setPaused(tx, paused, by, clock.now()))
  return { paused }
}

/** An operator's order: judged by the broker adapter like every other. One key is one order. */
async function override(tx: Tx, order: BrokerOrderJob, now: Date): Promise<string> {
  const key = `trading-engine:override:${order.idempotency_key ?? now.toISOString()}`
  const jobs = [{ to: 'broker_orders' as const, job: { ...order, source: 'override' } }]
  const [jobId] = await enqueue(tx, jobs, { key, now })
  if (jobId === undefined) throw new RangeError('Enqueue an order by hand: no job came of it')
  return jobId
}
