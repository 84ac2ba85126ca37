/** A company's daily prices, as a chart shows them. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { BarRow } from '#shared/contracts/api/universe.ts'
import type { Db } from '#shared/sql/open.ts'
import { readBarsBefore } from '#shared/sql/market/bars.ts'

/** A trading year and some weeks. */
const SHOWN = 300

/** Oldest first; undefined where the ticker is not tracked. */
export async function listBars(
  db: Db,
  ticker: string,
  now: Date,
): Promise<Served<BarRow>[] | undefined> {
  const [company] = await db`select from companies where ticker = ${ticker}`
  if (!company) return undefined
  const bars = await readBarsBefore(db, ticker, SHOWN, now)
  return bars.map(({ sessionDate, open, high, low, close, volume }) => ({
    sessionDate,
    open,
    high,
    low,
    close,
    volume,
  }))
}
