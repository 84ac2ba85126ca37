/** The account of a backtest as the risk rules read it: what is held, what is on its way, and how orders went of late. */

import { Big } from 'big.js'
import type { Book, Holding, Pending } from '../risk/book.ts'
import type { Facts } from '../risk/facts.ts'
import { riskDefaults, type Limits } from '../risk/limits.ts'
import type { OpenBreaker } from '../trading/breakers.ts'
import type { BacktestAccount } from './account.ts'
import type { FeedSession } from './feed.ts'
import type { BacktestOrder } from './order.ts'
import { sectorIn } from './rules.ts'
import type { BacktestFillRow } from './session.ts'

/** A purchase that was let go, and when. */
export type Purchase = { ticker: string; quantity: string; at: Date; date: string }

/** What the rules ask of late: purchases of the day, newest first, and how many orders it had. */
export type Pace = { purchases: Purchase[]; orders: { date: string; count: number } }

export function openPace(): Pace {
  return { purchases: [], orders: { date: '', count: 0 } }
}

/** Notes that an order was let go. */
export function countOrder(
  pace: Pace,
  order: Pick<BacktestOrder, 'side' | 'ticker'> & { quantity: string },
  { date, closesAt }: Pick<FeedSession, 'date' | 'closesAt'>,
): void {
  if (pace.orders.date !== date) pace.orders = { date, count: 0 }
  pace.orders.count += 1
  if (order.side === 'sell') return
  const { ticker, quantity } = order
  if (pace.purchases[0]?.date !== date) pace.purchases = []
  pace.purchases.unshift({ ticker, quantity, at: closesAt, date })
}

export type BookScene = {
  account: BacktestAccount
  working: readonly BacktestOrder[]
  /** By ticker; one that is not named is a sector of its own. */
  sectors: ReadonlyMap<string, string> | undefined
  equity: string
  openingEquity: string
  breakers: readonly OpenBreaker[]
  pace: Pace
  /** Day trades of five sessions; asked of a small account alone. */
  dayTrades: number
  session: Pick<FeedSession, 'date' | 'closesAt'>
}

/** The account; stops that rest give way to what is decided. */
export function bookOf(scene: BookScene): Book & { pending: Pending[] } {
  const { account, working, equity, openingEquity, breakers } = scene
  const sectorOf = (ticker: string) => sectorIn(scene.sectors, ticker)
  const holdings: Holding[] = [...account.holdings].map(([ticker, { quantity }]) => ({
    ticker,
    sector: sectorOf(ticker),
    quantity,
    price: plain(account.positions.get(ticker)?.last ?? 0),
  }))
  const pending = working.map(({ ticker, side, quantity, filled, reference }) => ({
    ticker,
    sector: sectorOf(ticker),
    side,
    quantity: quantity.minus(filled).toFixed(),
    price: plain(reference),
  }))
  return {
    equity,
    openingEquity,
    holdings,
    pending,
    ordersLastMinute: 0,
    inSession: true,
    paused: false,
    breakers: breakers.map(({ breaker, ticker }) => ({ breaker, ticker })),
    lockouts: [],
    facts: factsOf(scene, pending),
  }
}

/** Facts that history holds, and in place of the others such as pass. */
function factsOf(
  { account, pace, session, dayTrades }: BookScene,
  pending: readonly Pending[],
): Facts {
  const cash = account.cash.toFixed()
  const today = pace.purchases.filter(({ date }) => date === session.date)
  const committed = pending
    .filter(({ side }) => side === 'buy')
    .reduce((total, { quantity, price }) => total.plus(new Big(quantity).times(price)), new Big(0))
  const purchasesToday: Record<string, number> = {}
  for (const { ticker } of today) purchasesToday[ticker] = (purchasesToday[ticker] ?? 0) + 1
  return {
    standing: { mode: 'paper', state: 'active', holds: [] },
    account: {
      status: 'ACTIVE',
      blocked: false,
      cash,
      buyingPower: cash,
      ageSeconds: 0,
      dayTrades: null,
    },
    cash,
    contradictions: [],
    marksAgeSeconds: null,
    committed: committed.toFixed(),
    dayTrades,
    purchases: today.map(({ ticker, quantity, at }) => ({
      ticker,
      quantity,
      ageSeconds: (session.closesAt.getTime() - at.getTime()) / 1000,
    })),
    ordersLastSecond: 0,
    ordersToday: pace.orders.date === session.date ? pace.orders.count : 0,
    purchasesToday,
    moves: {},
  }
}

/** Tickers bought and sold again on one day, of the last five sessions; 0 of an account that is large enough. */
export function dayTradesOf(
  fills: readonly BacktestFillRow[],
  sessions: readonly FeedSession[],
  { at, equity, limits }: { at: number; equity: number; limits: Limits },
): number {
  if (equity >= Number(limits.dayTradeEquityMin)) return 0
  const days = new Set<string>()
  for (let step = at; step >= 0 && days.size < riskDefaults.dayTradeSessions; step -= 1)
    days.add(sessions[step]!.date)
  const bought = new Set<string>()
  const traded = new Set<string>()
  const first = fills.findLastIndex((fill) => !days.has(sessions[fill.at]!.date)) + 1
  for (const { ticker, side, at: step } of fills.slice(first)) {
    const key = `${sessions[step]!.date} ${ticker}`
    if (side === 'buy') bought.add(key)
    else if (bought.has(key)) traded.add(key)
  }
  return traded.size
}

/** A float as decimal text without an exponent. */
export function plain(price: number): string {
  const text = String(price)
  return text.includes('e') ? new Big(price).toFixed() : text
}
