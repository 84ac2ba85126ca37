/** The engine's answers: its state, its decisions, pause and resume, and an operator's own order. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { BrokerOrderJob } from '#shared/contracts/jobs/broker-orders.ts'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import { listNewestDecisions } from '#shared/sql/trading/decisions.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
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
    'POST /api/trading/pause': (asked) => pause(parts, asked, true),
    'POST /api/trading/resume': (asked) => pause(parts, asked, false),
    'POST /api/trading/override/order': async (asked) => {
      const jobId = await sql.begin((tx) => override(tx, asked, clock.now()))
      asked.made()
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

function pause(
  { sql, clock }: Parts,
  asked: Asking & { body: { reason: string } },
  paused: boolean,
) {
  return sql.begin(async (tx) => {
    const before = await setPaused(tx, paused)
    const told = { subject: 'trading-engine', before, after: { paused }, reason: asked.body.reason }
    await keepChange(tx, asked, told, clock.now())
    return { paused }
  })
}

type Override = Asking & { body: BrokerOrderJob; traceparent: string }

/** An operator's order: judged by the broker adapter like every other. One key is one order. */
async function override(tx: Tx, asked: Override, now: Date): Promise<string> {
  const order = { ...asked.body, source: 'override' }
  const key = `trading-engine:override:${order.idempotency_key ?? now.toISOString()}`
  const cause = { key, now, traceparent: asked.traceparent }
  const [jobId] = await enqueue(tx, [{ to: 'broker_orders', job: order }], cause)
  if (jobId === undefined) throw new RangeError('Enqueue an order by hand: no job came of it')
  await keepChange(tx, asked, { subject: jobId, after: order }, now)
  return jobId
}
