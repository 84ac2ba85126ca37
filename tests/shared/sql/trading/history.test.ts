/** No read on the path of an order or of a round grows with the past. */

import { beforeAll, expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readHeardEngine } from '#shared/sql/signal-engine/heard.ts'
import { applyReport } from '#shared/sql/trading/orders.ts'
import { runTradingRound } from '../../../../services/trading-engine/round.ts'
import { seedTradingHistory, tradingPaths } from '../../../bench/history-trading.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { watchReads, wholeScans } from '../../../helpers/plans.ts'
import { NOON, seedRecommendation } from '../../../helpers/trading.ts'

const { url, sql } = await cloneDatabase()
const ORDERS = 12_000

/** Tables that grow as long as the product runs, and the most rows of each that a path may read. */
const PAST: Readonly<Record<string, number>> = {
  approval_requests: 50,
  audit_events: 50,
  circuit_breaker_events: 50,
  entry_tranches: 50,
  jobs: 50,
  // Kelly looks at the newest 200.
  ledger_trades: 250,
  market_snapshots: 2_000,
  order_events: 50,
  order_fills: 200,
  orders: 1_000,
  // Volatility looks back 20 days, of which each has 400.
  portfolio_snapshots: 9_000,
  recommendations: 500,
  reserve_pool_ledger: 50,
  risk_evaluations: 50,
  signal_engine_outputs: 30,
  trading_decisions: 1_000,
  trend_history: 50,
}

beforeAll(async () => {
  await seedTradingHistory(sql, ORDERS)
  await seedEvaluations()
}, 120_000)

/** A year of evaluations of fifty tickers, each with its job. */
async function seedEvaluations(): Promise<void> {
  await sql.unsafe(`
    create temp table said as select md5(t || '-' || d)::uuid as id, 'T' || t as ticker,
      timestamptz '${NOON.toISOString()}' - d * interval '1 day' - interval '6 hours' as at
      from generate_series(0, 49) t, generate_series(0, 250) d;
    insert into signal_engine_outputs (output_id, ticker, evaluated_at, mode, rule_version, digest, session_date,
        bars, heuristic_verdict, probabilistic_verdict, regime, trend, macro_bias, competitive_bias)
      select id, ticker, at, 'shadow', 'signal-engine-1', id::text, (at - interval '1 day')::date, 300, 'buy', 'buy',
        'panic', 0, 0, 0 from said;
    insert into jobs (job_id, list, payload, state, business_at, settled_at, reason)
      select id, 'signal_engine', jsonb_build_object('ticker', ticker), 'dead', at, at, 'deliveries_used' from said;
    drop table said`)
  await sql`vacuum analyze signal_engine_outputs`
  await sql`vacuum analyze jobs`
}

type Path = (db: Sql, run: number) => Promise<unknown>

/** What an order goes through once the broker has answered, and a round when nobody trades. */
const more: Record<string, Path> = {
  'broker answer': async (db, run) => {
    const [order] = await db<{ orderId: string; brokerOrderId: string }[]>`
      select order_id, broker_order_id from orders where client_order_id = ${`c${run}`}`
    await db.begin((tx) =>
      applyReport(
        tx,
        order!.orderId,
        {
          brokerOrderId: order!.brokerOrderId,
          status: 'filled',
          filledQuantity: '1',
          filledPriceAvg: '100',
          submittedAt: NOON,
          closedAt: NOON,
        },
        NOON,
      ),
    )
  },
  async 'what the signal engine says'(db) {
    await db`insert into risk_configs (name, value) values ('signal_engine_mode', '"traded"')
      on conflict (name) do update set value = excluded.value`
    const tickers = Array.from({ length: 10 }, (_, place) => `T${place}`)
    const heard = await readHeardEngine(db, tickers, NOON)
    await db`delete from risk_configs where name = 'signal_engine_mode'`
    expect([...heard.values()].filter(({ output }) => output !== null)).toHaveLength(10)
  },
  async 'round at rest'(db, run) {
    const evening = new Date(NOON.getTime() + 9 * 3_600_000 + run * 60_000)
    await seedRecommendation(db, { ticker: 'T9', window: `${run}d`, generatedAt: evening })
    await runTradingRound(
      {
        sql: db,
        rules,
        latestTrades: async () => new Map(),
      },
      evening,
    )
  },
}

const all = Object.entries<Path>({ ...tradingPaths, ...more })
/** Paths of stages, whose connections may keep a plan made without the values. */
const ofStages = ['broker sync', 'order intent', 'broker answer']

test.each([
  ...all.map(([name, path]) => ({ name, plans: 'custom' as const, path, run: 1 })),
  ...all
    .filter(([name]) => ofStages.includes(name))
    .map(([name, path]) => ({ name, plans: 'generic' as const, path, run: 3 })),
])(
  '$name, with $plans plans',
  async ({ path, plans, run }) => {
    // The first run writes; the second finds what a path finds in the middle of a day.
    await path(sql, run)
    const seen = await watchReads(url, (db) => path(db, run + 1), { plans })
    expect(seen.statements.length).toBeGreaterThan(2)
    expect(wholeScans(seen, Object.keys(PAST))).toEqual([])
    const tooMany = [...seen.rowsRead].filter(([table, rows]) => rows > (PAST[table] ?? Infinity))
    expect(tooMany).toEqual([])
  },
  60_000,
)
