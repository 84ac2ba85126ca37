/**
 * Runs a strategy over a feed, session by session: splits and dividends of the open, orders of the close before,
 * stops that rest, then the close, what became known by it, and what the strategy wants for the next open.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { Big } from 'big.js'
import type { KnownAtClose, Strategy, Target } from '../strategy/strategy.ts'
import { investedIn, markAt, openAccount, tradesUntil } from './account.ts'
import { noteSales, openDesk, ordersOf, type Desk } from './desk.ts'
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
  const run = emptyRun(strategy.name)
  const play = openPlay(state, run, { strategy, feed, settings })
  for (let at = 0; at < feed.sessions.length; at += 1) {
    yield
    play(at)
  }
  return {
    ...run,
    trades: tradesUntil(state.account, feed.sessions.length - 1),
    dividends: state.dividends.toFixed(),
  }
}

type Played = { strategy: Strategy; feed: BacktestFeed; settings: BacktestSettings }

/** Plays one session, from its open to what is ordered at its close; in order. */
function openPlay(
  state: BacktestState,
  run: BacktestRun,
  { strategy, feed, settings }: Played,
): (at: number) => void {
  const { account } = state
  const desk = openDesk(strategy, feed, settings)
  const arrivals = openArrivals()
  const step = strategy.open({ tickers: feed.tickers, seed: settings.seed })
  let isTraded = false
  return (at) => {
    const session = feed.sessions[at]!
    if (account.positions.size > 0 || state.working.length > 0) playOpen(state, run, desk, at)
    // Sessions are in order: once it trades it goes on.
    isTraded ||= session.date >= settings.from
    const arrived = arrivals(session)
    const { holdings, cashNumber: cash } = account
    const equity = cash + investedIn(account)
    if (isTraded) writeDown(run, session.date, at, { equity, cash, bars: arrived.bars.length })
    const tracked = trackedAt(feed, session.closesAt)
    const known: KnownAtClose = {
      date: session.date,
      at: session.closesAt,
      bars: arrived.bars,
      news: arrived.news,
      holdings,
      waiting: waitingIn(state),
      equity,
      cash,
      trades: isTraded,
    }
    if (arrived.advice) known.advice = arrived.advice
    if (tracked) known.tracked = tracked
    const targets = heard(step(known), { at, tracked }, run)
    if (!isTraded) return
    const asked = { account, session, at, equity, working: state.working, run }
    for (const order of ordersOf(desk, targets, asked)) state.working.push(order)
  }
}

/** What is held and on its way meets a session: its open, what rests, and its closes. */
function playOpen(state: BacktestState, run: BacktestRun, desk: Desk, at: number): void {
  const session = desk.feed.sessions[at]!
  const done = run.fills.length
  playSession(state, session, at, desk.settings, run)
  if (run.fills.length > done) noteSales(desk, run.fills.slice(done), session)
  for (const { ticker, close } of session.bars) markAt(state.account, ticker, close)
}

/** Notes what is wanted. As live: of what is tracked no more nothing is asked, and what is held stays with what rests at the broker. */
function heard(
  wanted: readonly Target[],
  { at, tracked }: { at: number; tracked: ReadonlySet<string> | undefined },
  run: Pick<BacktestRun, 'wanted'>,
): readonly Target[] {
  for (const { ticker, weight } of wanted) run.wanted.push({ at, ticker, weight })
  return tracked ? withinTracked(wanted, tracked) : wanted
}

function withinTracked(wanted: readonly Target[], tracked: ReadonlySet<string>): Target[] {
  return wanted.filter(({ ticker }) => tracked.has(ticker))
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
  const { dates } = run
  if (dates.length === 0) run.first = at
  run.bars += bars
  if (dates[dates.length - 1] === date)
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
