/** What the record knew of a ticker at a moment: its bars, news and dividends on one basis, and what was said before. */

import { adjustPriceBy } from '#shared/domain/market/adjust.ts'
import { newYorkDate, nextSession } from '#shared/domain/market/calendar.ts'
import { isSound } from '#shared/domain/signal-engine/input.ts'
import type { FeedSession } from '#shared/domain/backtest/feed.ts'
import { shadowFeed, type ShadowBar } from '#shared/domain/strategy/shadow/feed.ts'
import { HELD_MAX } from '#shared/domain/strategy/shadow/follow.ts'
import { lacksOf, sayAll } from '#shared/domain/strategy/shadow/say.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { readDividends, readSplits } from '#shared/sql/market/actions.ts'
import { readBarsBefore } from '#shared/sql/market/bars.ts'
import { readSuspicions } from '#shared/sql/market/suspicions.ts'
import type { Db } from '#shared/sql/open.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'
import type { SaidOfTicker } from '#shared/sql/strategy/outputs.ts'
import { readTickerNews } from '#shared/sql/strategy/ticker-news.ts'
import { readWeights } from '#shared/sql/strategy/weights.ts'
import { askOwn, type OwnFolder } from './own.ts'

/** What a position may be held for, and as much again for rules to warm up. */
const BARS_MAX = 2 * HELD_MAX

export type SaidAndSessions = {
  sessions: FeedSession[]
  /** False where older bars are kept back: then nothing is said of trades that began behind them. */
  isWhole: boolean
  evaluated: Omit<SaidOfTicker, 'mode'>
  /** Those of one's own that were asked. */
  own: readonly Strategy[]
}

/** Undefined where no bar is known. */
export async function gatherSaid(
  db: Db,
  ticker: string,
  now: Date,
  folder: OwnFolder,
): Promise<SaidAndSessions | undefined> {
  const [stored, dividends, splits, suspected, news, weights, limits] = await Promise.all([
    readBarsBefore(db, ticker, BARS_MAX, now),
    readDividends(db, ticker, now),
    readSplits(db, [ticker], now),
    readSuspicions(db, [ticker], now),
    readTickerNews(db, ticker, now),
    readWeights(db),
    readLimits(db),
  ])
  const bars = stored.map(barOf).filter((bar) => isSound(bar) && bar.open > 0)
  const on = newYorkDate(now)
  const sessions = shadowFeed({
    ticker,
    bars,
    news,
    dividends: dividends.map(({ exDate, amount }) => ({
      exDate,
      perShare: adjustPriceBy(amount, splits.get(ticker) ?? [], { after: exDate, on }),
    })),
  })
  const { said: own, asked } = await askOwn(db, folder, ticker, sessions)
  const said = sayAll(sessions, new Map(Object.entries(weights.weights)), limits, own)
  const last = bars.at(-1)
  if (!last || said.length === 0) return undefined
  const isSuspected = suspected.has(ticker)
  return {
    sessions,
    own: asked,
    isWhole: !isSuspected,
    evaluated: {
      ticker,
      sessionDate: last.date,
      evaluatedAt: now,
      actsOn: nextSession(now).date,
      closePrice: stored.findLast(({ sessionDate }) => sessionDate === last.date)!.close,
      bars: bars.length,
      lacks: lacksOf(sessions, { unsound: stored.length - bars.length, isSuspected }),
      weights,
      said,
    },
  }
}

function barOf(bar: Awaited<ReturnType<typeof readBarsBefore>>[number]): ShadowBar {
  const [open, high, low] = [Number(bar.open), Number(bar.high), Number(bar.low)]
  return {
    date: bar.sessionDate,
    open,
    high,
    low,
    close: Number(bar.close),
    volume: Number(bar.volume),
  }
}
