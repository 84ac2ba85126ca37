/** The newest prices of several symbols, of the market data host. */

import * as v from 'valibot'
import type { AlpacaRequest } from './http.ts'
import { isPrice } from '../../domain/money.ts'
import { readReply } from './read.ts'
import { wire } from './wire-values.ts'

export type LatestTrade = { price: string; at: Date }

export type LatestPrices = {
  /** Tickers the broker does not know are left out. */
  latestTrades(tickers: string[]): Promise<Map<string, LatestTrade>>
  /** Best bid and ask, `0` where there is none. */
  latestQuotes(tickers: string[]): Promise<Map<string, { bid: string; ask: string; at: Date }>>
}

/** By symbol; one that cannot be read is left out, and costs no other its price. */
const bySymbol = <const S extends v.GenericSchema<unknown, object>>(one: S) =>
  v.pipe(
    v.record(v.string(), v.fallback(v.nullable(one), null)),
    v.transform((told) =>
      Object.entries(told).filter(
        (entry): entry is [string, v.InferOutput<S>] => entry[1] !== null,
      ),
    ),
  )
const TradeReply = v.object({
  p: v.pipe(wire.Money, v.check(isPrice, 'a price')),
  t: wire.Moment,
})
const LatestTradesReply = v.pipe(
  v.object({ trades: bySymbol(TradeReply) }),
  v.transform(({ trades }) => new Map(trades.map(([of, { p, t }]) => [of, { price: p, at: t }]))),
)
/** Best offers; of a side without any the price is 0. */
const OfferReply = v.object({ bp: wire.Price, ap: wire.Price, t: wire.Moment })
const LatestQuotesReply = v.pipe(
  v.object({ quotes: bySymbol(OfferReply) }),
  v.transform(
    ({ quotes }) => new Map(quotes.map(([of, { bp, ap, t }]) => [of, { bid: bp, ask: ap, at: t }])),
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
