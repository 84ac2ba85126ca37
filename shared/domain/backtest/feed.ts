/** What a backtest is fed with: sessions in order, and at each no more than was known as it closed. */

import type { EarningsNotice } from '../fundamentals/earnings-dates.ts'
import type { KnownAtClose, TickerAdvice, TickerNews, TradedBar } from '../strategy/strategy.ts'
import type { TrackedSpans } from './universe.ts'

/** `ratio` shares after it for each before, as decimal text. */
export type FeedSplit = { ticker: string; ratio: string }
/** Dollars a share, as decimal text, to who held it as its day opened. */
export type FeedDividend = { ticker: string; perShare: string }

/** Splits and dividends are of its open. A ticker without a bar did not trade. */
export type FeedSession = {
  date: string
  opensAt: Date
  closesAt: Date
  bars: readonly TradedBar[]
  news: readonly TickerNews[]
  advice?: readonly TickerAdvice[]
  splits: readonly FeedSplit[]
  dividends: readonly FeedDividend[]
}

export type BacktestFeed = {
  tickers: readonly string[]
  sessions: readonly FeedSession[]
  /** When each was tracked; absent: always. */
  tracked?: TrackedSpans
  /** By ticker; absent: nobody knows, and what is in one sector is not looked at. */
  sectors?: ReadonlyMap<string, string>
  /** Filings that told results, by ticker; absent: nobody knows of any. */
  earnings?: ReadonlyMap<string, readonly EarningsNotice[]>
  /** Seconds that a bar lasts; absent: each is a session. */
  barSeconds?: number
}

/** The feed tells what nobody could know: no number made from it is worth anything. */
export class LookAheadError extends Error {
  override readonly name = 'LookAheadError'
}

type Arrived = Pick<KnownAtClose, 'bars' | 'news' | 'advice'>

/**
 * Gives at each close what became known since the one before; what is known later waits.
 *
 * @throws LookAheadError of a bar that says it was known before its session had closed, and of sessions out of order.
 */
export function openArrivals(): (session: FeedSession) => Arrived {
  let late: Required<Arrived> = { bars: [], news: [], advice: [] }
  let before: Date | undefined
  return (session) => {
    const { date, closesAt, bars, news, advice = [] } = session
    if (before !== undefined && closesAt <= before)
      throw new LookAheadError(
        `Feed ${date}: expected a session after that which closed at ${before.toISOString()}`,
      )
    before = closesAt
    for (const bar of bars) refuseEarly(bar, date, closesAt)
    const isNothingLate = late.bars.length + late.news.length + late.advice.length === 0
    const isKnown = ({ knownAt }: { knownAt: Date }) => knownAt === closesAt || knownAt <= closesAt
    if (isNothingLate && bars.every(isKnown) && news.every(isKnown) && advice.every(isKnown))
      return session
    const isLate = (one: { knownAt: Date }) => !isKnown(one)
    const all = {
      bars: [...late.bars, ...bars],
      news: [...late.news, ...news],
      advice: [...late.advice, ...advice],
    }
    late = {
      bars: all.bars.filter(isLate),
      news: all.news.filter(isLate),
      advice: all.advice.filter(isLate),
    }
    return {
      bars: all.bars.filter(isKnown),
      news: all.news.filter(isKnown),
      advice: all.advice.filter(isKnown),
    }
  }
}

function refuseEarly(bar: TradedBar, date: string, closesAt: Date): void {
  if (bar.date !== date)
    throw new LookAheadError(
      `Feed ${date}: expected bars of that day, found ${bar.ticker} of ${bar.date}`,
    )
  if (bar.knownAt !== closesAt && bar.knownAt < closesAt)
    throw new LookAheadError(
      `Feed ${date}: ${bar.ticker}'s bar says it was known at ${bar.knownAt.toISOString()}, before the close at ${closesAt.toISOString()}`,
    )
}
