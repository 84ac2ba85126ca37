/** The record's bars, splits and dividends as the feed of a backtest: prices as they were traded, session by session. */

import { Big } from 'big.js'
import { adjustPriceBy, type Dividend, type Priced, type Split } from '../market/adjust.ts'
import { sessionOf } from '../market/calendar.ts'
import { roundTo } from '../money.ts'
import type { TickerAdvice, TickerNews } from '../strategy/strategy.ts'
import type { BacktestFeed, FeedSession } from './feed.ts'

/** Bars oldest first, each with the day up to which it carries splits. */
export type StoredTicker = {
  ticker: string
  bars: readonly Priced[]
  splits: readonly Split[]
  dividends: readonly Dividend[]
}

/** What became known besides, oldest first; absent where nobody asks for it. */
export type StoredWords = { news?: readonly TickerNews[]; advice?: readonly TickerAdvice[] }

type Making = {
  -readonly [Part in keyof FeedSession]: FeedSession[Part] extends readonly (infer One)[]
    ? One[]
    : FeedSession[Part]
} & { advice?: TickerAdvice[] }

const RATIO_DECIMALS = 12

/** `from` is the first session that words are handed to; bars before it warm strategies up. */
export function storedFeed(
  tickers: readonly StoredTicker[],
  { news = [], advice }: StoredWords,
  from: string,
): BacktestFeed {
  const sessions = new Map<string, Making>()
  for (const one of tickers) addTicker(sessions, one)
  const ordered = [...sessions.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
  const traded = ordered.filter(({ date }) => date >= from)
  addWords(traded, news, (session, one) => session.news.push(one))
  if (advice) addWords(traded, advice, (session, one) => (session.advice ??= []).push(one))
  return { tickers: tickers.map(({ ticker }) => ticker), sessions: ordered }
}

function addTicker(
  sessions: Map<string, Making>,
  { ticker, bars, splits, dividends }: StoredTicker,
): void {
  let basis = new Big(1)
  let before: Priced | undefined
  for (const bar of bars) {
    const session = sessionAt(sessions, bar.sessionDate)
    if (!session) continue
    const { date, closesAt: knownAt } = session
    if (before) {
      const ratio = stepOf(splits, before, bar)
      if (!ratio.eq(1)) {
        basis = basis.times(ratio)
        session.splits.push({ ticker, ratio: roundTo(ratio, RATIO_DECIMALS) })
      }
      for (const perShare of paidAt(bar, before, { splits, dividends }))
        session.dividends.push({ ticker, perShare })
    }
    const [open, high, low, close, volume] = [bar.open, bar.high, bar.low, bar.close, bar.volume]
    session.bars.push({
      ticker,
      date,
      knownAt,
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: Number(volume),
      basis: basis.toNumber(),
    })
    before = bar
  }
}

/** Shares after the night for each before it: splits that the later bar carries and the earlier does not. */
function stepOf(splits: readonly Split[], before: Priced, bar: Priced): Big {
  const [earlier, later] = [before.carriedUntil, bar.carriedUntil]
  const between = (low: string, high: string) =>
    splits
      .filter(({ exDate }) => exDate > low && exDate <= high)
      .reduce((ratio, { from, to }) => ratio.times(to).div(from), new Big(1))
  return later >= earlier ? between(earlier, later) : new Big(1).div(between(later, earlier))
}

/** Dollars a share of the later bar's basis, of dividends whose day lies between the two. */
function paidAt(
  bar: Priced,
  before: Priced,
  { splits, dividends }: Pick<StoredTicker, 'splits' | 'dividends'>,
): string[] {
  return dividends
    .filter(({ exDate }) => exDate > before.sessionDate && exDate <= bar.sessionDate)
    .map(({ exDate, amount }) =>
      adjustPriceBy(amount, splits, { after: exDate, on: bar.carriedUntil }),
    )
}

function sessionAt(sessions: Map<string, Making>, day: string): Making | undefined {
  const known = sessions.get(day)
  if (known) return known
  const session = sessionOf(day)
  if (!session) return undefined
  const made: Making = { ...session, bars: [], news: [], splits: [], dividends: [] }
  sessions.set(day, made)
  return made
}

/** To the first session that closes no earlier; what is known after the last is left out. */
function addWords<T extends { knownAt: Date }>(
  sessions: readonly Making[],
  words: readonly T[],
  add: (session: Making, one: T) => void,
): void {
  let at = 0
  for (const one of words) {
    while (sessions[at] && sessions[at]!.closesAt < one.knownAt) at += 1
    const session = sessions[at]
    if (session) add(session, one)
  }
}
