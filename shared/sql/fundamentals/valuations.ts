/** What the companies of a sector cost and earned, as it was known at a moment. */

import { EARNINGS_CONCEPTS, type Fact } from '../../domain/fundamentals/facts.ts'
import { adjustBar, type Priced } from '../../domain/market/adjust.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import type { Valued } from '../../domain/signal-engine/valuation.ts'
import { readSplits } from '../market/actions.ts'
import { carriedUntil } from '../market/bars.ts'
import type { Db } from '../open.ts'

/** A sector's median does not move much with more of them. */
const PEERS_MAX = 60
/** A close that is older is no price of now. */
const CLOSE_DAYS_MAX = 10

/**
 * The company itself first, then those of its sector by ticker, sixty at most; of a company in no sector only
 * itself. Those without a close of the last ten days are left out.
 */
export async function readValued(
  db: Db,
  { ticker, sector }: { ticker: string; sector: string },
  asOf: Date,
): Promise<Valued[]> {
  const rows = await db<{ companyId: string; ticker: string }[]>`
    select company_id, ticker from companies
    where ticker = ${ticker} or (active and sector = ${sector} and sector <> '')
    order by ticker <> ${ticker}, ticker collate "C" limit ${PEERS_MAX}`
  const tickers = rows.map((row) => row.ticker)
  const [closes, splits, facts] = await Promise.all([
    readCloses(db, tickers, asOf),
    readSplits(db, tickers, asOf),
    readFacts(
      db,
      rows.map(({ companyId }) => companyId),
      asOf,
    ),
  ])
  const on = newYorkDate(asOf)
  return rows.flatMap((row) => {
    const bar = closes.get(row.ticker)
    if (!bar) return []
    const own = splits.get(row.ticker) ?? []
    const close = Number(adjustBar(bar, own, on).close)
    return [{ ticker: row.ticker, close, splits: own, facts: facts.get(row.companyId) ?? [] }]
  })
}

/** The last bar of a session before the day, fetched before the moment. */
async function readCloses(db: Db, tickers: readonly string[], asOf: Date) {
  const on = newYorkDate(asOf)
  const bars = await db<(Priced & { ticker: string })[]>`
    select bar.* from unnest(${[...tickers]}::text[]) as asked (ticker)
    cross join lateral (
      select ticker, session_date::text as session_date, open, high, low, close, volume,
        ${carriedUntil(db)} as carried_until
      from market_snapshots m
      where m.ticker = asked.ticker and timespan = '1d' and fetched_at < ${asOf}
        and session_date < ${on}::date and session_date > ${on}::date - ${CLOSE_DAYS_MAX}::int
      order by starts_at desc limit 1) bar`
  return new Map(bars.map((bar) => [bar.ticker, bar]))
}

/** Of each company the first concept and unit of earnings a share that it reports. */
async function readFacts(db: Db, companyIds: readonly string[], asOf: Date) {
  const rows = await db<(Fact & { companyId: string })[]>`
    select company_id, concept, unit, period_from::text as "from", period_to::text as "to",
      value::text as value, form, accession_number, filed_on::text as filed_on
    from company_facts
    where company_id = any(${[...companyIds]}::uuid[]) and known_at < ${asOf}
      and concept = any(${[...EARNINGS_CONCEPTS]}::text[]) and unit = 'USD/shares'
    order by company_id, period_to, period_from, filed_on, accession_number`
  const byCompany = Map.groupBy(rows, ({ companyId }) => companyId)
  return new Map(
    [...byCompany].map(([companyId, own]) => {
      const known = EARNINGS_CONCEPTS.find((concept) => own.some((row) => row.concept === concept))
      return [companyId, own.filter(({ concept }) => concept === known)]
    }),
  )
}
