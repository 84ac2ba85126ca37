/** Keeps the account as a session left it: what the next day is measured from. */

import { newYorkDate, previousSession } from '#shared/domain/market/calendar.ts'
import { marksOf } from '#shared/domain/trading/price-ladder.ts'
import { readHeldTickers } from '#shared/sql/trading/holdings.ts'
import { lacksClosing } from '#shared/sql/trading/snapshots.ts'
import { type ReserveShares, keepBooks } from './account.ts'
import { lookUpPrices, type PriceParts } from './prices.ts'

/** Out of session: once after each close, however late, at the session's last trades. */
export async function keepClosing(
  parts: PriceParts,
  shares: ReserveShares,
  now: Date,
): Promise<void> {
  const session = previousSession(now)
  const sessionDate = newYorkDate(session.opensAt)
  if (!(await lacksClosing(parts.sql, sessionDate, session.closesAt))) return
  const held = await readHeldTickers(parts.sql)
  const { seen } = await lookUpPrices(parts, held, session, session.closesAt)
  const trades = marksOf(seen)
  await parts.sql.begin((tx) => keepBooks(tx, { trades, ...shares, sessionDate }, now))
}
