/** Where our books and the broker's word differ, as the API lists it. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { DifferenceRow } from '#shared/contracts/api/beside.ts'
import type { Db } from '#shared/sql/open.ts'
import { readDifferences } from '#shared/sql/trading/differences.ts'

/** Where our books and the broker's word differ, oldest first, each with a name of its own. */
export async function listDifferences(db: Db): Promise<Served<DifferenceRow>[]> {
  const known = await readDifferences(db)
  return known.map((row) => ({ ...row, difference: `${row.what} ${row.ticker}`.trim() }))
}
