/** No read on the path of an order or of a round grows with the past. */

import { beforeAll, expect, test } from 'vitest'
import { seedTradingHistory, tradingPaths, type PathName } from '../../../bench/history-trading.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { watchReads, wholeScans } from '../../../helpers/plans.ts'

const { url, sql } = await cloneDatabase()
const ORDERS = 12_000

/** Tables that grow as long as the product runs, and the most rows of each that a path may read. */
const PAST: Readonly<Record<string, number>> = {
  approval_requests: 50,
  audit_events: 50,
  circuit_breaker_events: 50,
  jobs: 50,
  ledger_trades: 50,
  market_snapshots: 2_000,
  order_events: 50,
  order_fills: 200,
  orders: 1_000,
  // Volatility looks back 20 days, of which each has 400.
  portfolio_snapshots: 9_000,
  recommendations: 500,
  reserve_pool_ledger: 50,
  risk_evaluations: 50,
  trading_decisions: 1_000,
  trend_history: 50,
}

beforeAll(() => seedTradingHistory(sql, ORDERS), 120_000)

test.each(Object.keys(tradingPaths) as PathName[])(
  '%s',
  async (name) => {
    // The first run writes; the second finds what a path finds in the middle of a day.
    await tradingPaths[name](sql, 1)
    const seen = await watchReads(url, (db) => tradingPaths[name](db, 2))
    expect(seen.statements.length).toBeGreaterThan(5)
    expect(wholeScans(seen, Object.keys(PAST))).toEqual([])
    const tooMany = [...seen.rowsRead].filter(([table, rows]) => rows > (PAST[table] ?? Infinity))
    expect(tooMany).toEqual([])
  },
  60_000,
)
