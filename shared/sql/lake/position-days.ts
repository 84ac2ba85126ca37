/** What is held at the end of a day, kept as it was. */

import { newYorkDate, newYorkInstant, shiftDate } from '../../domain/market/calendar.ts'
import type { Tx } from '../open.ts'

/**
 * Keeps what is held now as what was held when the New York day before `at` ended; nothing where shares were traded
 * since: what was held then is known no more. The first that looks is right.
 */
export async function keepPositions(tx: Tx, at: Date): Promise<number> {
  const began = newYorkInstant(newYorkDate(at), '00:00')
  const { count } = await tx`
    insert into position_days (account_id, day_date, ticker, taken_at, sector, quantity, entry_price_avg,
      mark_price, marked_at, opened_at, realised_pnl)
    select account_id, ${shiftDate(newYorkDate(at), -1)}, ticker, ${at}, sector, quantity, entry_price_avg,
      mark_price, marked_at, opened_at, realised_pnl
    from positions where quantity > 0 and account_id = current_account_id()
      and not exists (select from order_fills f where f.account_id = current_account_id()
        and f.recorded_at >= ${began} and f.filled_at >= ${began})
    on conflict do nothing`
  return count
}
