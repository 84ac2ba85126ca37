/** Reads the broker's list of assets once a New York day: what may be traded, whole or in parts. */

import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readAssetsAt, saveAssets } from '#shared/sql/risk/assets.ts'

/** Does nothing where the list is of today; a list that says nothing replaces none. */
export async function keepAssets(
  { sql, alpaca }: { sql: Sql; alpaca: Pick<Alpaca, 'assets'> },
  now: Date,
): Promise<void> {
  const at = await readAssetsAt(sql)
  if (at !== null && newYorkDate(at) === newYorkDate(now)) return
  const assets = await alpaca.assets()
  if (assets.length > 0) await sql.begin((tx) => saveAssets(tx, assets, now))
}
