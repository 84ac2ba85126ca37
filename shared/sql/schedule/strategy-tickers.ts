/** Tickers that strategies are to be asked about. */

import { newYorkDate } from '../../domain/market/calendar.ts'
import type { Db } from '../open.ts'
import { wasAsked } from './asked-tickers.ts'

/**
 * Active tickers with the bar of a session that strategies said nothing of yet, known before `now`, which nothing was
 * asked of yet.
 */
export async function readStrategyTickers(db: Db, now: Date): Promise<string[]> {
  const rows = await db<{ ticker: string }[]>`
    select c.ticker from companies c
    cross join lateral (select session_date, fetched_at from market_snapshots m
      where m.ticker = c.ticker and timespan = '1d' and fetched_at < ${now}
        and session_date < ${newYorkDate(now)}::date
      order by starts_at desc limit 1) bar
    left join lateral (select session_date from strategy_outputs o
      where o.ticker = c.ticker order by session_date desc limit 1) seen on true
    where c.active and bar.session_date > coalesce(seen.session_date, '-infinity')
      and not ${wasAsked(db, 'strategy', now)}
    order by c.ticker collate "C"`
  return rows.map(({ ticker }) => ticker)
}
