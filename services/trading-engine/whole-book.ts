/** The account as entries are judged against it. */

import { withPurchase, type Book, type Pending } from '#shared/domain/risk/book.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readBook, type BookAsked } from '#shared/sql/risk/book.ts'
import { readQueuedOrders } from '#shared/sql/trading/decisions.ts'

/** The book with what this engine has decided and the broker adapter has not begun. */
export async function readWholeBook(
  tx: Tx,
  now: Date,
  asked: BookAsked = {},
): Promise<Book & { pending: Pending[] }> {
  const book = await readBook(tx, now, asked)
  const queued = await readQueuedOrders(tx)
  const sales = queued.filter(({ side }) => side === 'sell')
  const whole = { ...book, pending: [...book.pending, ...sales] }
  return queued.filter(({ side }) => side === 'buy').reduce(withPurchase, whole)
}
