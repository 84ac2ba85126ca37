/** What a run is held against: SPY where the feed has it, else equal money in every ticker, bought and held. */

import { buyAndHold } from '../strategy/buy-and-hold.ts'
import { noCosts } from './costs.ts'
import { playBacktest, type BacktestRun } from './engine.ts'
import type { BacktestFeed } from './feed.ts'
import type { BacktestSettings } from './settings.ts'
import type { Steps } from './steps.ts'
import { trackedAt } from './universe.ts'

const INDEX = 'SPY'

export type BenchmarkRun = { name: string; run: BacktestRun }

/** `universe`: where it is the index, equal money in every ticker, held, beside it. */
export type Benchmark = BenchmarkRun & { universe: BenchmarkRun | null }

/** How often `playBenchmark` goes through the sessions. */
export function benchmarkPlays({ tickers }: Pick<BacktestFeed, 'tickers'>): number {
  return tickers.includes(INDEX) ? 2 : 1
}

/** Without costs, in parts of shares, from the same first open. */
export function* playBenchmark(feed: BacktestFeed, settings: BacktestSettings): Steps<Benchmark> {
  const isIndexed = feed.tickers.includes(INDEX)
  const held = isIndexed ? only(feed, INDEX) : feed
  const free = { ...settings, costs: noCosts, volumeShareMax: 1, isFractional: true, risk: null }
  const name = isIndexed ? INDEX : equalMoney(feed, settings)
  const run = yield* playBacktest(buyAndHold, held, free)
  if (!isIndexed) return { name, run, universe: null }
  const all = yield* playBacktest(buyAndHold, feed, free)
  return { name, run, universe: { name: equalMoney(feed, settings), run: all } }
}

function equalMoney(feed: BacktestFeed, { from }: BacktestSettings): string {
  if (!feed.tracked) return `equal money in ${feed.tickers.length} tickers`
  const counts = feed.sessions
    .filter(({ date }) => date >= from)
    .map(({ closesAt }) => trackedAt(feed, closesAt)?.size ?? 0)
  return `equal money in the ${counts.find((count) => count > 0) ?? 0} tickers tracked as it began`
}

function only({ sessions }: BacktestFeed, ticker: string): BacktestFeed {
  const isOf = (one: { ticker: string }) => one.ticker === ticker
  return {
    tickers: [ticker],
    sessions: sessions.map((session) => ({ ...session, bars: session.bars.filter(isOf) })),
  }
}
