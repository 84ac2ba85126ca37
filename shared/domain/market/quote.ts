/** What was last traded and offered of a ticker, as a stream tells it. */

import type { BarVendor } from './bar.ts'

/** Decimal text and moments of the exchange; what is left out stays as it was. */
export type NewQuote = {
  ticker: string
  vendor: BarVendor
  receivedAt: Date
  trade?: { price: string; size: string; at: Date }
  offers?: { bid: string; bidSize: string; ask: string; askSize: string; at: Date }
}
