/** The price of each ticker by the ladder: what the stream keeps, then what the broker answers. */

import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import {
  seePrice,
  type BidAsk,
  type Seen,
  type ToldPrices,
} from '#shared/domain/trading/price-ladder.ts'
import { messageOf } from '#shared/host/faults.ts'
import { readToldPrices } from '#shared/sql/market/told-prices.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readMarks } from '#shared/sql/trading/positions.ts'
import {
  clearTickerFaults,
  noteTickerFault,
  readTickerFaults,
} from '#shared/sql/trading/ticker-faults.ts'
import { askApart, type AskedApart } from './ask-apart.ts'

export type PriceParts = {
  sql: Sql
  latestTrades: Alpaca['latestTrades']
  /** Left out where there is nobody to ask for quotes. */
  latestQuotes?: (tickers: string[]) => Promise<Map<string, BidAsk>>
}

/** Prices by ticker; one that has none of this session is not among them. */
export type PricesSeen = { seen: Map<string, Seen>; away: string | null }

/** How long a broker that says nothing may hold up a look. */
const PATIENCE_MS = 8_000

/**
 * Looks up the prices of `tickers` at `now`. Never fails for the vendor's sake: what one rung cannot
 * tell the next is asked for, and a ticker that is refused is set aside for a while.
 */
export async function lookUpPrices(
  parts: PriceParts,
  tickers: readonly string[],
  session: { opensAt: Date },
  now: Date,
): Promise<PricesSeen> {
  if (tickers.length === 0) return { seen: new Map(), away: null }
  const { sql, latestTrades, latestQuotes } = parts
  const aside = await readTickerFaults(sql, 'price')
  const isWell = (ticker: string) => !aside.has(ticker)
  const isDue = (ticker: string) => (aside.get(ticker)?.nextTryAt ?? now) <= now
  const well = tickers.filter(isWell)
  const again = tickers.filter((ticker) => !isWell(ticker) && isDue(ticker))
  const [told, marks, trades, quotes, retried] = await Promise.all([
    readToldPrices(sql, tickers, session, now),
    readMarks(sql, tickers),
    apart(askApart(latestTrades, well)),
    latestQuotes ? apart(askApart(latestQuotes, well)) : none<BidAsk>(),
    apart(askEach(latestTrades, again)),
  ])
  for (const [ticker, said] of [...trades.refused, ...retried.refused])
    await noteTickerFault(sql, { ticker, part: 'price', said }, now)
  await clearTickerFaults(sql, [...retried.found.keys()], 'price')
  const seen = new Map<string, Seen>()
  for (const ticker of tickers) {
    const trade = trades.found.get(ticker) ?? retried.found.get(ticker)
    const known = withAnswers(told.get(ticker), trade, quotes.found.get(ticker))
    const price = seePrice({ ...known, broker: marks.get(ticker) }, session, now)
    if (price) seen.set(ticker, price)
  }
  return { seen, away: trades.away }
}

function withAnswers(
  told: ToldPrices = {},
  trade: { price: string; at: Date } | undefined,
  quote: BidAsk | undefined,
): ToldPrices {
  const isNewer = quote && (!told.quote || quote.at >= told.quote.at)
  return { ...told, trade, quote: isNewer ? quote : told.quote }
}

/** One by one: these were refused before. */
async function askEach(
  ask: Alpaca['latestTrades'],
  tickers: readonly string[],
): Promise<AskedApart<{ price: string; at: Date }>> {
  const all = await none<{ price: string; at: Date }>()
  for (const ticker of tickers) {
    const one = await askApart(ask, [ticker])
    for (const [name, answer] of one.found) all.found.set(name, answer)
    for (const [name, said] of one.refused) all.refused.set(name, said)
    if (one.away) return { ...all, away: one.away }
  }
  return all
}

async function none<Answer>(): Promise<AskedApart<Answer>> {
  return { found: new Map(), refused: new Map(), away: null }
}

async function apart<Answer>(asked: Promise<AskedApart<Answer>>): Promise<AskedApart<Answer>> {
  try {
    return await inTime(asked)
  } catch (fault) {
    return { found: new Map(), refused: new Map(), away: messageOf(fault) }
  }
}

/**
 * An answer that does not come in time is none; it may still come, and nobody waits for it.
 *
 * @throws what asking throws, and where there is no answer.
 */
export async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Answer>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the broker does not answer')), PATIENCE_MS)
  })
  // Nobody listens to what fails after that.
  asked.catch(() => undefined)
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
