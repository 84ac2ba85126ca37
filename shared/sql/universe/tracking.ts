/** Table `company_tracking`: from when to when each company was tracked. A trigger of `companies` keeps it. */

import type { RecordedSpan } from '../../domain/backtest/universe.ts'
import type { Db, Tx } from '../open.ts'

/** Business time of what the rest of the transaction does to companies; else the trigger takes real time. */
export async function tellNow(tx: Tx, now: Date): Promise<void> {
  await tx`select set_config('stonks.now', ${now.toISOString()}, true)`
}

/** Spans of companies by any of their tickers, oldest first. */
export async function readTracking(db: Db, tickers: readonly string[]): Promise<RecordedSpan[]> {
  return db<RecordedSpan[]>`
    select asked.ticker, t.tracked_from as from, t.tracked_until as until, t.is_guess
    from unnest(${[...tickers]}::text[]) as asked (ticker)
    left join securities s on s.ticker = asked.ticker
    join company_tracking t on t.company_id = s.company_id
      or (s.company_id is null and t.ticker = asked.ticker)
    order by asked.ticker collate "C", t.tracked_from`
}

/** When the record of who was tracked begins; null where nobody ever was. */
export async function readTrackingBegun(db: Db): Promise<Date | null> {
  const [row] = await db<{ begun: Date | null }[]>`
    select min(tracked_from) as begun from company_tracking`
  return row!.begun
}

/**
 * Tickers tracked at any moment in [from, until), or as the record of them began where that is later. Of those that
 * were put to rest since only those with bars of these days: the others could not be traded in them.
 */
export async function readTrackedWithin(
  db: Db,
  { from, until }: { from: Date; until: Date },
): Promise<string[]> {
  const rows = await db<{ ticker: string }[]>`
    with begun as (
      select (min(tracked_from) at time zone 'America/New_York')::date as day from company_tracking
    )
    select ticker from company_tracking, begun
    where (tracked_from < ${until} or (tracked_from at time zone 'America/New_York')::date = begun.day)
      and coalesce(tracked_until > ${from}, true)
    group by ticker
    having bool_or(tracked_until is null) or exists (
      select from market_snapshots m where m.ticker = company_tracking.ticker and m.timespan = '1d'
        and m.starts_at >= ${from} and m.starts_at < ${until})
    order by ticker collate "C"`
  return rows.map(({ ticker }) => ticker)
}
