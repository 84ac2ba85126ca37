/** Stored bars, dividends and readings of one ticker as the feed that a backtest runs on: sessions of the calendar. */

import type { FeedSession } from '../../backtest/feed.ts'
import { newYorkInstant, nextSession, sessionOf, type Session } from '../../market/calendar.ts'
import type { TickerNews, TradedBar } from '../strategy.ts'

/** On one basis; what is no price is left out before. */
export type ShadowBar = Omit<TradedBar, 'ticker' | 'knownAt' | 'basis'>

export type ShadowRecord = {
  ticker: string
  /** Oldest first. */
  bars: readonly ShadowBar[]
  /** By when it was known. */
  news: readonly TickerNews[]
  /** Dollars a share on the basis of the bars, by the day that it is paid to holders of. */
  dividends: readonly { exDate: string; perShare: string }[]
}

/** Every session from the first bar's to the last bar's; one without a bar did not trade. */
export function shadowFeed({ ticker, bars, news, dividends }: ShadowRecord): FeedSession[] {
  const [first, last] = [bars[0], bars.at(-1)]
  if (!first || !last) return []
  const byDate = new Map(bars.map((bar) => [bar.date, bar]))
  const paid = Map.groupBy(dividends, ({ exDate }) => exDate)
  const sessions: FeedSession[] = []
  let told = 0
  const opening = sessionOf(first.date) ?? nextSession(newYorkInstant(first.date, '00:00'))
  for (let session = opening; session.date <= last.date;) {
    const { date, opensAt, closesAt }: Session = session
    const bar = byDate.get(date)
    const known: TickerNews[] = []
    for (; news[told] && news[told]!.knownAt <= closesAt; told += 1) known.push(news[told]!)
    sessions.push({
      date,
      opensAt,
      closesAt,
      bars: bar ? [{ ...bar, ticker, knownAt: closesAt, basis: 1 }] : [],
      news: known,
      splits: [],
      dividends: (paid.get(date) ?? []).map(({ perShare }) => ({ ticker, perShare })),
    })
    session = nextSession(opensAt)
  }
  return sessions
}
