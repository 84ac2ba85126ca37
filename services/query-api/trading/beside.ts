/** What the broker tells that our books do not: orders that others placed, and differences. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { DifferenceRow, ForeignOrderRow } from '#shared/contracts/api/beside.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { readDifferences } from '#shared/sql/trading/differences.ts'

/** Open orders at the broker that are not ours, oldest first. */
export async function listForeignOrders(db: Db): Promise<Served<ForeignOrderRow>[]> {
  return db<Served<ForeignOrderRow>[]>`
    select broker_order_id, ticker, side, quantity, filled_quantity, limit_price, status, submitted_at
    from foreign_orders where ${ofAccount(db)} order by submitted_at, broker_order_id`
}

/** Where our books and the broker's word differ, oldest first, each with a name of its own. */
export async function listDifferences(db: Db): Promise<Served<DifferenceRow>[]> {
  const known = await readDifferences(db)
  return known.map((row) => ({ ...row, difference: `${row.what} ${row.ticker}`.trim() }))
}
