/**
 * Runs a strategy over a feed, session by session: splits and dividends of the open, orders of the close before,
 * stops that rest, then the close, what became known by it, and what the strategy wants for the next open.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { Big } from 'big.js'
import type { Strategy, Target } from '../strategy/strategy.ts'
import { investedIn, markAt, openAccount, tradesUntil } from './account.ts'
import { noteSales, openDesk, ordersOf } from './desk.ts'
import { openArrivals, type BacktestFeed } from './feed.ts'
import type { RejectedOrder } from './fills.ts'
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
  const desk = openDesk(strategy, feed, settings)
  const arrivals = openArrivals()
  const step = strategy.open({ tickers: feed.tickers, seed: settings.seed })
  const run = emptyRun(strategy.name)
  for (let at = 0; at < feed.sessions.length; at += 1) {
    yield
    const session = feed.sessions[at]!
    if (account.positions.size > 0 || state.working.length > 0) {
      const done = run.fills.length
      playSession(state, session, at, desk.settings, run)
      noteSales(desk, run.fills.slice(done), session)
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
    const targets = heard(wanted, { at, tracked }, run)
    if (!isTraded) continue
    const asked = { account, session, at, equity, working: state.working, run }
    state.working.push(...ordersOf(desk, targets, asked))
  }
  return {
    ...run,
    trades: tradesUntil(account, feed.sessions.length - 1),
    dividends: state.dividends.toFixed(),
  }
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
