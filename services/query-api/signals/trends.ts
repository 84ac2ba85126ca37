/** Where each ticker stands in each window, and how far it moved since the reading before. */

import type { Db } from '#shared/sql/open.ts'

export type TrendRow = {
  trendId: string
  ticker: string
  trendWindow: string
  asOf: Date
  direction: string
  strength: number
  confidence: number
  contradiction: number
  sentimentMean: number
  signalCount: number
  sourceCount: number
  /** Sentiment of the reading before this one, or null for the first. */
  previousSentiment: number | null
  /** Sentiment now less sentiment before; null for the first. */
  moved: number | null
}

export type TrendFilter = {
  ticker?: string | undefined
  window?: string | undefined
  limit: number
}

/** Current trends, those that moved most first. */
export async function listTrends(
  db: Db,
  { ticker, window, limit }: TrendFilter,
): Promise<TrendRow[]> {
  return db<TrendRow[]>`
    select w.trend_id, w.ticker, w.trend_window, w.as_of, w.direction, w.strength, w.confidence,
      w.contradiction, w.sentiment_mean, w.signal_count, w.source_count,
      before.sentiment_mean as previous_sentiment, w.sentiment_mean - before.sentiment_mean as moved
    from trend_windows w left join lateral (
      select h.sentiment_mean from trend_history h
      where h.ticker = w.ticker and h.trend_window = w.trend_window and h.as_of < w.as_of
      order by h.as_of desc limit 1
    ) before on true
    where true ${ticker ? db`and w.ticker = ${ticker}` : db``}
      ${window ? db`and w.trend_window = ${window}` : db``}
    order by abs(w.sentiment_mean - before.sentiment_mean) desc nulls last, w.signal_count desc,
      w.ticker, w.trend_window
    limit ${limit}`
}
