/** Books that grow as the product keeps them: deposits, fills, prices, and readings of the account. */

import { bookFills } from '#shared/sql/trading/ledger.ts'
import { beginBooks, moveCash, saveAccount } from '#shared/sql/trading/accounts.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { postEntries } from '#shared/sql/trading/ledger-entries.ts'
import { addSplit } from '#shared/sql/trading/share-events.ts'
import type { Sql } from '#shared/sql/open.ts'
import { Big } from 'big.js'
import { keepBooks } from '../../services/trading-engine/account.ts'

type Fill = {
  ticker: string
  side: 'buy' | 'sell'
  quantity: string
  price: string
  fee?: string
  orderId?: string
}

/** As trading-engine and broker-sync come to it. */
export function openBooks(sql: Sql, own: Sql) {
  let fills = 0
  return {
    /** Begins an account with cash, which is the one traded with where none is. */
    async begin(accountId: string, cash: string, at: Date): Promise<void> {
      const told = { accountId, status: 'ACTIVE', cash, equity: cash, buyingPower: cash }
      await own.begin(async (tx) => {
        await saveAccount(tx, told as never, at)
        await beginBooks(tx, at)
      })
    },
    /** Books a fill; `knownAt` where it came to be known later than it fell. */
    async trade(fill: Fill, at: Date, knownAt = at): Promise<string> {
      const id = `fill-${++fills}`
      const { ticker, side, quantity, price, fee = '0', orderId = null } = fill
      await sql`
        insert into order_fills (execution_id, order_id, broker_order_id, ticker, side, quantity, price, fee, filled_at, recorded_at)
        values (${id}, ${orderId}, ${`broker-${id}`}, ${ticker}, ${side}, ${quantity}, ${price}, ${fee}, ${at}, ${knownAt})`
      await own.begin(async (tx) => {
        await lockBook(tx)
        await bookFills(tx)
      })
      return id
    },
    split: (ticker: string, ratio: string, at: Date) =>
      own.begin(async (tx) => {
        await lockBook(tx)
        await addSplit(tx, {
          eventId: `split-${ticker}-${at.toISOString()}`,
          ticker,
          because: 'activity',
          ratio,
          at,
        })
        await bookFills(tx)
      }),
    /** Pays in, or takes out below 0. */
    flow: (amount: string, at: Date) =>
      own.begin(async (tx) => {
        await lockBook(tx)
        const paid = new Big(amount)
        await moveCash(tx, { transferred: paid })
        const lines = [
          { book: 'cash' as const, amount: paid },
          { book: 'transfers' as const, amount: paid.times(-1) },
        ]
        await postEntries(tx, `flow-${at.toISOString()}`, lines, at)
      }),
    /** A dividend, dated `at`, whenever it is told. */
    dividend: (amount: string, at: Date) =>
      own.begin(async (tx) => {
        await lockBook(tx)
        const paid = new Big(amount)
        await moveCash(tx, { earned: paid })
        const lines = [
          { book: 'cash' as const, amount: paid },
          { book: 'income' as const, amount: paid.times(-1) },
        ]
        await postEntries(tx, `dividend-${at.toISOString()}`, lines, at)
      }),
    /** Reads the account at prices. */
    read: (prices: Record<string, string>, at: Date) =>
      own.begin((tx) => {
        const trades = new Map(
          Object.entries(prices).map(([ticker, price]) => [ticker, { price, at }]),
        )
        return keepBooks(tx, { trades, siphonPct: 0 }, at)
      }),
  }
}
