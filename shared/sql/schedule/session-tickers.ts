/** Tickers that a part in shadow is to be asked about: once a session each. */

import { newYorkDate } from '../../domain/market/calendar.ts'
import type { Db } from '../open.ts'
import { wasAsked, type AskingList } from './asked-tickers.ts'

/**
 * Active tickers with the bar of a session, known before `now`, that what the list's stage said last did not see, and
 * that nothing was asked of yet.
 */
export async function readSessionTickers(db: Db, list: AskingList, now: Date): Promise<string[]> {
  const said = {
    strategy: db`select session_date from strategy_outputs o
      where o.ticker = c.ticker order by session_date desc limit 1`,
    signal_engine: db`select session_date from signal_engine_outputs o
      where o.ticker = c.ticker order by evaluated_at desc limit 1`,
  }[list]
  const rows = await db<{ ticker: string }[]>`
    select c.ticker from companies c
    cross join lateral (select session_date, fetched_at from market_snapshots m
      where m.ticker = c.ticker and timespan = '1d' and fetched_at < ${now}
        and session_date < ${newYorkDate(now)}::date
      order by starts_at desc limit 1) bar
    left join lateral (${said}) seen on true
    where c.active and bar.session_date > coalesce(seen.session_date, '-infinity')
      and not ${wasAsked(db, list, now)}
    order by c.ticker collate "C"`
  return rows.map(({ ticker }) => ticker)
}
