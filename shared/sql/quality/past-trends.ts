/** What trends said before sessions opened, and what stood in the headlines they were made of. */

import { WINDOWS } from '../../contracts/sets.ts'
import {
  windowHours,
  windowStart,
  LONGEST_WINDOW,
  type Window,
} from '../../domain/signal/window.ts'
import type { Db } from '../open.ts'

export type StandingTrend = {
  ticker: string
  window: Window
  /** Signed strength, in [−1, 1]. */
  trend: number
  /** Of the company's own evidence: stories apart, and the catalyst of the heaviest. */
  stories: number
  catalyst: string
}

/**
 * The newest trend of each ticker and window before `moment`, no older than its window is long, and
 * with at least one signal, of the company itself where `isTold`. One look-up in an index for each of them, and
 * at most twenty rows of evidence: nothing grows with history.
 */
export async function readStandingTrends(
  db: Db,
  tickers: readonly string[],
  moment: Date,
  isTold = false,
): Promise<StandingTrend[]> {
  const from = WINDOWS.map((window) => windowStart(window, moment).toISOString())
  return db<StandingTrend[]>`
    select past.ticker, past.trend_window as window, past.sentiment_mean as trend,
      coalesce(evidence.stories, 0) as stories, coalesce(evidence.catalyst, 'other') as catalyst
    from unnest(${[...tickers]}::text[]) as wanted(ticker)
    cross join unnest(${[...WINDOWS]}::text[], ${from}::timestamptz[]) as span(trend_window, since)
    cross join lateral (
      select * from trend_history history
      where history.ticker = wanted.ticker and history.trend_window = span.trend_window
        and history.as_of < ${moment}
      order by history.as_of desc limit 1
    ) past
    cross join lateral (
      select count(distinct coalesce(document.story_id, document.document_id))::int as stories,
        (array_agg(impact.catalyst order by line.rank_score desc, line.impact_id))[1] as catalyst
      from trend_evidence line
      left join documents document on document.document_id = line.document_id
      left join document_impact_records impact on impact.impact_id = line.impact_id
      where line.trend_id = past.trend_id and line.layer = 'company'
    ) evidence
    where past.as_of > span.since and past.signal_count > 0
      and (not ${isTold} or cardinality(past.impact_ids) > 0)
    order by past.ticker collate "C", past.trend_window`
}

export type Headline = { ticker: string; title: string; publishedAt: Date; ingestedAt: Date }

/** A bound on what is held at once; a company with more has its newest. */
const HEADLINES_MAX = 20_000

/** Titles of what names a ticker, published in the longest window before `from` or up to `to`. */
export async function readHeadlines(
  db: Db,
  ticker: string,
  { from, to }: { from: Date; to: Date },
): Promise<Headline[]> {
  return db<Headline[]>`
    select mention.ticker, document.title, document.published_at, document.ingested_at
    from document_company_mentions mention join documents document using (document_id)
    where mention.ticker = ${ticker}
      and document.published_at > ${windowStart(LONGEST_WINDOW, from)}
      and document.published_at <= ${to}
    order by document.published_at desc limit ${HEADLINES_MAX}`
}

/** Hours each window reaches back; of a headline, whether it stands in one. */
export function standsIn(
  { publishedAt, ingestedAt }: Headline,
  window: Window,
  moment: Date,
): boolean {
  const hours = (moment.getTime() - publishedAt.getTime()) / 3_600_000
  return hours > 0 && hours < windowHours[window] && ingestedAt < moment
}

/** Tickers that were ever summed up, and the moments of the first and last trend. */
export async function readTrendSpan(
  db: Db,
): Promise<{ tickers: string[]; from: Date; to: Date } | undefined> {
  const [span] = await db<{ from: Date | null; to: Date | null }[]>`
    select min(as_of) as from, max(as_of) as to from trend_history`
  if (!span?.from || !span.to) return undefined
  const rows = await db<{ ticker: string }[]>`
    select distinct ticker from trend_windows order by ticker`
  return { tickers: rows.map(({ ticker }) => ticker), from: span.from, to: span.to }
}
