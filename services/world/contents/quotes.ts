/**
 * Prices inside a day, made so that they agree with the day's bar: the path opens at the open,
 * touches high and low, ends at the close, and is the same for the same seed.
 */

import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { asTraded } from './actions.ts'
import { pathOf } from './path.ts'
import { countWhile, hoursOf } from './sessions.ts'
import type { Quotes, World, WorldBar } from './world.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'

const PATHS_KEPT = 512

/** The path of one session: `prices[i]` stands from i minutes after the open. */
export type DayPath = { opensAt: Date; closesAt: Date; prices: Float64Array }

export type Paths = { of(ticker: string, bar: WorldBar): DayPath }

/** Paths of a world's bars, the last 512 kept. */
export function openPaths(world: World): Paths {
  const kept = new Map<string, DayPath>()
  return {
    of(ticker, bar) {
      // A split that is made later changes the basis of the bar.
      const key = `${ticker} ${bar.date} ${bar.close}`
      const known = kept.get(key)
      if (known) return known
      const { opensAt, closesAt } = hoursOf(bar.date)
      const minutes = Math.round((closesAt.getTime() - opensAt.getTime()) / MINUTE_MS)
      const path = { opensAt, closesAt, prices: pathOf(bar, minutes, world.seed, ticker) }
      if (kept.size >= PATHS_KEPT) kept.delete(kept.keys().next().value ?? '')
      kept.set(key, path)
      return path
    },
  }
}

/** Prices as they stand at a moment: before the open of a day, the previous close. */
export function openQuotes(world: World): Quotes {
  const paths = openPaths(world)
  return {
    lastTrade(ticker, at) {
      const bars = world.bars.get(ticker)
      if (!bars) return undefined
      const date = newYorkDate(at)
      const started = countWhile(bars, (bar) => bar.date <= date)
      for (let index = started - 1; index >= Math.max(0, started - 2); index -= 1) {
        const trade = tradeOn(
          paths.of(ticker, asTraded(world, ticker, bars[index] as WorldBar)),
          at,
        )
        if (trade) return trade
      }
      return undefined
    },
  }
}

/** The last minute of the path at or before `at`; undefined before the open. */
function tradeOn(path: DayPath, at: Date): { price: number; at: Date } | undefined {
  const passed = Math.floor((at.getTime() - path.opensAt.getTime()) / MINUTE_MS)
  if (passed < 0) return undefined
  const minute = Math.min(passed, path.prices.length - 1)
  const price = path.prices[minute] as number
  return { price, at: new Date(path.opensAt.getTime() + minute * MINUTE_MS) }
}
