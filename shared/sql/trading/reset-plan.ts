/** What a reset of the books would end, before anybody does it. */

import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { orderIsOpen } from './orders.ts'
import { nextAccount } from './reset-books.ts'

export type OpenOrder = {
  orderId: string
  ticker: string
  side: 'buy' | 'sell'
  quantity: string
  state: 'intent' | 'submitted' | 'partially_filled' | 'unknown'
}

export type BooksToReset = {
  /** Empty before any account was read. */
  accountId: string
  /** The number people know it by, where that is known. */
  account: string
  isLive: boolean
  orders: OpenOrder[]
  /** Decisions whose orders are on their way to the adapter. */
  waiting: number
  held: { ticker: string; quantity: string }[]
  tranches: number
  next: string | null
}

/** What the books of the account traded with hold now. */
export async function readBooksToReset(db: Db): Promise<BooksToReset> {
  const [[row], orders, held] = await Promise.all([
    db<Omit<BooksToReset, 'orders' | 'held'>[]>`
      select coalesce(a.account_id, '') as account_id,
        coalesce(nullif(m.account_number, ''), a.account_id, '') as account,
        coalesce(a.mode = 'live', false) or m.mode = 'live' as is_live,
        (select count(*)::integer from jobs where list = 'broker_orders' and state = 'queued') as waiting,
        (select count(*)::integer from entry_tranches
          where state = 'waiting' and ${ofAccount(db, 'entry_tranches')}) as tranches,
        ${nextAccount(db)} as next
      from trading_mode m left join broker_accounts a on a.is_current`,
    db<OpenOrder[]>`
      select order_id, ticker, side, quantity, state from orders
      where ${ofAccount(db)} and ${orderIsOpen(db)} order by seq`,
    db<BooksToReset['held']>`
      select ticker, quantity from positions where quantity > 0 and ${ofAccount(db)} order by ticker`,
  ])
  if (!row) throw new RangeError('Read what a reset ends: no mode stands in trading_mode')
  return { ...row, orders, held }
}
