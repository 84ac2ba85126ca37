/** An engine at an account with two companies: prices to set, orders to fill or refuse. */

import { rules } from '#shared/domain/rules/versions.ts'
import type { Sql } from '#shared/sql/open.ts'
import { rejectOrder } from '#shared/sql/trading/order-life.ts'
import { findDecision, placeIntent } from '../../functions/broker-adapter/intent.ts'
import { runTradingRound, type TradingEngine } from '../../services/trading-engine/round.ts'
import { clearAudit } from './audit.ts'
import { NOON, seedAccount, seedBars, seedCompany, seedFill } from './trading.ts'

export const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)

/** Prices that move by a fixed pattern, so that each ticker goes its own way. */
export function wave(start: number, step: number): number[] {
  return Array.from({ length: 61 }, (_, day) => start * (1 + 0.02 * Math.sin(day * step)))
}

export type Waiting = {
  jobId: string
  ticker: string
  side: 'buy' | 'sell'
  key: string
  state: string
  payload: string
  quantity: string
}

/** `own` is how the product comes to the database; `sql` is the test's own way. */
export function openEngineRig(sql: Sql, own: Sql) {
  const prices = new Map<string, string>()
  const state = { now: NOON }
  const engine: TradingEngine = {
    sql: own,
    rules,
    latestTrades: async (tickers) =>
      new Map(
        tickers.flatMap((ticker) => {
          const price = prices.get(ticker)
          return price ? [[ticker, { price, at: state.now }] as const] : []
        }),
      ),
  }
  const run = (at: Date, parts: Partial<TradingEngine> = {}) => {
    state.now = at
    return runTradingRound({ ...engine, ...parts }, at)
  }
  const decisions = (ticker: string) =>
    sql<
      { kind: string; action: string; code: string; quantity: string | null; decidedAt: Date }[]
    >`select kind, action, code, quantity, decided_at from trading_decisions where ticker = ${ticker} order by seq`
  const codes = async (ticker: string) => (await decisions(ticker)).map(({ code }) => code)
  const jobs = () => sql<Waiting[]>`
    select job_id, payload ->> 'ticker' as ticker, payload ->> 'side' as side, state,
      payload::text as payload, payload ->> 'quantity' as quantity, payload ->> 'idempotency_key' as key
    from jobs where list = 'broker_orders' order by seq`
  const waiting = async () => (await jobs()).filter(({ state: at }) => at === 'queued')
  const finish = (jobId: string) =>
    sql`update jobs set state = 'done', settled_at = now() where job_id = ${jobId}`

  /** Each waiting order of a ticker is filled at `price`, without an order of its own. */
  async function fillWaiting(ticker: string, price: string, at: Date): Promise<void> {
    for (const { jobId, key, side, quantity } of (await waiting()).filter(
      (job) => job.ticker === ticker,
    )) {
      await seedFill(sql, { id: key, ticker, side, quantity, price, at })
      await finish(jobId)
    }
  }
  /** Each waiting order is judged and stored, and then as `then` says; its job is done. */
  async function place(
    at: Date,
    then: (orderId: string, job: Waiting) => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    for (const job of await waiting()) {
      const decision = await findDecision(sql, JSON.parse(job.payload) as never)
      const quote = { price: String(prices.get(job.ticker)), at }
      const intent = await placeIntent(sql, {
        decision,
        quote,
        deployStage: 'test',
        rules,
        now: at,
      })
      if (intent.kind === 'order') await then(intent.order.orderId, job)
      await finish(job.jobId)
    }
  }
  /** The broker says no to whatever waits. */
  const refuse = (at: Date, why: string) =>
    place(at, (orderId) => sql.begin((tx) => rejectOrder(tx, orderId, why, at)))

  async function reset(deposit = '10000'): Promise<void> {
    await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions,
      portfolio_snapshots, daily_risk_snapshots, circuit_breaker_events, position_stop_levels,
      approval_requests, broker_accounts, companies, market_snapshots, reserve_pool_ledger, orders,
      risk_evaluations, risk_tier_history, position_exits, ticker_faults, notification_wishes,
      latest_quotes, minute_bars, corporate_actions cascade`
    await clearAudit(sql)
    await sql`update trading_engine_config set risk_tier = 'moderate'`
    prices.clear()
    await seedAccount(sql, deposit)
    for (const [ticker, sector, step] of [
      ['AAA', 'Technology', 1],
      ['BBB', 'Energy', 2.3],
    ] as const) {
      await seedCompany(sql, ticker, sector)
      await seedBars(sql, ticker, wave(100, step))
      prices.set(ticker, '100.000000')
    }
  }
  const levels = async (ticker: string) => {
    const [row] = await sql<
      {
        stopPrice: string
        target1: string
        target2: string
        trailingStop: string | null
        halfTaken: boolean
      }[]
    >`select stop_price, target_1, target_2, trailing_stop, half_taken from position_stop_levels where ticker = ${ticker}`
    return row
  }
  const exit = async (ticker: string) => {
    const [row] = await sql<
      { code: string; state: string; refusals: number; said: string; nextTryAt: Date | null }[]
    >`select code, state, refusals, said, next_try_at from position_exits where ticker = ${ticker}`
    return row
  }
  return {
    engine,
    prices,
    state,
    run,
    decisions,
    codes,
    jobs,
    waiting,
    fillWaiting,
    place,
    refuse,
    reset,
    levels,
    exit,
  }
}

export type EngineRig = ReturnType<typeof openEngineRig>
