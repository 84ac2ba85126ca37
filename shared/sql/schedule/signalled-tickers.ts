/** Tickers that are to be summed up again. */

import type { Db } from '../open.ts'

/** Active tickers with a signal published in (since, now] and no job waiting to sum them up. */
export async function readSignalledTickers(db: Db, since: Date, now: Date): Promise<string[]> {
  const rows = await db<{ ticker: string }[]>`
    select c.ticker from companies c
    where active and (exists (select from document_impact_records r
        where r.ticker = c.ticker and r.is_current and r.published_at > ${since} and r.published_at <= ${now})
      or exists (select from macro_impact_records m
        where m.ticker = c.ticker and m.is_current and m.occurred_at > ${since} and m.occurred_at <= ${now})
      or exists (select from competitive_signal_records s
        where s.target_ticker = c.ticker and s.published_at > ${since} and s.published_at <= ${now}))
      and not exists (select from jobs j where list = 'aggregation' and state = 'queued'
        and j.payload->>'ticker' = c.ticker)
    order by c.ticker collate "C"`
  return rows.map(({ ticker }) => ticker)
}
