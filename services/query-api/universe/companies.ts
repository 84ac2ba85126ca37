/** The tracked universe with what is known of each company. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { CompanyRow } from '#shared/contracts/api/universe.ts'
import type { RowTotal, Sort } from '#shared/contracts/api/words.ts'
import { readLastCloses } from '#shared/sql/market/last-closes.ts'
import type { Db } from '#shared/sql/open.ts'
import { countUpTo, isFalling } from '#shared/sql/page.ts'
import { escapedWords, goesBy } from '#shared/sql/universe/company-words.ts'
import { movedOf } from '../signals/trends.ts'

type Narrowed = {
  ticker?: string | undefined
  active?: boolean | undefined
  sector?: string | undefined
  words?: string | undefined
  watchlist?: string | undefined
}

export type CompanyFilter = Narrowed & {
  /** The window whose trend each row tells. */
  trend: string
  sort: Sort
  limit: number
  after?: string | undefined
}

type Row = Served<CompanyRow>
type Read = Omit<Row, 'close' | 'sessionDate' | 'changePct' | 'trend'>

/** By ticker; prices on the basis of `now`. */
export async function listCompanies(db: Db, filter: CompanyFilter, now: Date): Promise<Row[]> {
  const { sort, limit, after } = filter
  const [beyond, way] = isFalling(sort) ? [db`<`, db`desc`] : [db`>`, db`asc`]
  const rows = await db<Read[]>`
    select c.company_id, c.ticker, legal_name, sector, industry, active,
      coalesce((select rows from row_totals where kind = 'impacts' and key = c.ticker), 0)::integer as documents,
      (select i.published_at from document_impact_records i where i.ticker = c.ticker and is_current
        order by i.published_at desc limit 1) as last_published_at
    ${narrowed(db, filter)}
      ${after === undefined ? db`` : db`and c.ticker ${beyond} ${after}`}
    order by c.ticker ${way} limit ${limit}`
  const tickers = rows.map(({ ticker }) => ticker)
  if (tickers.length === 0) return []
  const closes = await readLastCloses(db, tickers, now)
  const trends = await readTrends(db, tickers, filter.trend)
  const none = { close: null, sessionDate: null, changePct: null }
  return rows.map((row) => ({
    ...row,
    ...(closes.get(row.ticker) ?? none),
    trend: trends.get(row.ticker) ?? null,
  }))
}

/** How many there are. */
export function totalCompanies(db: Db, filter: Narrowed): Promise<RowTotal> {
  return countUpTo(db, db`select 1 ${narrowed(db, filter)}`)
}

function narrowed(db: Db, { ticker, active, sector, words, watchlist }: Narrowed) {
  return db`from companies c
    where true ${ticker === undefined ? db`` : db`and c.ticker = ${ticker}`}
      ${active === undefined ? db`` : db`and c.active = ${active}`}
      ${sector === undefined ? db`` : db`and c.sector ilike ${`${escapedWords(sector)}%`}`}
      ${words === undefined ? db`` : db`and ${goesBy(db, words)}`}
      ${watchlist === undefined ? db`` : db`and c.company_id in (select company_id from watchlist_members where watchlist_id = ${watchlist})`}`
}

type Trend = NonNullable<Row['trend']>

/** Where each stands in a window. */
async function readTrends(
  db: Db,
  tickers: readonly string[],
  window: string,
): Promise<Map<string, Trend>> {
  const rows = await db<(Trend & { ticker: string })[]>`
    select w.ticker, w.trend_window, w.as_of, w.direction, w.strength, w.confidence, w.contradiction,
      w.sentiment_mean, w.signal_count, w.source_count, ${movedOf(db)} as moved
    from trend_windows w where w.ticker = any(${tickers as string[]}) and w.trend_window = ${window}`
  return new Map(rows.map(({ ticker, ...trend }) => [ticker, trend]))
}
