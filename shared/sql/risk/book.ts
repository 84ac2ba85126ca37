/** The book an order is judged against: what is held, what is on its way, what holds back. */

import { Big } from 'big.js'
import { sessionAt } from '../../domain/market/calendar.ts'
import { sum, worthOf, type Book, type Pending } from '../../domain/risk/book.ts'
import { riskDefaults } from '../../domain/risk/limits.ts'
import { mayLeave } from '../../domain/trading/mode.ts'
import { isStillTold } from '../documents/events.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount, readDeposit } from '../trading/accounts.ts'
import { readForeignPending } from '../trading/foreign-orders.ts'
import { readHoldings, readLedgerSums } from '../trading/holdings.ts'
import { lockBook } from '../trading/locks.ts'
import { orderIsOpen } from '../trading/orders.ts'
import { readOpeningEquity } from '../trading/day-pnl.ts'
import { readStanding } from '../trading/standing.ts'
import { readOpenBreakers } from './breakers.ts'
import { MINUTE_MS } from '../../domain/spans.ts'

/**
 * The account at business time `now`, with all that is on its way.
 *
 * It takes the book's lock first, so that of two orders judged at once the second sees the first:
 * together they never pass a limit that one of them would break.
 */
export async function readBook(tx: Tx, now: Date): Promise<Book> {
  await lockBook(tx)
  const [deposit, { cash }, held, opening, pending, breakers, lockouts, orders, standing] =
    await Promise.all([
      readDeposit(tx),
      readLedgerSums(tx),
      readHoldings(tx),
      readOpeningEquity(tx, now),
      readPending(tx),
      readOpenBreakers(tx, now),
      readLockouts(tx, now),
      readOrdersLastMinute(tx, now),
      readStanding(tx, now),
    ])
  const holdings = held.map(({ ticker, sector, quantity, mark }) => ({
    ticker,
    quantity,
    price: mark,
    sector,
  }))
  return {
    equity:
      deposit === undefined
        ? null
        : new Big(deposit).plus(cash).plus(sum(holdings, worthOf)).toFixed(),
    openingEquity: deposit === undefined ? null : (opening ?? deposit),
    holdings: holdings.filter(({ quantity }) => new Big(quantity).gt(0)),
    pending,
    ordersLastMinute: orders,
    inSession: sessionAt(now) !== undefined,
    paused: !mayLeave(standing, { reduces: false }).ok,
    breakers: breakers.map(({ breaker, ticker }) => ({ breaker, ticker })),
    lockouts,
  }
}

/** How many orders left in the last minute. */
async function readOrdersLastMinute(db: Db, now: Date): Promise<number> {
  const [row] = await db<{ orders: number }[]>`
    select count(*) as orders from orders
    where ${ofAccount(db)} and intended_at > ${new Date(now.getTime() - 60_000)} and intended_at <= ${now}
  `
  return row?.orders ?? 0
}

/** Orders less the fills already booked: open ones in full, closed ones as far as they filled; then foreign ones. */
async function readPending(db: Db): Promise<Pending[]> {
  const ours = await db<(Pending & { rests: boolean })[]>`
    select ticker, sector, side, price, due - booked_quantity as quantity, rests
    from (
      select seq, ticker, sector, side, reference_price as price, booked_quantity,
        ${orderIsOpen(db)} and order_type <> 'market' as rests,
        case when ${orderIsOpen(db)} then quantity else filled_quantity end as due
      from orders
      where ${ofAccount(db)} and (${orderIsOpen(db)} or filled_quantity > booked_quantity)
    ) on_their_way
    where due > booked_quantity order by seq
  `
  const told = ours.map(({ rests, ...row }) => (rests ? { ...row, rests } : row))
  return [...told, ...(await readForeignPending(db))]
}

/** Tickers that a critical event of the last half hour (`riskDefaults`) names. */
async function readLockouts(db: Db, now: Date): Promise<string[]> {
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
