/**
 * Whether a run knows what is to come: it is repeated with another future, and what it did before that future must be
 * the same.
 *
 * It finds what reaches past what it was handed, by what it was given of the feed or by what it kept of an earlier run.
 */

import type { TickerAdvice, TickerNews, TradedBar } from '../strategy/strategy.ts'
import { LookAheadError, type BacktestFeed, type FeedSession } from './feed.ts'
import type { BacktestRun } from './engine.ts'
import { atOnce, type Steps } from './steps.ts'
import type { TrackedSpan, TrackedSpans } from './universe.ts'

/** Shares of the sessions after which the future is made another. */
const CUTS = [0.5, 0.8]

/** How often the sessions of a feed are played to find out. */
export const PEEK_PLAYS = 1 + CUTS.length

/** @throws LookAheadError naming the first session at which `run` did otherwise than over the real feed. */
export function refusePeeks(
  run: (feed: BacktestFeed) => Steps<BacktestRun>,
  feed: BacktestFeed,
): void {
  atOnce(playPeeks(run, feed))
}

/** `refusePeeks`, one session a step. */
export function* playPeeks(
  run: (feed: BacktestFeed) => Steps<BacktestRun>,
  feed: BacktestFeed,
): Steps<void> {
  const real = yield* run(feed)
  for (const share of CUTS) {
    const cut = real.first + Math.floor((feed.sessions.length - real.first) * share)
    const other = yield* run(withOtherFuture(feed, cut))
    const differs = real.dates
      .slice(0, cut - real.first + 1)
      .find((_, place) => didAt(real, place) !== didAt(other, place))
    if (differs === undefined) continue
    throw new LookAheadError(
      `Run ${real.strategy}: at ${differs} it did otherwise where only what came after ${feed.sessions[cut]!.date} was another: it knows what is to come`,
    )
  }
}

/** What a run was worth and wanted at one session, as text; all it did follows from that. */
function didAt({ equity, wanted, first }: BacktestRun, place: number): string {
  return JSON.stringify([equity[place], wanted.filter(({ at }) => at === first + place)])
}

/**
 * From the session after `cut` on, prices go up where they went down, and what was told of a ticker is untold and told
 * where nothing was: news, advice, splits, dividends, and whether it is tracked. So one who looks for any of them finds
 * another answer, and so does one who looks for there being none.
 */
function withOtherFuture(feed: BacktestFeed, cut: number): BacktestFeed {
  const { sessions, tickers, tracked } = feed
  const now = sessions[cut]?.closesAt
  if (!now) return feed
  const last = new Map(sessions[cut]?.bars.map(({ ticker, close }) => [ticker, close]))
  return {
    ...feed,
    sessions: sessions.map((session, at) =>
      at <= cut
        ? // What was read after that close is of the future, be it put down for a session before it.
          { ...session, ...keptNews(session, ({ knownAt }) => knownAt <= now) }
        : otherSession(session, { tickers, last, isEven: (at - cut) % 2 === 0 }),
    ),
    ...(tracked && { tracked: otherSpans(tracked, now, sessions[cut + 1]?.opensAt ?? now) }),
  }
}

function keptNews(
  { news, advice }: FeedSession,
  isKept: (one: { knownAt: Date }) => boolean,
): Pick<FeedSession, 'news' | 'advice'> {
  return { news: news.filter(isKept), ...(advice && { advice: advice.filter(isKept) }) }
}

type Turning = {
  tickers: readonly string[]
  /** Closes as the future begins. */
  last: ReadonlyMap<string, number>
  /** Shares are made twice as many and half as many in turn, so that no number grows with the days. */
  isEven: boolean
}

function otherSession(session: FeedSession, { tickers, last, isEven }: Turning): FeedSession {
  const { closesAt: knownAt, bars, news, advice, splits, dividends } = session
  const untold = <T extends { ticker: string }>(
    told: readonly T[],
    tell: (ticker: string) => T,
  ) => {
    const named = new Set(told.map(({ ticker }) => ticker))
    return tickers.filter((ticker) => !named.has(ticker)).map(tell)
  }
  const ratio = isEven ? '0.5' : '2'
  return {
    ...session,
    bars: bars.map((bar) => turned(bar, last.get(bar.ticker) ?? bar.close)),
    news: untold<TickerNews>(news, (ticker) => ({ ticker, knownAt, score: 1, confidence: 1 })),
    ...(advice && {
      advice: untold<TickerAdvice>(advice, (ticker) => ({
        ticker,
        knownAt,
        action: 'buy',
        confidence: 1,
        share: 0.01,
      })),
    }),
    splits: untold(splits, (ticker) => ({ ticker, ratio })),
    dividends: untold(dividends, (ticker) => ({ ticker, perShare: '0.01' })),
  }
}

function turned(bar: TradedBar, from: number): TradedBar {
  const turn = (price: number) => (from * from) / price
  const { open, high, low, close } = bar
  return { ...bar, open: turn(open), high: turn(low), low: turn(high), close: turn(close) }
}

/** What begins after `now` never does; what ends after it goes on, and what went on ends as the future begins. */
function otherSpans(tracked: TrackedSpans, now: Date, next: Date): TrackedSpans {
  const other = ({ from, until }: TrackedSpan): TrackedSpan =>
    until && until <= now ? { from, until } : { from, until: until ? null : next }
  return new Map(
    [...tracked].map(([ticker, spans]) => [
      ticker,
      spans.filter(({ from }) => from <= now).map(other),
    ]),
  )
}
