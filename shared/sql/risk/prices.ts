/** Table `recent_prices` and the minutes of the stream: how far a price moved within five minutes. */

import type { PriceMove } from '../../domain/risk/facts.ts'
import { largestMove, type SeenPrice } from '../../domain/risk/moves.ts'
import { riskDefaults } from '../../domain/risk/limits.ts'
import { HOUR_MS, MINUTE_MS } from '../../domain/spans.ts'
import type { Db, Tx } from '../open.ts'

/** Keeps prices of tracked companies as they were seen, and forgets those of more than an hour ago. */
export async function notePrices(
  tx: Tx,
  seen: ReadonlyMap<string, { price: string; at: Date }>,
  now: Date,
): Promise<void> {
  if (seen.size === 0) return
  const rows = [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1))
  await tx`delete from recent_prices where at < ${new Date(now.getTime() - HOUR_MS)}`
  await tx`
    insert into recent_prices (ticker, at, price)
    select ticker, at, price from unnest(${rows.map(([ticker]) => ticker)}::text[],
      ${rows.map(([, { at }]) => at.toISOString())}::timestamptz[], ${rows.map(([, { price }]) => price)}::numeric[])
      as seen (ticker, at, price) join companies using (ticker)
    on conflict (ticker, at) do nothing
  `
}

/** The largest move within five minutes that a lockout still lasts of, by ticker. */
export async function readMoves(
  db: Db,
  tickers: readonly string[],
  now: Date,
): Promise<Record<string, PriceMove>> {
  const { lockoutMinutes, moveMinutes } = riskDefaults
  const since = new Date(now.getTime() - (lockoutMinutes + moveMinutes) * MINUTE_MS)
  const rows = await db<(SeenPrice & { ticker: string })[]>`
    select ticker, at, price from recent_prices
    where ticker = any(${tickers as string[]}::text[]) and at >= ${since} and at <= ${now}
    union all
    select ticker, starts_at + interval '1 minute', close from minute_bars
    where ticker = any(${tickers as string[]}::text[]) and starts_at >= ${since}
      and starts_at <= ${new Date(now.getTime() - MINUTE_MS)}
    order by ticker, at
  `
  const shockSince = new Date(now.getTime() - lockoutMinutes * MINUTE_MS)
  const moves = [...Map.groupBy(rows, ({ ticker }) => ticker)].flatMap(([ticker, prices]) => {
    const move = largestMove(prices, { withinMs: moveMinutes * MINUTE_MS, since: shockSince })
    return move ? [[ticker, move] as const] : []
  })
  return Object.fromEntries(moves)
}
