/** What a run is held against: SPY where the feed has it, else equal money in every ticker, bought and held. */

import { buyAndHold } from '../strategy/buy-and-hold.ts'
import { noCosts } from './costs.ts'
import { playBacktest, type BacktestRun } from './engine.ts'
import type { BacktestFeed } from './feed.ts'
import type { BacktestSettings } from './settings.ts'
import type { Steps } from './steps.ts'

const INDEX = 'SPY'

export type Benchmark = { name: string; run: BacktestRun }

/** Without costs, in parts of shares, from the same first open. */
export function* playBenchmark(feed: BacktestFeed, settings: BacktestSettings): Steps<Benchmark> {
  const isIndexed = feed.tickers.includes(INDEX)
  const held = isIndexed ? only(feed, INDEX) : feed
  const free = { ...settings, costs: noCosts, volumeShareMax: 1, isFractional: true }
  const name = isIndexed ? INDEX : `equal money in ${feed.tickers.length} tickers`
  return { name, run: yield* playBacktest(buyAndHold, held, free) }
}

function only({ sessions }: BacktestFeed, ticker: string): BacktestFeed {
  const isOf = (one: { ticker: string }) => one.ticker === ticker
  return {
    tickers: [ticker],
    sessions: sessions.map((session) => ({ ...session, bars: session.bars.filter(isOf) })),
  }
}
