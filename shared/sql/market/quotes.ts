/** Table `latest_quotes`: the last trade and the last offers of each ticker, as a stream tells them. */

import type { BarVendor } from '../../domain/market/bar.ts'
import type { Db } from '../open.ts'

/** Decimal text and moments of the exchange; what is left out stays as it was. */
export type NewQuote = {
  ticker: string
  vendor: BarVendor
  receivedAt: Date
  trade?: { price: string; size: string; at: Date }
  offers?: { bid: string; bidSize: string; ask: string; askSize: string; at: Date }
}

/** Stores what is newer than what is there: a message that comes late changes nothing. */
export async function saveQuote(db: Db, quote: NewQuote): Promise<void> {
  const { ticker, vendor, receivedAt, trade, offers } = quote
  await db`
    insert into latest_quotes as old (ticker, vendor, received_at, trade_price, trade_size, traded_at,
      bid, bid_size, ask, ask_size, quoted_at)
    values (${ticker}, ${vendor}, ${receivedAt}, ${trade?.price ?? null}, ${trade?.size ?? null},
      ${trade?.at ?? null}, ${offers?.bid ?? null}, ${offers?.bidSize ?? null}, ${offers?.ask ?? null},
      ${offers?.askSize ?? null}, ${offers?.at ?? null})
    on conflict (ticker) do update set
      vendor = excluded.vendor, received_at = greatest(old.received_at, excluded.received_at),
      ${newer(db, 'traded_at', ['trade_price', 'trade_size'])},
      ${newer(db, 'quoted_at', ['bid', 'bid_size', 'ask', 'ask_size'])}`
}

/** Sets columns and their moment where the moment told is not before the one there. */
function newer(db: Db, at: string, columns: readonly string[]) {
  const isNewer = db`excluded.${db(at)} >= coalesce(old.${db(at)}, '-infinity')`
  return [...columns, at]
    .map(
      (column) =>
        db`${db(column)} = case when ${isNewer} then excluded.${db(column)} else old.${db(column)} end`,
    )
    .reduce((all, one) => db`${all}, ${one}`)
}
