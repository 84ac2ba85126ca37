/** Table `latest_quotes`: the last trade and the last offers of each ticker, as a stream tells them. */

import type { NewQuote } from '../../domain/market/quote.ts'
import type { Db } from '../open.ts'

/** Stores what is newer than what is there: a message that comes late changes nothing. One a ticker. */
export async function saveQuotes(db: Db, quotes: readonly NewQuote[]): Promise<void> {
  if (quotes.length === 0) return
  const rows = quotes.map(({ ticker, vendor, receivedAt, trade, offers }) => ({
    ticker,
    vendor,
    received_at: receivedAt,
    trade_price: trade?.price,
    trade_size: trade?.size,
    traded_at: trade?.at,
    bid: offers?.bid,
    bid_size: offers?.bidSize,
    ask: offers?.ask,
    ask_size: offers?.askSize,
    quoted_at: offers?.at,
  }))
  await db`
    insert into latest_quotes as old (ticker, vendor, received_at, trade_price, trade_size, traded_at,
      bid, bid_size, ask, ask_size, quoted_at)
    select ticker, vendor, received_at, trade_price, trade_size, traded_at, bid, bid_size, ask, ask_size,
      quoted_at
    from jsonb_to_recordset(${db.json(rows as never)}) as r (ticker text, vendor text,
      received_at timestamptz, trade_price numeric, trade_size numeric, traded_at timestamptz,
      bid numeric, bid_size numeric, ask numeric, ask_size numeric, quoted_at timestamptz)
    order by ticker collate "C"
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
