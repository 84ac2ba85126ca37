/** Prices as bars: stored as they were traded, read as of a moment with the splits known by then. */

import { adjustBar, totalReturnCloses, type Priced } from '../../domain/market/adjust.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import type { Db } from '../open.ts'
import { readDividends, readSplits } from './actions.ts'
import { readSuspicions } from './suspicions.ts'

/** One session of one ticker; prices and volume are decimal text, on the basis of the moment asked for. */
export type DailyBar = {
  ticker: string
  /** YYYY-MM-DD, New York. */
  sessionDate: string
  /** Midnight in New York. */
  startsAt: Date
  open: string
  high: string
  low: string
  close: string
  volume: string
}

type StoredBar = DailyBar & Priced

/**
 * The newest `count` daily bars known before `asOf`, oldest first. Where a night looks like a split that
 * nobody has told, only those behind it: nothing is read across it.
 */
export async function readBarsBefore(
  db: Db,
  ticker: string,
  count: number,
  asOf: Date,
): Promise<DailyBar[]> {
  const [bars, splits, suspected] = await Promise.all([
    readStored(db, ticker, count, asOf),
    readSplits(db, [ticker], asOf),
    readSuspicions(db, [ticker], asOf),
  ])
  const on = newYorkDate(asOf)
  const from = suspected.get(ticker) ?? ''
  return bars
    .filter(({ sessionDate }) => sessionDate >= from)
    .map((bar) => {
      const { carriedUntil: _, ...read } = adjustBar(bar, splits.get(ticker) ?? [], on)
      return read
    })
}

/** The same bars as floats, for scores: close and volume alone. */
export async function readMovesBefore(
  db: Db,
  ticker: string,
  count: number,
  asOf: Date,
): Promise<{ close: number; volume: number }[]> {
  const bars = await readBarsBefore(db, ticker, count, asOf)
  return bars.map(({ close, volume }) => ({ close: Number(close), volume: Number(volume) }))
}

/** Closes of the same bars with dividends put back in: for returns over time, never for an order. */
export async function readTotalReturns(
  db: Db,
  ticker: string,
  count: number,
  asOf: Date,
): Promise<{ sessionDate: string; close: string }[]> {
  const [bars, splits, dividends] = await Promise.all([
    readStored(db, ticker, count, asOf),
    readSplits(db, [ticker], asOf),
    readDividends(db, ticker, asOf),
  ])
  const actions = { splits: splits.get(ticker) ?? [], dividends }
  const closes = totalReturnCloses(bars, actions, newYorkDate(asOf))
  return bars.map(({ sessionDate }, place) => ({ sessionDate, close: closes[place]! }))
}

/**
 * The one rule of what was known: bars of sessions before New York's day of `asOf`, and fetched
 * before it. What is fetched at that very moment is left out, so that no answer depends on which of
 * two jobs came first, and no decision sees a price from its own future.
 */
async function readStored(db: Db, ticker: string, count: number, asOf: Date): Promise<StoredBar[]> {
  const bars = await db<StoredBar[]>`
    select ticker, session_date::text as session_date, starts_at, open, high, low, close, volume,
      ${carriedUntil(db)} as carried_until
    from market_snapshots
    where ticker = ${ticker} and timespan = '1d' and fetched_at < ${asOf}
      and session_date < ${newYorkDate(asOf)}::date
    order by starts_at desc limit ${count}`
  return bars.toReversed()
}

/** Up to which day a row of `market_snapshots` carries its splits: an adjusted one up to its fetch. */
export function carriedUntil(db: Db) {
  return db`(case basis when 'adjusted' then greatest(session_date,
    (fetched_at at time zone 'America/New_York')::date) else session_date end)::text`
}
