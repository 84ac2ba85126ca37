/** What a backtest is fed with: sessions in order, and at each no more than was known as it closed. */

import type { EarningsNotice } from '../fundamentals/earnings-dates.ts'
import type { KnownAtClose, TickerAdvice, TickerNews, TradedBar } from '../strategy/strategy.ts'
import type { EngineSays } from '../trading/engine-gates.ts'
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

/** One evaluation of a ticker by the signal engine. */
export type PastEvaluation = NonNullable<EngineSays['output']> & { evaluatedAt: Date }

export type BacktestFeed = {
  tickers: readonly string[]
  sessions: readonly FeedSession[]
  /** When each was tracked; absent: always. */
  tracked?: TrackedSpans
  /** By ticker; absent: nobody knows, and what is in one sector is not looked at. */
  sectors?: ReadonlyMap<string, string>
  /** Filings that told results, by ticker; absent: nobody knows of any. */
  earnings?: ReadonlyMap<string, readonly EarningsNotice[]>
  /** What the signal engine said of each ticker, oldest first, and since when it is in the record; absent: nobody knows of any. */
  engine?: { since: Date; said: ReadonlyMap<string, readonly PastEvaluation[]> }
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
  let isNothingLate = true
  // A number, as two dates are compared slowly.
  let before = Number.NEGATIVE_INFINITY
  return (session) => {
    const { date, closesAt, bars, news, advice = NONE } = session
    const closes = closesAt.getTime()
    if (closes <= before)
      throw new LookAheadError(
        `Feed ${date}: expected a session after that which closed at ${new Date(before).toISOString()}`,
      )
    before = closes
    for (const bar of bars) refuseEarly(bar, date, closesAt)
    const isAllKnown =
      areKnown(bars, closesAt) && areKnown(news, closesAt) && areKnown(advice, closesAt)
    if (isNothingLate && isAllKnown) return session
    const all = {
      bars: [...late.bars, ...bars],
      news: [...late.news, ...news],
      advice: [...late.advice, ...advice],
    }
    late = partOf(all, closesAt, false)
    isNothingLate = late.bars.length + late.news.length + late.advice.length === 0
    return partOf(all, closesAt, true)
  }
}

/** What was known at a moment, or what was not. */
function partOf(all: Required<Arrived>, at: Date, known: boolean): Required<Arrived> {
  const isOfIt = (one: Dated) => isKnown(one, at) === known
  return {
    bars: all.bars.filter(isOfIt),
    news: all.news.filter(isOfIt),
    advice: all.advice.filter(isOfIt),
  }
}

type Dated = { knownAt: Date }

const NONE: readonly TickerAdvice[] = []

function areKnown(all: readonly Dated[], at: Date): boolean {
  for (const one of all) if (!isKnown(one, at)) return false
  return true
}

/** Most are known at the very close, and are of the one date. */
function isKnown({ knownAt }: Dated, at: Date): boolean {
  return knownAt === at || knownAt.getTime() <= at.getTime()
}

function refuseEarly(bar: TradedBar, date: string, closesAt: Date): void {
  if (bar.date !== date)
    throw new LookAheadError(
      `Feed ${date}: expected bars of that day, found ${bar.ticker} of ${bar.date}`,
    )
  if (bar.knownAt !== closesAt && bar.knownAt.getTime() < closesAt.getTime())
    throw new LookAheadError(
      `Feed ${date}: ${bar.ticker}'s bar says it was known at ${bar.knownAt.toISOString()}, before the close at ${closesAt.toISOString()}`,
    )
}
