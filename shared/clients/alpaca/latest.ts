/** The newest prices of several symbols, of the market data host. */

import { Big } from 'big.js'
import * as v from 'valibot'
import type { AlpacaRequest } from './http.ts'
import { readReply } from './read.ts'
import { LatestTradesReply } from './schemas.ts'
import { wire } from './wire-values.ts'

export type LatestTrade = { price: string; at: Date }

export type LatestPrices = {
  /** Tickers the broker does not know are left out. */
  latestTrades(tickers: string[]): Promise<Map<string, LatestTrade>>
  /** Best bid and ask, `0` where there is none. */
  latestQuotes(tickers: string[]): Promise<Map<string, { bid: string; ask: string; at: Date }>>
}

/** Best offers; of a side without any the price is 0. One that cannot be read is left out. */
const OfferReply = v.object({ bp: v.number(), ap: v.number(), t: wire.Moment })
const LatestQuotesReply = v.pipe(
  v.object({ quotes: v.record(v.string(), v.fallback(v.nullable(OfferReply), null)) }),
  v.transform(
    ({ quotes }) =>
      new Map(
        Object.entries(quotes).flatMap(([ticker, told]) =>
          told === null
            ? []
            : [
                [
                  ticker,
                  { bid: new Big(told.bp).toFixed(), ask: new Big(told.ap).toFixed(), at: told.t },
                ],
              ],
        ),
      ),
  ),
)

/** The calls that ask for them. */
export function latestPrices(send: (request: AlpacaRequest) => Promise<unknown>): LatestPrices {
  return {
    async latestQuotes(tickers) {
      if (tickers.length === 0) return new Map()
      const params = { symbols: tickers.join(',') }
      return readReply(
        'latest quotes',
        LatestQuotesReply,
        send({ path: '/v2/stocks/quotes/latest', params, marketData: true }),
      )
    },
    async latestTrades(tickers) {
      if (tickers.length === 0) return new Map()
      const params = { symbols: tickers.join(',') }
      return readReply(
        'latest trades',
        LatestTradesReply,
        send({ path: '/v2/stocks/trades/latest', params, marketData: true }),
      )
    },
  }
}
