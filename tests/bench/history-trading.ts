/**
 * Trading with a long past: seeds orders with all that belongs to them, and times the paths of an
 * order and of a round.
 *
 * A larger past is a longer one, with as much in each day, so what looks back a day or a month
 * finds the same in both; a path that read all of it would take as many times as long.
 */

import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { saveOverride } from '#shared/sql/trading/overrides.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { placeIntent } from '../../functions/broker-adapter/intent.ts'
import { runTradingRound, type TradingEngine } from '../../services/trading-engine/round.ts'
import { readingOf } from './history-reading.ts'
import { allowMany, NOON, seedAccount, seedBars, seedRecommendation } from '../helpers/trading.ts'

/** Acted once, before all others. */
export const SELDOM_ACTOR = 'seldom'
const PER_DAY = 100
const SNAPSHOTS_PER_DAY = 400
const DAY_SECONDS = 86_400
const TICKERS = 500
const HELD = 8

export type PathName = 'risk book' | 'engine round' | 'broker sync' | 'order intent'

/** Each run is one more of its kind; `run` counts from 1. */
export type Paths = Readonly<Record<PathName, (sql: Sql, run: number) => Promise<unknown>>>

/**
 * Fills a migrated, empty database with `orders` filled orders, bought and sold in turn, with their
 * decisions, evaluations, events, fills, jobs and shares of profit; with skips, snapshots and breakers that ran out;
 * with eight positions held from the beginning. Books the fills as the product does.
 */
export async function seedTradingHistory(sql: Sql, orders: number): Promise<void> {
  await seedAccount(sql, '100000')
  await sql`update trading_mode set mode = 'paper', account_number = 'PA3WORLD0001'`
  await allowMany(sql)
  const days = Math.ceil(orders / PER_DAY)
  // Rows that fit each other need no checking one by one: without triggers it takes a third of the time.
  await sql.unsafe(`
    set local session_replication_role = replica;
    insert into companies (company_id, ticker, legal_name, sector)
      select md5('c' || t)::uuid, t, t, 'Sector ' || (g % 11)
      from (select g, case when g < ${TICKERS} then 'T' || g else 'H' || g - ${TICKERS} end as t
        from generate_series(0, ${TICKERS + HELD - 1}) g) named;
    create temp table made as
      select g, md5('d' || g)::uuid as id, timestamptz '${NOON.toISOString()}' - interval '4 days'
          - (${orders} - g + 1) * interval '${DAY_SECONDS / PER_DAY} seconds' as at,
        case when g <= ${HELD} then 'H' || g - 1 else 'T' || (g - ${HELD} - 1) / 2 % ${TICKERS} end as ticker,
        case when g <= ${HELD} or g % 2 = 1 then 'buy' else 'sell' end as side,
        case when g % 4 = 0 then 102 when g % 2 = 0 then 99 else 100 end as price
      from generate_series(1, ${orders}) g;
    insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength, confidence, contradiction,
        sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids)
      select md5(w || g)::uuid, ticker, w, at, 'bullish', 0.5, 0.8, 0, 0.5, 3, 3, '{}', 'v1', '{}'
      from made, unnest(array['7d', '1d']) w;
    insert into recommendations (recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode,
        confidence, strength, contradiction, direction, checks, portfolio_pct, max_loss_pct, thesis, thesis_model)
      select md5(w || g)::uuid, ticker, w, md5(w || g)::uuid, at, side, 'paper_eligible', 0.8, 0.5, 0, 'bullish', '[]',
        0.05, 0.01, 'past', 'test' from made, unnest(array['7d', '1d']) w;
    insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code, side,
        quantity, reference_price, checks, risk_tier)
      select id, md5('7d' || g)::uuid, ticker, at, kind, 'act', kind, side, 1, price, '[]', 'moderate'
      from made, lateral (select case side when 'buy' then 'entry' else 'exit' end as kind) k;
    insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code, side,
        checks, risk_tier)
      select md5('s' || g)::uuid, md5('1d' || g)::uuid, ticker, at, case side when 'buy' then 'entry' else 'exit' end,
        'skip', 'duplicate', side, '[]', 'moderate' from made;
    insert into entry_tranches (plan_id, part, parts, ticker, recommendation_id, quantity, price, atr, planned_at,
        due_at, state, code, settled_at)
      select id, 2, 2, ticker, md5('7d' || g)::uuid, 1, price, 1, at, at, 'sent', 'tranche', at from made
      where side = 'buy';
    insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
      select id, id, at, true, 'passed', '[]', '{}', repeat('a', 64) from made;
    insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, broker_order_id,
        ticker, side, order_type, quantity, reference_price, state, filled_quantity, filled_price_avg, intended_at,
        submitted_at, closed_at)
      select id, id, id, repeat('a', 64), 'c' || g, 'b' || g, ticker, side, 'market', 1, price, 'filled', 1, price, at, at, at
      from made order by g;
    insert into order_events (order_id, at, event) select id, at, e from made, unnest(array['intent', 'filled']) e;
    insert into order_fills (execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
      select 'x' || g, id, 'b' || g, ticker, side, 1, price, at, at from made;
    insert into reserve_pool_ledger (at, amount, balance_after, trigger_type, closing_execution_id)
      select at, 0.4, 0.4 * row_number() over (order by g), 'siphon', 'x' || g
      from made where g % 4 = 0 and g > ${HELD} order by g;
    insert into jobs (job_id, list, payload, state, business_at, enqueued_at, relayed_at, settled_at, deliveries)
      select id, 'broker_orders', jsonb_build_object('idempotency_key', id), 'done', at, at, at, at, 1 from made;
    insert into audit_events (business_at, actor, action, entity_type, entity_id, hash)
      select min(at), '${SELDOM_ACTOR}', 'person_invited', '', '', sha256('') from made;
    insert into audit_events (business_at, actor, action, entity_type, entity_id, hash)
      select at, 'broker-adapter', 'order_refused', 'trading_decision', id::text, sha256(id::text::bytea)
      from made;
    insert into circuit_breaker_events (breaker, ticker, opened_at, closes_at)
      select 'single_position', ticker, at, at + interval '1 day' from made where g <= ${orders - 3 * PER_DAY};
    insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
        unrealised_pnl, active_pool, open_positions, highest_equity)
      select at, (at at time zone 'America/New_York')::date, e, 0, e, 0, 0, e, 1, 100006
      from generate_series(1, ${days * SNAPSHOTS_PER_DAY}) g,
        lateral (select timestamptz '${NOON.toISOString()}' - interval '1 day'
          - g * interval '${DAY_SECONDS / SNAPSHOTS_PER_DAY} seconds' as at, 100000 + g % 7 as e) s
      order by at;
    drop table made;
    set local session_replication_role = origin`)
  await sql.unsafe('analyze')
  await sql.begin(lockBook)
  for (const ticker of ['T1', 'T2', ...Array.from({ length: HELD }, (_, place) => `H${place}`)])
    await seedBars(sql, ticker, wave(ticker))
  await sql.unsafe('vacuum analyze')
}

function wave(ticker: string): number[] {
  const step = 1 + ticker.charCodeAt(1) / 10
  return Array.from({ length: 61 }, (_, day) => 100 * (1 + 0.02 * Math.sin(day * step)))
}

const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000)

const engineOf = (sql: Sql, now: Date): TradingEngine => ({
  sql,
  latestTrades: async (tickers) =>
    new Map(tickers.map((ticker) => [ticker, { price: '100.5', at: now }])),
  rules,
})

/** The paths that must not take longer for a longer past; each commits, as in life. */
export const tradingPaths: Paths = {
  'risk book': (sql) => sql.begin((tx) => readBook(tx, NOON)),
  async 'engine round'(sql, run) {
    const now = minutes(run)
    const window = run % 2 === 0 ? '1d' : '7d'
    for (const [ticker, action] of [
      ['T1', 'buy'],
      ['T2', 'buy'],
      ['T3', 'sell'],
    ] as const)
      await seedRecommendation(sql, { ticker, action, window, generatedAt: now })
    await runTradingRound(engineOf(sql, now), now)
    // A round that is held back would be quick, whatever lies behind it.
    const [made] = await sql`select from trading_decisions where decided_at = ${now} limit 1`
    if (!made) throw new Error(`Round ${run}: nothing was decided`)
  },
  'broker sync': (sql, run) =>
    sql.begin((tx) => recordBrokerState(tx, readingOf(run, minutes(run), HELD), minutes(run))),
  async 'order intent'(sql, run) {
    const decision = {
      decisionId: deriveId('intent', run),
      ticker: 'H0',
      kind: 'exit' as const,
      side: 'sell' as const,
      quantity: '0.001',
      referencePrice: null,
      orderType: 'market' as const,
      limitPrice: null,
      stopPrice: null,
      sector: 'Sector 5',
      decidedAt: minutes(run),
    }
    const made = { ...decision, requestedBy: 'bench' }
    await sql.begin((tx) => saveOverride(tx, made, minutes(run)))
    const quote = { price: '100.5', at: minutes(run) }
    await placeIntent(sql, { decision, quote, deployStage: 'bench', rules, now: minutes(run) })
  },
}
