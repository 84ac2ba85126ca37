/** What the record holds of the past: bars of days as they were traded, news and recommendations by when they came. */

import type { Priced } from '../../domain/market/adjust.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import type { TickerAdvice, TickerNews } from '../../domain/strategy/strategy.ts'
import { carriedUntil } from '../market/bars.ts'
import type { Db } from '../open.ts'

/** Days of trading, YYYY-MM-DD; `asOf` is when it was asked: nothing that came later is read. */
export type PastRange = { from: string; to: string; asOf: Date }

/** Bars of one ticker, oldest first. */
export function readPastBars(
  db: Db,
  ticker: string,
  { from, to, asOf }: PastRange,
): Promise<Priced[]> {
  return db<Priced[]>`
    select session_date::text as session_date, open, high, low, close, volume,
      ${carriedUntil(db)} as carried_until
    from market_snapshots
    where ticker = ${ticker} and timespan = '1d' and fetched_at < ${asOf}
      and session_date between ${from} and ${to} and session_date < ${newYorkDate(asOf)}::date
    order by starts_at`
}

/** At most `most` of them are read; one more says that there are. */
type Spoken = { from: Date; to: Date; most: number }

/**
 * What each text was first read to say of each ticker, by the moment at which the record had both: a later reading
 * was not known then. One that was read before `from` is no news of these days, however often it is read again in them.
 */
export function readPastReadings(
  db: Db,
  tickers: readonly string[],
  { from, to, most }: Spoken,
): Promise<TickerNews[]> {
  return db<TickerNews[]>`
    select ticker, known_at, score, confidence from (
      select distinct on (ticker, document_id) ticker, document_id,
        greatest(published_at, extracted_at) as known_at, sentiment_score as score, confidence
      from document_impact_records r
      where ticker = any(${[...tickers]}::text[]) and extracted_at >= ${from} and extracted_at <= ${to}
        and not exists (
          select from document_intelligence d
          join document_impact_records earlier on earlier.reading_id = d.reading_id
          where d.document_id = r.document_id and earlier.ticker = r.ticker
            and earlier.extracted_at < ${from})
      order by ticker, document_id, extracted_at
    ) first where known_at <= ${to}
    order by known_at, ticker collate "C", document_id limit ${most + 1}`
}

/** What was recommended to be traded, not merely told; of one moment the surest comes last. */
export function readPastAdvice(
  db: Db,
  tickers: readonly string[],
  { from, to, most }: Spoken,
): Promise<TickerAdvice[]> {
  return db<TickerAdvice[]>`
    select recommendation_id as advice_id, ticker, trend_window, generated_at as known_at, action,
      confidence, portfolio_pct as share
    from recommendations
    where ticker = any(${[...tickers]}::text[]) and generated_at >= ${from} and generated_at <= ${to}
      and action in ('buy', 'sell') and mode <> 'informational'
    order by generated_at, confidence, ticker collate "C", trend_window limit ${most + 1}`
}

/** How many of these days' bars came, or were revised, after the run was asked for: it did not go over them as they are. */
export async function countBarsSince(
  db: Db,
  ticker: string,
  { from, to, since }: { from: string; to: string; since: Date },
): Promise<number> {
  const [row] = await db<{ bars: number }[]>`
    select count(*)::int as bars from market_snapshots
    where ticker = ${ticker} and timespan = '1d' and fetched_at >= ${since}
      and session_date between ${from} and ${to}`
  return row!.bars
}

/** Before which moment readings, or recommendations, may have gone; null where none has. */
export async function readWordsGone(
  db: Db,
  rule: 'document_intelligence' | 'recommendations',
): Promise<Date | null> {
  const [row] = await db<{ reached: Date | null }[]>`
    select reached from retention_marks where rule = ${rule}`
  return row?.reached ?? null
}

/** Those of `tickers` without any bar of a day. */
export async function readBarless(db: Db, tickers: readonly string[]): Promise<string[]> {
  const rows = await db<{ ticker: string }[]>`
    select asked.ticker from unnest(${[...tickers]}::text[]) as asked (ticker)
    where not exists (select from market_snapshots m where m.ticker = asked.ticker and m.timespan = '1d')
    order by asked.ticker collate "C"`
  return rows.map(({ ticker }) => ticker)
}
