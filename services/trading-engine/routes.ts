/** The engine's answers: its state, its decisions, pause and resume, and an operator's own order. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import { listDecisionsMade } from '#shared/sql/trading/decisions.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readEngineConfig, setPaused } from '#shared/sql/trading/engine-config.ts'
import { askByHand } from './by-hand.ts'
import { readReserve } from '#shared/sql/trading/reserve.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'

type Parts = { sql: Sql; clock: Clock }

export function answerEngine(parts: Parts): Answers<RoutesOf<'trading-engine'>> {
  const { sql, clock } = parts
  return {
    'GET /api/trading/status': () => readState(parts),
    'GET /api/trading/decisions': ({ query: { sort, limit, ticker, after } }) =>
      listDecisionsMade(sql, { sort, limit, ticker: ticker ?? null, after }),
    'POST /api/trading/pause': (asked) => pause(parts, asked, true),
    'POST /api/trading/resume': (asked) => pause(parts, asked, false),
    'POST /api/trading/override/order': async (asked) => {
      const jobId = await sql.begin((tx) => askByHand(tx, asked, clock.now()))
      asked.made()
      return { jobId }
    },
  }
}

async function readState({ sql, clock }: Parts) {
  const now = clock.now()
  const [config, { enabled }, breakers, reserve] = await Promise.all([
    readEngineConfig(sql),
    readTradingSettings(sql),
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
    const now = clock.now()
    const { by } = asked.trail
    const who = 'name' in by ? by.name : by.kind
    const { reason } = asked.body
    const before = await setPaused(tx, { paused, by: who, reason }, now)
    const told = { subject: 'trading-engine', before, after: { paused }, reason }
    await keepChange(tx, asked, told, now)
    return { paused }
  })
}
