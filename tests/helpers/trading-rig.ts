/** An engine over a database of a test's own: an account, two companies with bars, settable prices. */

import { rules } from '#shared/domain/rules/versions.ts'
import type { Sql } from '#shared/sql/open.ts'
import { runTradingRound, type TradingEngine } from '../../services/trading-engine/round.ts'
import { NOON, seedAccount, seedBars, seedCompany, seedFill, tellAccount } from './trading.ts'

export const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)

/** `own` is the database as the product comes to it. */
export function openRig(sql: Sql, own: Sql) {
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
  const run = async (moment: Date, parts: Partial<TradingEngine> = {}) => {
    state.now = moment
    await tellAccount(sql, moment)
    return runTradingRound({ ...engine, ...parts }, moment)
  }
  const codes = async (ticker: string) => {
    const rows = await sql<{ code: string }[]>`
      select code from trading_decisions where ticker = ${ticker} order by seq`
    return rows.map(({ code }) => code)
  }
  const jobs = () => sql<
    { jobId: string; ticker: string; side: 'buy' | 'sell'; quantity: string; payload: string }[]
  >`
    select job_id, payload ->> 'ticker' as ticker, payload ->> 'side' as side,
      payload ->> 'quantity' as quantity, payload::text as payload
    from jobs where list = 'broker_orders' and state = 'queued' order by seq`
  /** What adapter and broker make of every waiting decision on a ticker, in short. */
  async function fillWaiting(ticker: string, price: string, moment: Date): Promise<void> {
    for (const { jobId, side, quantity } of (await jobs()).filter((job) => job.ticker === ticker)) {
      await seedFill(sql, { id: jobId, ticker, side, quantity, price, at: moment })
      await sql`update jobs set state = 'done', settled_at = now() where job_id = ${jobId}`
    }
  }
  async function reset(deposit = '10000'): Promise<void> {
    await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions,
      portfolio_snapshots, daily_risk_snapshots, circuit_breaker_events, position_stop_levels,
      broker_accounts, companies, market_snapshots, reserve_pool_ledger, orders,
      risk_evaluations, risk_tier_history cascade`
    await sql`update trading_engine_config set risk_tier = 'moderate'`
    prices.clear()
    await seedAccount(sql, deposit)
    for (const [ticker, sector, step] of [
      ['AAA', 'Technology', 1],
      ['BBB', 'Energy', 2.3],
    ] as const) {
      await seedCompany(sql, ticker, sector)
      const wave = (_: unknown, day: number) => 100 * (1 + 0.02 * Math.sin(day * step))
      await seedBars(sql, ticker, Array.from({ length: 61 }, wave))
      prices.set(ticker, '100.000000')
    }
  }
  return { engine, prices, run, codes, jobs, fillWaiting, reset }
}
