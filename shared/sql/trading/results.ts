/** What trading came to: trades that ended, closes of sessions, and what came of a decision. */

import type { EngineDecision } from '../../contracts/api/engine.ts'
import type { RiskEvaluationRow } from '../../contracts/api/trading.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { OrderState } from '../../domain/trading/order-state.ts'
import type { Holding } from '../../domain/risk/book.ts'
import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { orderIsOpen } from './orders.ts'

/** Trades of a ticker that ended; a trade that made nothing counts as lost. Dollars. */
export type TickerTrades = {
  ticker: string
  won: number
  lost: number
  wonDollars: string
  lostDollars: string
}

/** Trades that ended at or after `since`, added up by ticker. */
export function readTradesByTicker(db: Db, since: Date): Promise<TickerTrades[]> {
  return db<TickerTrades[]>`
    select ticker, (count(*) filter (where profit > 0))::integer as won,
      (count(*) filter (where profit <= 0))::integer as lost,
      coalesce(sum(profit) filter (where profit > 0), 0) as won_dollars,
      coalesce(sum(profit) filter (where profit <= 0), 0) as lost_dollars
    from ledger_trades where closed_at >= ${since} and ${ofAccount(db)}
    group by ticker order by ticker collate "C"
  `
}

/** Equity at the end of the session before the newest snapshot's; null before there were two. */
export async function readPreviousClose(db: Db): Promise<string | null> {
  const [row] = await db<{ equity: string }[]>`
    select equity from portfolio_days
    where ${ofAccount(db)} and session_date < (
      select session_date from portfolio_snapshots where ${ofAccount(db)}
      order by taken_at desc limit 1)
    order by session_date desc limit 1
  `
  return row?.equity ?? null
}

/** Verdicts on a decision, newest first. */
export function readRisksOf(db: Db, decisionId: string): Promise<Served<RiskEvaluationRow>[]> {
  return db<Served<RiskEvaluationRow>[]>`
    select risk_evaluation_id, evaluated_at, passed, code, checks, inputs_sha256
    from risk_evaluations where decision_id = ${decisionId}
    order by evaluated_at desc, risk_evaluation_id limit 100
  `
}

/** One decision of the account, or undefined. */
export async function readDecisionMade(
  db: Db,
  decisionId: string,
): Promise<Served<EngineDecision> | undefined> {
  const [row] = await db<Served<EngineDecision>[]>`
    select decision_id, recommendation_id, ticker, decided_at, kind, action, code, side, quantity,
      reference_price, checks, sizing, risk_tier, rule_version, source, signal_engine
    from trading_decisions where decision_id = ${decisionId} and ${ofAccount(db)}
  `
  return row
}

type CameOf = {
  orderId: string
  state: OrderState
  filledQuantity: string
  filledPriceAvg: string | null
}

/** The order that a decision led to, or undefined. */
export async function readCameOf(db: Db, decisionId: string): Promise<CameOf | undefined> {
  const [row] = await db<CameOf[]>`
    select order_id, state, filled_quantity, filled_price_avg from orders
    where decision_id = ${decisionId}
  `
  return row
}

/** Purchases that are on their way, less what is booked of them. */
export function readBuysOnTheirWay(db: Db): Promise<Holding[]> {
  return db<Holding[]>`
    select ticker, sector, quantity - booked_quantity as quantity, reference_price as price
    from orders where side = 'buy' and ${orderIsOpen(db)} and ${ofAccount(db)}
      and quantity > booked_quantity
    order by seq
  `
}

/** Where an order stands; undefined where there is none. */
export async function readOrderState(db: Db, orderId: string): Promise<OrderState | undefined> {
  const [row] = await db<{ state: OrderState }[]>`
    select state from orders where order_id = ${orderId} and ${ofAccount(db)}`
  return row?.state
}

/** Orders to buy that have not ended. */
export async function readOpenBuys(db: Db): Promise<string[]> {
  const rows = await db<{ orderId: string }[]>`
    select order_id from orders where side = 'buy' and ${orderIsOpen(db)} and ${ofAccount(db)}
    order by seq`
  return rows.map(({ orderId }) => orderId)
}

/** Dollars of the account in the newest snapshot up to a moment; undefined before the first. */
export async function readEquityAt(
  db: Db,
  at: Date,
): Promise<{ equity: string; activePool: string } | undefined> {
  const [row] = await db<{ equity: string; activePool: string }[]>`
    select equity, active_pool from portfolio_snapshots
    where ${ofAccount(db)} and taken_at <= ${at} order by taken_at desc limit 1`
  return row
}

/** The engine's own loops, and when each last went well. */
export function readLoopsOf(db: Db): Promise<{ loop: string; lastGoodAt: Date | null }[]> {
  return db`select loop, good_at as last_good_at from trading_loops order by loop`
}
