/** The tracked universe with what is known of each company. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { CompanyRow } from '#shared/contracts/api/universe.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import { readLastCloses } from '#shared/sql/market/last-closes.ts'
import type { Db } from '#shared/sql/open.ts'
import { isFalling } from '#shared/sql/page.ts'

export type CompanyFilter = {
  ticker?: string | undefined
  active?: boolean | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

/** By ticker; prices on the basis of `now`. */
export async function listCompanies(
  db: Db,
  { ticker, active, sort, limit, after }: CompanyFilter,
  now: Date,
): Promise<Served<CompanyRow>[]> {
  const [beyond, way] = isFalling(sort) ? [db`<`, db`desc`] : [db`>`, db`asc`]
  const rows = await db<Omit<Served<CompanyRow>, 'close' | 'sessionDate' | 'changePct'>[]>`
    select c.company_id, c.ticker, legal_name, sector, industry, active,
      coalesce((select rows from row_totals where kind = 'impacts' and key = c.ticker), 0)::integer as documents,
      (select i.published_at from document_impact_records i where i.ticker = c.ticker and is_current
        order by i.published_at desc limit 1) as last_published_at
    from companies c
    where true ${ticker === undefined ? db`` : db`and c.ticker = ${ticker}`}
      ${active === undefined ? db`` : db`and c.active = ${active}`}
      ${after === undefined ? db`` : db`and c.ticker ${beyond} ${after}`}
    order by c.ticker ${way} limit ${limit}`
  const tickers = rows.map(({ ticker }) => ticker)
  const closes = tickers.length ? await readLastCloses(db, tickers, now) : new Map()
  const none = { close: null, sessionDate: null, changePct: null }
  return rows.map((row) => ({ ...row, ...(closes.get(row.ticker) ?? none) }))
}
