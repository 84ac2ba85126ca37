/** A data folder as the feed of a backtest: bars, splits and dividends by session, and news by when it was known. */

import type { BacktestFeed, FeedSession } from '#shared/domain/backtest/feed.ts'
import { newYorkInstant, sessionOf } from '#shared/domain/market/calendar.ts'
import { CALENDAR_FROM, CALENDAR_TO } from '#shared/domain/market/holidays.ts'
import type { TickerNews } from '#shared/domain/strategy/strategy.ts'
import { DataFolderError } from '#shared/host/data-folder.ts'
import { dividendOf, splitOf } from './actions.ts'
import { readDataBars, type DataBar } from './read-data-bars.ts'
import { readNews } from './read-news.ts'
import { readDataSectors } from './read-sectors.ts'
import { readTracked, dataUniverseOf, type DataUniverse } from './read-tracked.ts'

type Making = {
  -readonly [Part in keyof FeedSession]: FeedSession[Part] extends readonly (infer One)[]
    ? One[]
    : FeedSession[Part]
}

/** A feed, and what is known of who was tracked when. */
export type DataFeed = BacktestFeed & { universe: DataUniverse }

/** Days of trading, YYYY-MM-DD; `tickers` empty for all there are. */
export type FeedRange = {
  from: string
  to: string
  tickers: readonly string[]
  ignoresNews?: boolean | undefined
}

/**
 * Everything up to `to`: what comes before `from` warms strategies up.
 *
 * @throws DataFolderError where there is nothing to trade on in the range.
 */
export function readDataFeed(
  data: string,
  { from, to, tickers, ignoresNews }: FeedRange,
): DataFeed {
  const all = readDataBars(data, to)
  const missing = tickers.filter((ticker) => !all.has(ticker))
  if (missing.length > 0)
    throw new DataFolderError(
      `Read ${data}: expected bars of ${missing.join(', ')} up to ${to}, found ${[...all.keys()].join(', ')}`,
    )
  const named = [...all.keys()]
    .filter((one) => tickers.length === 0 || tickers.includes(one))
    .sort()
  const sessions = new Map<string, Making>()
  for (const ticker of named) addBars(sessions, all.get(ticker) ?? [])
  const ordered = [...sessions.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
  const traded = ordered.filter(({ date }) => date >= from)
  if (traded.length < 2)
    throw new DataFolderError(
      `Read ${data}: expected bars of two sessions from ${from} to ${to}, found ${traded.length}${spanOf(ordered)}`,
    )
  if (!ignoresNews) addNews(traded, readNews(data, new Set(named), { from, to }))
  const spans = readTracked(data)
  const tracked = spans && { tracked: spans }
  const sectors = readDataSectors(data)
  return {
    tickers: named,
    sessions: ordered,
    ...tracked,
    ...(sectors && { sectors }),
    universe: dataUniverseOf({ all, named, spans, range: { from, to } }),
  }
}

function spanOf(sessions: readonly FeedSession[]): string {
  const [first, last] = [sessions[0], sessions.at(-1)]
  return first && last ? `; bars up to then are of ${first.date} to ${last.date}` : ''
}

function addBars(sessions: Map<string, Making>, rows: readonly DataBar[]): void {
  let basis = 1
  rows.forEach((row, place) => {
    const { ticker, date, open, high, low, close, volume } = row
    let session = sessions.get(date)
    if (!session) sessions.set(date, (session = emptySession(date)))
    const split = splitOf(row, rows[place - 1])
    if (split !== undefined) {
      basis *= split
      session.splits.push({ ticker, ratio: String(split) })
    }
    const perShare = dividendOf(row, rows[place - 1])
    if (perShare !== undefined) session.dividends.push({ ticker, perShare })
    const knownAt = session.closesAt
    session.bars.push({ ticker, date, knownAt, open, high, low, close, volume, basis })
  })
}

function emptySession(date: string): Making {
  const year = Number(date.slice(0, 4))
  const known = year >= CALENDAR_FROM && year <= CALENDAR_TO ? sessionOf(date) : undefined
  return {
    date,
    // A day on which New York was closed is one of another exchange: its usual hours are taken.
    opensAt: known?.opensAt ?? newYorkInstant(date, '09:30'),
    closesAt: known?.closesAt ?? newYorkInstant(date, '16:00'),
    bars: [],
    news: [],
    splits: [],
    dividends: [],
  }
}

/** To the first session that closes no earlier; what is known after the last is left out. */
function addNews(sessions: readonly Making[], news: readonly TickerNews[]): void {
  let at = 0
  for (const one of news) {
    while (sessions[at] && sessions[at]!.closesAt < one.knownAt) at += 1
    sessions[at]?.news.push(one)
  }
}
