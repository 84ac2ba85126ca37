/** Where else the trades of a run could have begun: prices of their tickers by session, and what they cost. */

import type { BacktestFeed } from './feed.ts'
import type { BacktestTrade } from './trade.ts'
import { trackedAt } from './universe.ts'

const placeDefaults = {
  /** Share of the sessions at which a trade may begin elsewhere; of one held longer its place says nothing. */
  roomMin: 0.1,
}

/** Opens of a ticker over splits, dividends put back in, by session from `first` on; holes are left out. */
type Opens = {
  places: Map<number, number>
  sessions: number[]
  prices: number[]
  /** Prices at which it could be bought: it was tracked at the close before. */
  starts: number[]
}

/** A trade that might have begun at any of the `prices`; `made` and `cost` are shares of what was `paid`. */
export type MovableTrade = {
  prices: readonly number[]
  /** The session of each price. */
  sessions: readonly number[]
  /** Prices between its entry and its exit. */
  held: number
  /** Of the prices those at which it may begin. */
  starts: readonly number[]
  paid: number
  made: number
  cost: number
}

/** The trades that could have begun elsewhere. */
export function movableTrades(
  trades: readonly BacktestTrade[],
  feed: BacktestFeed,
  first: number,
): MovableTrade[] {
  const opens = opensOf(feed, first)
  return trades.flatMap((trade) => {
    const of = opens.get(trade.ticker)
    const [from, to] = [of?.places.get(trade.entry), of?.places.get(trade.exit)]
    if (!of || from === undefined || to === undefined || Number(trade.paid) <= 0) return []
    const costs = [trade.fees, trade.spread, trade.slippage].reduce(
      (sum, one) => sum + Number(one),
      0,
    )
    const paid = Number(trade.paid)
    const held = Math.max(1, to - from)
    const { prices, sessions } = of
    const last = Math.max(1, prices.length - held)
    const starts = of.starts.filter((place) => place < last)
    const room = prices.length - held < 1 ? 0 : starts.length
    if (room === 0 || room < of.starts.length * placeDefaults.roomMin) return []
    const made = Number(trade.profit) / paid
    return [{ prices, sessions, held, starts, paid, made, cost: costs / paid }]
  })
}

/** Where it begins and ends by one draw in [0, 1). */
export function movedTo({ prices, held, starts }: MovableTrade, drawn: number): [number, number] {
  const from = starts[Math.floor(drawn * starts.length)]!
  return [from, Math.min(prices.length - 1, from + held)]
}

function opensOf(feed: BacktestFeed, first: number): Map<string, Opens> {
  const { sessions } = feed
  const found = new Map<string, Opens>()
  const paid = new Map<string, number>()
  for (let at = first; at < sessions.length; at += 1) {
    const { bars, dividends } = sessions[at]!
    const before = trackedAt(feed, sessions[at - 1]?.closesAt ?? sessions[at]!.opensAt)
    const due = new Map(dividends.map(({ ticker, perShare }) => [ticker, Number(perShare)]))
    for (const { ticker, open, basis } of bars) {
      const of = found.get(ticker) ?? {
        places: new Map<number, number>(),
        sessions: [],
        prices: [],
        starts: [],
      }
      found.set(ticker, of)
      const factor = (paid.get(ticker) ?? 1) * (1 + (due.get(ticker) ?? 0) / open)
      paid.set(ticker, factor)
      of.places.set(at, of.prices.length)
      if (!before || before.has(ticker)) of.starts.push(of.prices.length)
      of.sessions.push(at)
      of.prices.push(open * basis * factor)
    }
  }
  return found
}
