/** The books after a reading, against the double's own cash and shares. */

import type { Sql } from '#shared/sql/open.ts'
import type { Double } from './broker.ts'
import { TICKERS } from './commands.ts'

/** Readings and books may be apart by rounding. */
export const CENT = 0.01

/** Everything that a reading may write of orders and books, as one text. */
export async function imprint(sql: Sql): Promise<string> {
  const [row] = await sql`select
    (select md5(string_agg(t::text, '|' order by execution_id)) from order_fills t) as fills,
    (select md5(string_agg(t::text, '|' order by ledger_entry_id)) from ledger_entries t) as entries,
    (select md5(string_agg((order_id, state, filled_quantity, closed_at)::text, '|' order by seq)) from orders t) as orders,
    (select md5(string_agg((ticker, quantity, realised_pnl)::text, '|' order by ticker)) from positions t) as positions,
    (select md5(string_agg(activity_id, '|' order by activity_id)) from account_activities t) as activities`
  return JSON.stringify(row)
}

type Books = { cash: string; entries: string; held: { ticker: string; quantity: string }[] | null }

async function readBooks(sql: Sql): Promise<Books> {
  const [row] = await sql<Books[]>`
    select opened_with + transferred + earned + unexplained
        + (select coalesce(sum(cash), 0) from ledger_tickers where account_id = current_account_id()) as cash,
      (select coalesce(sum(debit - credit), 0) from ledger_entries
        where book = 'cash' and account_id = current_account_id()) as entries,
      (select jsonb_agg(jsonb_build_object('ticker', ticker, 'quantity', quantity::text)) from positions
        where account_id = current_account_id()) as held
    from broker_accounts where is_current`
  return row!
}

/** After a reading the books are the double's own cash and shares, whatever happened on the way there. */
export async function askBooks(sql: Sql, broker: Double, found: Set<string>): Promise<void> {
  const { cash, entries, held } = await readBooks(sql)
  const apart = (ours: string) => broker.cash().minus(ours).abs().gt(CENT)
  if (apart(cash)) found.add(`I3 (cash ${cash}, the broker ${broker.cash().toFixed()})`)
  if (apart(entries)) found.add(`I3 (ledger’s cash ${entries}, ${broker.cash().toFixed()})`)
  const ours = new Map(held?.map(({ ticker, quantity }) => [ticker, quantity]))
  for (const ticker of TICKERS) {
    const [mine, theirs] = [ours.get(ticker) ?? 0, broker.heldOf(ticker)]
    // Of a holding that is gone the second reading decides.
    if (theirs.eq(0) || theirs.eq(mine)) continue
    found.add(`I31 (${ticker}: ${mine}, the broker ${theirs.toFixed()})`)
  }
}
