/** Recommendations played by the live engine's rules, over bars and words written by hand. */

import { installedLimits } from '#shared/domain/backtest/account-limits.ts'
import { noCosts } from '#shared/domain/backtest/costs.ts'
import type { BacktestFeed, FeedSession } from '#shared/domain/backtest/feed.ts'
import { playRecorded } from '#shared/domain/backtest/recorded.ts'
import type { LiveMeans } from '#shared/domain/backtest/recorded-state.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { atOnce } from '#shared/domain/backtest/steps.ts'
import type { TickerAdvice } from '#shared/domain/strategy/strategy.ts'
import { feedOf, FROM, type Row } from './backtest-feed.ts'
import { liveMeans } from './live-means.ts'

/** Nothing of the gates and sizes but what a test asks for. */
export const wide: LiveMeans = {
  ...liveMeans,
  limits: {
    ...installedLimits,
    positionPctMax: 1,
    positionValueMax: '1000000',
    sectorPctMax: 1,
    orderSharesMax: 1_000_000,
  },
  settings: { ...liveMeans.settings, gradualTranches: 1, positionCap: '1000000' },
}

const settings = { ...backtestDefaults, from: FROM, costs: noCosts }

type Said = Partial<TickerAdvice> & { minutesBefore?: number }

/** Words of the session at `at`, an hour before its close where nothing else is said. */
export const saying =
  (
    said: Readonly<Record<number, readonly Said[]>>,
    more: (at: number) => Partial<FeedSession> = () => ({}),
  ) =>
  (sessions: BacktestFeed['sessions']): BacktestFeed['sessions'] =>
    sessions.map((session, at) => ({
      ...session,
      ...more(at),
      advice: (said[at] ?? []).map(({ minutesBefore = 60, ...one }) => ({
        ticker: 'AAA',
        action: 'buy' as const,
        confidence: 0.8,
        share: 0.05,
        trendWindow: '7d',
        knownAt: new Date(session.closesAt.getTime() - minutesBefore * 60_000),
        ...one,
      })),
    }))

export function playSaid(
  rows: Readonly<Record<string, readonly Row[]>>,
  said: ReturnType<typeof saying>,
  { means = wide, ...more }: Partial<BacktestFeed> & { means?: LiveMeans } = {},
) {
  const feed = feedOf(rows)
  return atOnce(playRecorded(means, { ...feed, ...more, sessions: said(feed.sessions) }, settings))
}

export type SaidRun = ReturnType<typeof playSaid>

/** A range of two dollars around 100, so that the average true range is two. */
export const still = (price = 100): Row => [price, price + 1, price - 1, price]
export const days = (count: number, price?: number) =>
  Array.from({ length: count }, () => still(price))

export const toldFills = (run: SaidRun) =>
  run.fills.map(({ side, at, quantity, price }) => [side, at, quantity.toFixed(), price.toNumber()])
export const salesOf = (run: SaidRun) => toldFills(run).filter(([side]) => side === 'sell')
export const codesOf = (run: SaidRun) => run.rejected.map(({ code }) => code)
