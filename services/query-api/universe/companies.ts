/** The tracked universe with what is known of each company. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { CompanyRow } from '#shared/contracts/api/universe.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { isFalling } from '#shared/sql/page.ts'

export type CompanyFilter = {
  active?: boolean | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

/** By ticker. */
export async function listCompanies(
  db: Db,
  { active, sort, limit, after }: CompanyFilter,
): Promise<Served<CompanyRow>[]> {
  const [beyond, way] = isFalling(sort) ? [db`<`, db`desc`] : [db`>`, db`asc`]
  return db<Served<CompanyRow>[]>`
    select c.company_id, c.ticker, legal_name, sector, industry, active,
      coalesce((select rows from row_totals where kind = 'impacts' and key = c.ticker), 0)::integer as documents,
      (select i.published_at from document_impact_records i where i.ticker = c.ticker and is_current
        order by i.published_at desc limit 1) as last_published_at,
      bars.close, bars.session_date, bars.change_pct
    from companies c
    left join lateral (
      select close, session_date::text as session_date,
        (close / nullif(lead(close) over (order by starts_at desc), 0) - 1)::double precision as change_pct
      from market_snapshots m where m.ticker = c.ticker and timespan = '1d'
        and m.starts_at > (select max(starts_at) - interval '10 days' from market_snapshots n
          where n.ticker = c.ticker and n.timespan = '1d')
      order by starts_at desc limit 1
    ) bars on true
    where true ${active === undefined ? db`` : db`and c.active = ${active}`}
      ${after === undefined ? db`` : db`and c.ticker ${beyond} ${after}`}
    order by c.ticker ${way} limit ${limit}`
}
