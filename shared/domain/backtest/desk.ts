/** What stands between a strategy's wishes and its orders: rules, breakers, the pace of orders, and what was sold of late. */

import type { Limits } from '../risk/limits.ts'
import type { Strategy, Target } from '../strategy/strategy.ts'
import type { BacktestAccount } from './account.ts'
import { dayTradesOf, openPace, type Pace } from './book.ts'
import { decide } from './decide.ts'
import type { BacktestRun } from './engine.ts'
import type { BacktestFeed, FeedSession } from './feed.ts'
import { keepGuards, openGuards, type Guards } from './guards.ts'
import type { BacktestOrder } from './order.ts'
import { accountLimitsOf, openRules } from './rules.ts'
import type { BacktestFillRow } from './session.ts'
import type { BacktestSettings } from './settings.ts'

export type Desk = {
  feed: BacktestFeed
  settings: BacktestSettings
  /** The limits of the live account; null where the strategy keeps to its own alone. */
  risk: Limits | null
  rules: ReturnType<typeof openRules>
  guards: Guards
  pace: Pace
  soldAt: Map<string, Date>
  opening: ReturnType<typeof openOpening>
}

export function openDesk(strategy: Strategy, feed: BacktestFeed, settings: BacktestSettings): Desk {
  const limits = { ...settings.limits, ...strategy.limits }
  const risk = accountLimitsOf(strategy, settings.risk, feed)
  return {
    feed,
    settings: { ...settings, limits },
    risk,
    rules: openRules(limits, risk),
    guards: openGuards(settings.cash, feed),
    pace: openPace(),
    soldAt: new Map(),
    opening: openOpening(Number(settings.cash)),
  }
}

/** Notes what was sold in a bar. */
export function noteSales(
  { soldAt }: Desk,
  fills: readonly BacktestFillRow[],
  { closesAt }: FeedSession,
): void {
  for (const { ticker, side } of fills) if (side === 'sell') soldAt.set(ticker, closesAt)
}

type Asked = {
  account: BacktestAccount
  session: FeedSession
  at: number
  equity: number
  working: readonly BacktestOrder[]
  run: BacktestRun
}

/** Orders of what is wanted as a bar closes; of an emergency that has just opened, sales of everything, as live. */
export function ordersOf(
  desk: Desk,
  targets: readonly Target[],
  asked: Asked,
): readonly BacktestOrder[] {
  const { risk } = desk
  const opening = desk.opening(asked.session, asked.equity)
  // Most sessions of most strategies: nothing is wanted, and no breaker asks.
  if (targets.length === 0 && risk === null) return NO_ORDERS
  return judged(desk, targets, asked, opening)
}

function judged(
  { feed, risk, guards, pace, rules, settings, soldAt }: Desk,
  targets: readonly Target[],
  asked: Asked,
  opening: number,
): readonly BacktestOrder[] {
  const { account, session, at, equity, run } = asked
  const looked = { account, equity, openingEquity: opening }
  const isEmergency = risk !== null && keepGuards(guards, looked, session)
  const all = isEmergency ? soldOut(account) : targets
  const next = feed.sessions[at + 1]?.opensAt
  if (all.length === 0 || !next) return NO_ORDERS
  const dayTrades = risk ? dayTradesOf(run.fills, feed.sessions, { at, equity, limits: risk }) : 0
  const kept = { risk, rules, pace, breakers: guards.open, dayTrades, sectors: feed.sectors }
  const scene = { ...asked, ...kept, settings, opening, soldAt, next }
  return decide(all, scene, (order) => run.rejected.push(order))
}

const NO_ORDERS: readonly BacktestOrder[] = []

function soldOut({ holdings }: BacktestAccount): Target[] {
  return [...holdings.keys()].map((ticker) => ({ ticker, weight: 0, why: 'emergency' }))
}

/** Dollars that the day of a bar began with: equity as the day before left it. */
export function openOpening(cash: number): (session: FeedSession, equity: number) => number {
  let [date, began, last] = ['', cash, cash]
  return (session, equity) => {
    if (session.date !== date) {
      date = session.date
      began = last
    }
    last = equity
    return began
  }
}
