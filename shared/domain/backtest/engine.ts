/**
 * Runs a strategy over a feed, session by session: splits and dividends of the open, orders of the close before,
 * stops that rest, then the close, what became known by it, and what the strategy wants for the next open.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { Big } from 'big.js'
import type { Strategy, Target } from '../strategy/strategy.ts'
import { investedIn, markAt, openAccount, tradesUntil } from './account.ts'
import { dayTradesOf, openPace } from './book.ts'
import { decide } from './decide.ts'
import { openArrivals, type BacktestFeed, type FeedSession } from './feed.ts'
import type { RejectedOrder } from './fills.ts'
import { keepGuards, openGuards } from './guards.ts'
import { accountLimitsOf, openRules } from './rules.ts'
import { playSession, type BacktestFillRow, type BacktestState } from './session.ts'
import type { BacktestSettings } from './settings.ts'
import { atOnce, type Steps } from './steps.ts'
import type { BacktestTrade } from './trade.ts'
import { trackedAt } from './universe.ts'

/** What a run made, one number a session from the first that may be traded after. */
export type BacktestRun = {
  strategy: string
  dates: string[]
  /** Dollars at each close, and the share of them in positions. */
  equity: number[]
  exposure: number[]
  trades: BacktestTrade[]
  rejected: RejectedOrder[]
  /** What the strategy wanted, by the number of the session; before any rule. */
  wanted: { at: number; ticker: string; weight: number }[]
  /** Fills, in order. */
  fills: BacktestFillRow[]
  /** Bars that the strategy was handed since then. */
  bars: number
  dividends: string
  /** Number in the feed of the first session of `dates`: trades count from there on. */
  first: number
}

/**
 * The same inputs give the same run.
 *
 * @throws LookAheadError where the feed tells of what could not be known.
 * @throws RangeError where a strategy wants what is no position.
 */
export function runBacktest(
  strategy: Strategy,
  feed: BacktestFeed,
  settings: BacktestSettings,
): BacktestRun {
  return atOnce(playBacktest(strategy, feed, settings))
}

/** `runBacktest`, one session a step. */
export function* playBacktest(
  strategy: Strategy,
  feed: BacktestFeed,
  settings: BacktestSettings,
): Steps<BacktestRun> {
  const state = openBacktest(settings.cash)
  const { account } = state
  const limits = { ...settings.limits, ...strategy.limits }
  const risk = accountLimitsOf(strategy, settings.risk, feed)
  const rules = openRules(limits, risk)
  const guards = openGuards(settings.cash)
  const pace = openPace()
  const opening = openOpening(Number(settings.cash))
  const arrivals = openArrivals()
  const within = { ...settings, limits }
  const step = strategy.open({ tickers: feed.tickers, seed: settings.seed })
  const run = emptyRun(strategy.name)
  for (let at = 0; at < feed.sessions.length; at += 1) {
    yield
    const session = feed.sessions[at]!
    if (account.positions.size > 0 || state.working.length > 0) {
      playSession(state, session, at, within, run)
      for (const { ticker, close } of session.bars) markAt(account, ticker, close)
    }
    const isTraded = session.date >= settings.from
    const arrived = arrivals(session)
    const { holdings, cashNumber: cash } = account
    const equity = cash + investedIn(account)
    if (isTraded) writeDown(run, session.date, at, { equity, cash, bars: arrived.bars.length })
    const tracked = trackedAt(feed, session.closesAt)
    const wanted = step({
      date: session.date,
      at: session.closesAt,
      bars: arrived.bars,
      news: arrived.news,
      ...(arrived.advice && { advice: arrived.advice }),
      holdings,
      waiting: waitingIn(state),
      equity,
      cash,
      trades: isTraded,
      ...(tracked && { tracked }),
    })
    const began = opening(session, equity)
    const isEmergency =
      risk !== null &&
      isTraded &&
      keepGuards(guards, { account, equity, openingEquity: began }, session.closesAt)
    const targets = isEmergency ? soldOut(holdings) : heard(wanted, { at, tracked }, run)
    if (!isTraded || targets.length === 0 || at === feed.sessions.length - 1) continue
    const { working } = state
    const dayTrades = risk ? dayTradesOf(run.fills, feed.sessions, { at, equity, limits: risk }) : 0
    const kept = { risk, rules, pace, breakers: guards.open, dayTrades, sectors: feed.sectors }
    const scene = { ...kept, account, session, at, working, settings, opening: began }
    state.working.push(...decide(targets, scene, (order) => run.rejected.push(order)))
  }
  return {
    ...run,
    trades: tradesUntil(account, feed.sessions.length - 1),
    dividends: state.dividends.toFixed(),
  }
}

/** Dollars that the day of a bar began with: equity as the day before left it. */
export function openOpening(cash: number): (session: FeedSession, equity: number) => number {
  let [date, began, last] = ['', cash, cash]
  return (session, equity) => {
    if (session.date !== date) [date, began] = [session.date, last]
    last = equity
    return began
  }
}

/** As live: an emergency sells everything. */
function soldOut(holdings: ReadonlyMap<string, unknown>): Target[] {
  return [...holdings.keys()].map((ticker) => ({ ticker, weight: 0, why: 'emergency' }))
}

/** Notes what is wanted. As live: of what is tracked no more nothing is asked, and what is held stays with what rests at the broker. */
function heard(
  wanted: readonly Target[],
  { at, tracked }: { at: number; tracked: ReadonlySet<string> | undefined },
  run: Pick<BacktestRun, 'wanted'>,
): readonly Target[] {
  for (const { ticker, weight } of wanted) run.wanted.push({ at, ticker, weight })
  return tracked ? wanted.filter(({ ticker }) => tracked.has(ticker)) : wanted
}

function openBacktest(cash: string): BacktestState {
  return {
    account: openAccount(cash),
    working: [],
    resting: new Map(),
    dividends: new Big(0),
  }
}

const NONE: ReadonlySet<string> = new Set()

function waitingIn({ working }: BacktestState): ReadonlySet<string> {
  return working.length === 0 ? NONE : new Set(working.map(({ ticker }) => ticker))
}

/** One number a day: bars within a day leave what the last of them does. */
export function writeDown(
  run: BacktestRun,
  date: string,
  at: number,
  { equity, cash, bars }: { equity: number; cash: number; bars: number },
): void {
  if (run.dates.length === 0) run.first = at
  run.bars += bars
  if (run.dates.at(-1) === date)
    for (const list of [run.dates, run.equity, run.exposure]) list.pop()
  run.dates.push(date)
  run.equity.push(equity)
  run.exposure.push(equity > 0 ? (equity - cash) / equity : 0)
}

export function emptyRun(strategy: string): BacktestRun {
  const lists = {
    dates: [],
    equity: [],
    exposure: [],
    trades: [],
    rejected: [],
    wanted: [],
    fills: [],
  }
  return { strategy, ...lists, bars: 0, dividends: '0', first: 0 }
}
