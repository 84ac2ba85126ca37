/** One round over recommendations of the past: what is wanted as a bar closes, by the live engine's rules, for the open of the next. */

import { Big } from 'big.js'
import type { TickerAdvice } from '../strategy/strategy.ts'
import { judgeUnheld } from '../trading/exits.ts'
import { rebalanceOf } from '../trading/rebalance.ts'
import { tiers } from '../trading/tiers.ts'
import { sharesOf } from './account.ts'
import { bookOf, countOrder, dayTradesOf, plain } from './book.ts'
import type { BacktestRun } from './engine.ts'
import type { BacktestFeed, FeedSession } from './feed.ts'
import { trackedAt } from './universe.ts'
import { enter, enterParts, whyOf } from './recorded-enter.ts'
import { freeShares, saleOf } from './recorded-levels.ts'
import type { EnterScene } from './recorded-look-back.ts'
import { microsDue } from './recorded-micro.ts'
import { candidatesOf, type RecordedRound } from './recorded-said.ts'
import type { RecordedState } from './recorded-state.ts'

type Deciding = {
  state: RecordedState
  round: RecordedRound
  feed: BacktestFeed
  session: FeedSession
  at: number
  equity: number
  openingEquity: number
  isEmergency: boolean
  arrivesAt: number
  run: BacktestRun
}

/** As live: ends positions first, then later parts, then entries, the surest first. */
export function decideRound(deciding: Deciding): void {
  const { state, round, feed, session, at, run } = deciding
  const tracked = trackedAt(feed, session.closesAt)
  const pass = passerOf(deciding)
  const all = candidatesOf(state, round, pass)
  const candidates = tracked ? all.filter(({ ticker }) => tracked.has(ticker)) : all
  if (deciding.isEmergency)
    for (const ticker of state.account.holdings.keys()) state.wanted.set(ticker, 'emergency')
  for (const one of candidates) if (one.action === 'sell') wantSale(deciding, one, pass)
  for (const ticker of microsDue(state, round.now))
    if (!state.wanted.has(ticker)) state.wanted.set(ticker, 'micro_hold')
  sellWanted(deciding)
  bringBack(deciding)
  const scene: EnterScene = {
    state,
    round,
    feed,
    session,
    at,
    arrivesAt: deciding.arrivesAt,
    book: bookIn(deciding),
    equity: plain(deciding.equity),
    closes: new Map(session.bars.map(({ ticker, close }) => [ticker, close])),
  }
  enterParts(scene, ({ ticker }, code, check) =>
    run.rejected.push(rejectedOf(session, { ticker, side: 'buy', code }, check)),
  )
  for (const one of candidates) {
    if (one.action === 'sell') continue
    enter(scene, one, (code, check) => pass(one, code, check))
    if (state.working.some((order) => order.ticker === one.ticker && order.decidedAt === at))
      want(run, at, one.ticker, 1)
  }
}

function bookIn({ state, feed, session, at, equity, openingEquity, run }: Deciding) {
  const { account, working, guards, pace, means } = state
  const limits = means.limits
  const dayTrades = dayTradesOf(run.fills, feed.sessions, { at, equity, limits })
  const worth = { equity: plain(equity), openingEquity: plain(openingEquity) }
  const kept = { breakers: guards.open, sectors: feed.sectors, pace, dayTrades }
  return bookOf({ account, working, session, ...worth, ...kept })
}

type Found = { found: string | number | null; limit: string | number | null }

/** What is passed over, once for each code. */
function passerOf({ state, session, run }: Deciding) {
  return (one: TickerAdvice, code: string, check: Found | undefined) => {
    if (code === 'superseded') state.answered.add(one)
    if (state.passedFor.get(one) === code) return
    state.passedFor.set(one, code)
    const { ticker, action: side } = one
    run.rejected.push(rejectedOf(session, { ticker, side, code }, check))
  }
}

function rejectedOf(
  { date }: FeedSession,
  { ticker, side, code }: { ticker: string; side: 'buy' | 'sell'; code: string },
  check: Found | undefined,
) {
  return { date, ticker, side, code, found: check?.found ?? null, limit: check?.limit ?? null }
}

/** A recommendation to sell closes its ticker; of what is still being bought it waits for the fill. */
function wantSale(
  { state }: Deciding,
  one: TickerAdvice,
  pass: (one: TickerAdvice, code: string, check: Found | undefined) => void,
): void {
  const { ticker, confidence } = one
  state.answered.add(one)
  const isHeld = sharesOf(state.account, ticker).gt(0)
  const isComing = state.working.some((order) => order.ticker === ticker && order.side === 'buy')
  if (isHeld || isComing) state.wanted.set(ticker, whyOf('sell', confidence))
  if (isHeld) return
  const { code, checks } = judgeUnheld({ isComing })
  pass(one, code, checks[0])
}

function sellWanted(deciding: Deciding): void {
  const { state } = deciding
  for (const [ticker, why] of state.wanted) {
    if (sharesOf(state.account, ticker).gt(0)) sell(deciding, ticker, { why, most: null })
    else if (!state.working.some((order) => order.ticker === ticker)) state.wanted.delete(ticker)
  }
}

/** What of a position has grown past its share. */
function bringBack(deciding: Deciding): void {
  const { state, equity } = deciding
  for (const [ticker, { tier }] of state.levels) {
    const quantity = sharesOf(state.account, ticker)
    if (quantity.lte(0)) continue
    const price = plain(state.account.positions.get(ticker)!.last)
    const share = { equity: plain(equity), sharePct: tiers[tier].positionPctMax }
    const surplus = rebalanceOf({ quantity: quantity.toFixed(), price }, share)
    if (surplus) sell(deciding, ticker, { why: 'rebalance', most: surplus })
  }
}

/** Sells at the next open what nothing sells yet. */
function sell(
  { state, session, at, arrivesAt, run }: Deciding,
  ticker: string,
  { why, most }: { why: string; most: string | null },
): void {
  const free = freeShares(state, ticker)
  const isLeaving = free.lt(sharesOf(state.account, ticker))
  const quantity = most !== null && free.gt(most) ? new Big(most) : free
  if (quantity.lte(0) || (most !== null && isLeaving)) return
  const price = state.account.positions.get(ticker)!.last
  const sale = { reason: why, quantity: quantity.toFixed(), price }
  state.working.push(saleOf(ticker, { at, arrivesAt }, sale))
  countOrder(state.pace, { ticker, side: 'sell', quantity: quantity.toFixed() }, session)
  want(run, at, ticker, 0)
}

function want(run: BacktestRun, at: number, ticker: string, weight: number): void {
  run.wanted.push({ at, ticker, weight })
}
