/** Table `security_details`: what is known of a security, and since when. */

import type { NewDetails } from '../../domain/market/details.ts'
import type { Db, Tx } from '../open.ts'

/** Stores what is said where it differs from what was said last; returns how many did. */
export async function saveDetails(
  tx: Tx,
  details: readonly NewDetails[],
  { sourceId, now }: { sourceId: string; now: Date },
): Promise<number> {
  let saved = 0
  for (const told of details) {
    const { ticker, tickerChanges, ...said } = told
    const row = tx`jsonb_to_record(${tx.json(wire(said))}) as r (name text, security_type text,
      primary_exchange text, cik text, composite_figi text, share_class_figi text, active boolean,
      listed_on date, delisted_on date, currency text, shares_outstanding numeric,
      weighted_shares numeric, market_cap numeric)`
    const columns = tx`name, security_type, primary_exchange, cik, composite_figi, share_class_figi,
      active, listed_on, delisted_on, currency, shares_outstanding, weighted_shares, market_cap`
    const changes = tx`${tx.json(tickerChanges)}::jsonb`
    const { count } = await tx`
      insert into security_details (ticker, known_at, ${columns}, ticker_changes, source_id)
      select ${ticker}, ${now}, ${columns}, ${changes}, ${sourceId}::uuid from ${row}
      where not exists (
        select from (select * from security_details where ticker = ${ticker}
          order by known_at desc limit 1) last
        where (last.name, last.security_type, last.primary_exchange, last.cik, last.composite_figi,
          last.share_class_figi, last.active, last.listed_on, last.delisted_on, last.currency,
          last.shares_outstanding, last.weighted_shares, last.market_cap, last.ticker_changes)
          is not distinct from (r.name, r.security_type, r.primary_exchange, r.cik, r.composite_figi,
          r.share_class_figi, r.active, r.listed_on, r.delisted_on, r.currency,
          r.shares_outstanding, r.weighted_shares, r.market_cap, ${changes}))
      on conflict do nothing`
    saved += count
  }
  return saved
}

export type SecurityDetails = NewDetails & { knownAt: Date }

/** What was known of a ticker before `asOf`; undefined where nothing was. */
export async function readDetails(
  db: Db,
  ticker: string,
  asOf: Date,
): Promise<SecurityDetails | undefined> {
  const [row] = await db<(Omit<SecurityDetails, 'tickerChanges'> & { tickerChanges: string })[]>`
    select ticker, known_at, name, security_type, primary_exchange, cik, composite_figi,
      share_class_figi, active, listed_on::text as listed_on, delisted_on::text as delisted_on,
      currency, shares_outstanding, weighted_shares, market_cap, ticker_changes::text as ticker_changes
    from security_details where ticker = ${ticker} and known_at < ${asOf}
    order by known_at desc limit 1`
  return (
    row && { ...row, tickerChanges: JSON.parse(row.tickerChanges) as NewDetails['tickerChanges'] }
  )
}

function wire({
  securityType,
  primaryExchange,
  compositeFigi,
  shareClassFigi,
  listedOn,
  delistedOn,
  sharesOutstanding,
  weightedShares,
  marketCap,
  ...same
}: Omit<NewDetails, 'ticker' | 'tickerChanges'>) {
  return {
    ...same,
    security_type: securityType,
    primary_exchange: primaryExchange,
    composite_figi: compositeFigi,
    share_class_figi: shareClassFigi,
    listed_on: listedOn,
    delisted_on: delistedOn,
    shares_outstanding: sharesOutstanding,
    weighted_shares: weightedShares,
    market_cap: marketCap,
  }
}
