/**
 * Plays recommendations of the past by the live engine's own rules: gates, sizing, parts, risk, stops and targets,
 * breakers, reserve and tiers, each by the code that trades live. What is decided as a bar closes trades at the next.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { arrivalOf } from './decide.ts'
import { investedIn, markAt, sharesOf, tradesUntil } from './account.ts'
import { openOpening } from './desk.ts'
import { emptyRun, writeDown, type BacktestRun } from './engine.ts'
import { openArrivals, type BacktestFeed, type FeedSession } from './feed.ts'
import { playSession } from './session.ts'
import type { BacktestSettings } from './settings.ts'
import type { Steps } from './steps.ts'
import { addBar } from './recorded-days.ts'
import { decideRound } from './recorded-round.ts'
import { bookSales, keepRecorded, realisedIn } from './recorded-keep.ts'
import { acrossSplits, followFills, sellAtLevels } from './recorded-levels.ts'
import { roundAt } from './recorded-said.ts'
import { openRecorded, type LiveMeans, type RecordedState } from './recorded-state.ts'

/** One bar a step. */
export function* playRecorded(
  means: LiveMeans,
  feed: BacktestFeed,
  settings: BacktestSettings,
): Steps<BacktestRun> {
  const within = { ...settings, isFractional: true, limits: { ...settings.limits, stopPct: 0 } }
  const state = openRecorded(settings.cash, means, feed)
  const { account } = state
  const arrivals = openArrivals()
  const opening = openOpening(Number(settings.cash))
  const run = emptyRun('recorded')
  for (let at = 0; at < feed.sessions.length; at += 1) {
    yield
    const session = feed.sessions[at]!
    playBar(state, session, at, within, run)
    for (const bar of session.bars) {
      markAt(account, bar.ticker, bar.close)
      addBar(state.days, bar)
    }
    const arrived = arrivals(session)
    if (session.date < settings.from) continue
    const equity = account.cashNumber + investedIn(account)
    const cash = account.cashNumber
    writeDown(run, session.date, at, { equity, cash, bars: arrived.bars.length })
    const openingEquity = opening(session, equity)
    const isEmergency = keepRecorded(state, { equity, openingEquity }, session)
    state.said.push(...(arrived.advice ?? []))
    if (at === feed.sessions.length - 1) continue
    const before = feed.sessions[at - 1]?.closesAt ?? session.opensAt
    const round = roundAt(state, feed, session, before)
    const arrivesAt = arrivalOf(session, settings)
    const worth = { equity, openingEquity, isEmergency, arrivesAt }
    decideRound({ state, round, feed, session, at, ...worth, run })
  }
  return {
    ...run,
    trades: tradesUntil(account, feed.sessions.length - 1),
    dividends: state.dividends.toFixed(),
  }
}

/** From the open to the close: what was ordered, then what the prices hit. */
function playBar(
  state: RecordedState,
  session: FeedSession,
  at: number,
  settings: BacktestSettings,
  run: BacktestRun,
): void {
  if (state.account.positions.size === 0 && state.working.length === 0) return
  const before = realisedIn(state)
  const [first, refused] = [run.fills.length, run.rejected.length]
  const held = new Set(state.account.holdings.keys())
  acrossSplits(state, session)
  playSession(state, session, at, settings, run)
  followFills(state, run.fills.slice(first), session)
  for (const { ticker, side, code } of run.rejected.slice(refused))
    if (side === 'buy') refuse(state, ticker, code, session.closesAt)
  sellAtLevels(state, { session, at, settings, isFresh: (ticker) => !held.has(ticker) }, run)
  bookSales(state, run.fills.slice(first), before, session)
}

/** A purchase that came to nothing: the ticker is left alone for a while. */
function refuse(
  { refusals, sellBy, account }: RecordedState,
  ticker: string,
  says: string,
  at: Date,
): void {
  if (sharesOf(account, ticker).lte(0)) sellBy.delete(ticker)
  refusals.set(ticker, [...(refusals.get(ticker) ?? []), { at, says }])
}
