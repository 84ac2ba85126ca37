/** Buy and hold: equal shares of the money in every ticker as soon as it trades, and nothing after that. */

import type { Strategy } from './strategy.ts'

export const buyAndHold: Strategy = {
  name: 'buy-and-hold',
  summary: 'equal money in every ticker at the first open, held to the end',
  ignoresNews: true,
  limits: { positionPctMax: 1, exposurePctMax: 1, positionsMax: 10_000, stopPct: 0 },
  open({ tickers }) {
    const bought = new Set<string>()
    let among: ReadonlySet<string> | undefined
    return ({ bars, trades, tracked }) => {
      if (!trades || tracked?.size === 0) return []
      // Those tracked as it begins share the money: who comes later finds none.
      among ??= tracked ?? new Set(tickers)
      const weight = 1 / Math.max(1, among.size)
      const fresh = bars.filter(({ ticker }) => among?.has(ticker) && !bought.has(ticker))
      for (const { ticker } of fresh) bought.add(ticker)
      return fresh.map(({ ticker }) => ({ ticker, weight, why: 'first session' }))
    }
  },
}
