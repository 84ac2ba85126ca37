/** Answers about backtests: what is asked for, how far it is, and what came of it. */

import type { backtestRoutes } from '#shared/contracts/api/backtests.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Clock } from '#shared/host/clock.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { cancelBacktest } from '#shared/sql/backtest/runs.ts'
import { listBacktests, listBacktestTrades, readBacktest, readBacktestRow } from './told-runs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { askBacktest } from './ask-backtest.ts'
import { readBacktestPrices } from './backtest-prices.ts'

type Parts = { sql: Sql; clock: Clock }

export function answerBacktests(parts: Parts): Answers<typeof backtestRoutes> {
  const { sql, clock } = parts
  return {
    'POST /api/trading/backtest': (asked) => askBacktest(parts, asked.body, asked),
    'GET /api/trading/backtest': ({ query }) => listBacktests(sql, query),
    'GET /api/trading/backtest/:id': ({ id }) => readBacktest(sql, id),
    'GET /api/trading/backtest/:id/trades': ({ id, query }) => listBacktestTrades(sql, id, query),
    'GET /api/trading/backtest/:id/prices': ({ id, query }) =>
      readBacktestPrices(sql, id, query.ticker, clock.now()),
    'POST /api/trading/backtest/:id/cancel': (asked) =>
      sql.begin(async (tx) => {
        const now = clock.now()
        const before = await cancelBacktest(tx, asked.id, nameOf(asked.trail.by), now)
        if (before === undefined) return undefined
        const told = { subject: asked.id, before: { state: before }, after: { asked: 'cancel' } }
        await keepChange(tx, asked, told, now)
        return readBacktestRow(tx, asked.id)
      }),
  }
}
