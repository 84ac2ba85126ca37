/** What is followed where a plan does not hold all of it: first minutes alone, then of fewer tickers. */

import type { StreamChannels } from '#shared/clients/alpaca/stream-socket.ts'

export type Narrowing = {
  /** Asks for less from now on, as Alpaca refused so many. */
  narrow(words: string, tracked: number): void
  hasQuotes(): boolean
  tickersMax(): number
  /** What people should know of it. */
  says(tracked: number): string[]
}

export function openNarrowing(): Narrowing {
  let quotes = true
  let max = Infinity
  let words = ''
  return {
    narrow(told, tracked) {
      words = told
      if (quotes) quotes = false
      else max = Math.max(1, Math.floor(Math.min(max, tracked) / 2))
    },
    hasQuotes: () => quotes,
    tickersMax: () => max,
    says: (tracked) =>
      quotes
        ? []
        : [
            `the plan of this key does not hold all of it (${words}): minutes of ${Math.min(max, tracked)} of ${tracked} tickers, and no quotes`,
          ],
  }
}

export function channelsOf(tracked: readonly string[], narrowing: Narrowing): StreamChannels {
  const bars = tracked.slice(0, narrowing.tickersMax())
  return { bars, quotes: narrowing.hasQuotes() ? bars : [] }
}
