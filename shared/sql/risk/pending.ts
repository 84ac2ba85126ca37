/** What is on its way and what keeps a ticker out, for the book that orders are judged against. */

import type { Pending } from '../../domain/risk/book.ts'
import { riskDefaults } from '../../domain/risk/limits.ts'
import { MINUTE_MS } from '../../domain/spans.ts'
import { isStillTold } from '../documents/events.ts'
import type { Db } from '../open.ts'
import { ofAccount } from '../trading/accounts.ts'
import { readForeignPending } from '../trading/foreign-orders.ts'
import { orderIsOpen } from '../trading/orders.ts'

/** How many orders left in the last minute; stops that rest take no entry's place. */
export async function readOrdersLastMinute(db: Db, now: Date): Promise<number> {
  const [row] = await db<{ orders: number }[]>`
    select count(*) as orders from orders
    where ${ofAccount(db)} and not protects and intended_at > ${new Date(now.getTime() - 60_000)} and intended_at <= ${now}
  `
  return row?.orders ?? 0
}

/**
 * Orders less the fills already booked: open ones in full, closed ones as far as they filled; then
 * foreign ones. `without` is looked away from.
 */
export async function readPending(db: Db, without: string | null): Promise<Pending[]> {
  const ours = await db<(Pending & { rests: boolean })[]>`
    select ticker, sector, side, price, due - booked_quantity as quantity, rests
    from (
      select seq, ticker, sector, side, reference_price as price, booked_quantity,
        ${orderIsOpen(db)} and order_type <> 'market' as rests,
        case when ${orderIsOpen(db)} then quantity else filled_quantity end as due
      from orders
      where ${ofAccount(db)} and (${orderIsOpen(db)} or filled_quantity > booked_quantity)
        and order_id is distinct from ${without}
    ) on_their_way
    where due > booked_quantity order by seq
  `
  const told = ours.map(({ rests, ...row }) => (rests ? { ...row, rests } : row))
  return [...told, ...(await readForeignPending(db))]
}

/** Tickers that a critical event of the last half hour (`riskDefaults`) names. */
export async function readLockouts(db: Db, now: Date): Promise<string[]> {
  const since = new Date(now.getTime() - riskDefaults.lockoutMinutes * MINUTE_MS)
  const rows = await db<{ ticker: string }[]>`
    select mentions.ticker
    from global_events events join document_company_mentions mentions using (document_id)
    where events.severity = 'critical' and events.occurred_at > ${since} and events.occurred_at <= ${now}
      and ${isStillTold(db)}
    union
    select impacts.ticker
    from global_events events join macro_impact_records impacts using (global_event_id)
    where events.severity = 'critical' and events.occurred_at > ${since} and events.occurred_at <= ${now}
      and ${isStillTold(db)}
  `
  return rows.map(({ ticker }) => ticker).sort()
}
