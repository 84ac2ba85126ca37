/**
 * Whether a run knows what is to come: it is repeated with another future, and what it did before that future must be
 * the same.
 *
 * It finds what reaches past what it was handed, by what it was given of the feed or by what it kept of an earlier run.
 */

import type { TradedBar } from '../strategy/strategy.ts'
import { LookAheadError, type BacktestFeed } from './feed.ts'
import type { BacktestRun } from './engine.ts'

/** Shares of the sessions after which the future is made another. */
const CUTS = [0.5, 0.8]

/** @throws LookAheadError naming the first session at which `run` did otherwise than over the real feed. */
export function refusePeeks(run: (feed: BacktestFeed) => BacktestRun, feed: BacktestFeed): void {
  const real = run(feed)
  for (const share of CUTS) {
    const cut = real.first + Math.floor((feed.sessions.length - real.first) * share)
    const other = run(withOtherFuture(feed, cut))
    const differs = real.dates
      .slice(0, cut - real.first + 1)
      .find((_, place) => didAt(real, place) !== didAt(other, place))
    if (differs === undefined) continue
    throw new LookAheadError(
      `Run ${real.strategy}: at ${differs} it did otherwise where only prices after ${feed.sessions[cut]!.date} were others: it knows what is to come`,
    )
  }
}

/** What a run was worth and wanted at one session, as text; all it did follows from that. */
function didAt({ equity, wanted, first }: BacktestRun, place: number): string {
  return JSON.stringify([equity[place], wanted.filter(({ at }) => at === first + place)])
}

/** Prices from the session after `cut` on go up where they went down. */
function withOtherFuture(feed: BacktestFeed, cut: number): BacktestFeed {
  const { sessions } = feed
  const last = new Map(sessions[cut]?.bars.map(({ ticker, close }) => [ticker, close]))
  const turned = (bar: TradedBar): TradedBar => {
    const from = last.get(bar.ticker) ?? bar.close
    const turn = (price: number) => (from * from) / price
    const { open, high, low, close } = bar
    return { ...bar, open: turn(open), high: turn(low), low: turn(high), close: turn(close) }
  }
  return {
    ...feed,
    sessions: sessions.map((session, at) =>
      at <= cut ? session : { ...session, bars: session.bars.map(turned) },
    ),
  }
}
