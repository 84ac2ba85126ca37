/** What is stored of the prices of a session so far: a stream's last trade and quote, the last minute. */

import type { ToldPrices } from '../../domain/trading/price-ladder.ts'
import { MINUTE_MS } from '../../domain/spans.ts'
import type { Db } from '../open.ts'

/** The broker's clock may be a little ahead of ours. */
const AHEAD_MS = 5_000

type Row = {
  ticker: string
  tradePrice: string | null
  tradedAt: Date | null
  bid: string | null
  ask: string | null
  quotedAt: Date | null
  close: string | null
  startsAt: Date | null
}

/** By ticker, what was told at or after `opensAt` and not after `now`. */
export async function readToldPrices(
  db: Db,
  tickers: readonly string[],
  { opensAt }: { opensAt: Date },
  now: Date,
): Promise<Map<string, ToldPrices>> {
  if (tickers.length === 0) return new Map()
  const until = new Date(now.getTime() + AHEAD_MS)
  const rows = await db<Row[]>`
    select asked.ticker, q.trade_price, q.traded_at, q.bid, q.ask, q.quoted_at, m.close, m.starts_at
    from unnest(${[...tickers]}::text[]) as asked (ticker)
    left join latest_quotes q on q.ticker = asked.ticker
    left join lateral (
      select close, starts_at from minute_bars b where b.ticker = asked.ticker
        and starts_at >= ${opensAt} and starts_at < ${now} order by starts_at desc limit 1
    ) m on true
  `
  const isOf = (at: Date | null): at is Date => at !== null && at >= opensAt && at <= until
  return new Map(
    rows.map((row): [string, ToldPrices] => {
      const { tradePrice, tradedAt, bid, ask, quotedAt, close, startsAt } = row
      return [
        row.ticker,
        {
          stream: tradePrice && isOf(tradedAt) ? { price: tradePrice, at: tradedAt } : undefined,
          quote: bid && ask && isOf(quotedAt) ? { bid, ask, at: quotedAt } : undefined,
          minute: close && startsAt ? { close, endsAt: endOf(startsAt, now) } : undefined,
        },
      ]
    }),
  )
}

/** A minute that is not over is told as far as it went. */
function endOf(startsAt: Date, now: Date): Date {
  return new Date(Math.min(startsAt.getTime() + MINUTE_MS, now.getTime()))
}
