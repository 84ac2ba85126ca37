/** The last close of each ticker, and how it changed since the one before, on one basis. */

import { adjustBar, type Priced } from '../../domain/market/adjust.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import type { Db } from '../open.ts'
import { readSplits } from './actions.ts'
import { carriedUntil } from './bars.ts'
import { readSuspicions } from './suspicions.ts'

export type LastClose = {
  close: string
  sessionDate: string
  /** Against the close before, a share: 0.01 is one percent; null where there is none to compare with. */
  changePct: number | null
}

/** Of each ticker that has a bar. A close more than ten days before the last is none to compare with. */
export async function readLastCloses(
  db: Db,
  tickers: readonly string[],
  asOf: Date,
): Promise<Map<string, LastClose>> {
  const [bars, splits, suspected] = await Promise.all([
    db<(Priced & { ticker: string })[]>`
      select bar.* from unnest(${[...tickers]}::text[]) as asked (ticker)
      cross join lateral (
        select ticker, session_date::text as session_date, open, high, low, close, volume,
          ${carriedUntil(db)} as carried_until
        from market_snapshots m where m.ticker = asked.ticker and timespan = '1d'
          and starts_at > (select max(starts_at) - interval '10 days' from market_snapshots n
            where n.ticker = asked.ticker and n.timespan = '1d')
        order by starts_at desc limit 2
      ) bar`,
    readSplits(db, tickers, asOf),
    readSuspicions(db, tickers, asOf),
  ])
  const on = newYorkDate(asOf)
  return new Map(
    [...Map.groupBy(bars, ({ ticker }) => ticker)].map(([ticker, both]) => {
      const [last, before] = both.map((bar) => adjustBar(bar, splits.get(ticker) ?? [], on))
      const { close, sessionDate } = last!
      // Across a night that looks like a split nobody knows what changed.
      const isSuspect = sessionDate === suspected.get(ticker)
      const changePct = before && !isSuspect ? Number(close) / Number(before.close) - 1 : null
      return [ticker, { close, sessionDate, changePct }]
    }),
  )
}
