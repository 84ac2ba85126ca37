/** Where each ticker stands in each window, and how far it moved since the reading before. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { TrendRow } from '#shared/contracts/api/signals.ts'
import type { Db } from '#shared/sql/open.ts'

export type TrendFilter = {
  ticker?: string | undefined
  window?: string | undefined
}

/** How far `trend_windows w` moved. One that ran empty stands at nothing: it did not move there. */
export const movedOf = (db: Db) =>
  db`case when w.signal_count > 0 then w.sentiment_mean - w.previous_sentiment end`

/** Current trends, those that moved most first. */
export async function listTrends(
  db: Db,
  { ticker, window }: TrendFilter,
): Promise<Served<TrendRow>[]> {
  const moved = movedOf(db)
  return db<Served<TrendRow>[]>`
    select w.trend_id, w.ticker, w.trend_window, w.as_of, w.direction, w.strength, w.confidence,
      w.contradiction, w.sentiment_mean, w.signal_count, w.source_count,
      w.previous_sentiment, ${moved} as moved
    from trend_windows w
    where true ${ticker ? db`and w.ticker = ${ticker}` : db``}
      ${window ? db`and w.trend_window = ${window}` : db``}
    order by abs(${moved}) desc nulls last, w.signal_count desc,
      w.ticker, w.trend_window`
}
