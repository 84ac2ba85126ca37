/** A recorded trend with all that it is judged by. */

import type { Readings } from '../../domain/recommendation/suppression.ts'
import type { CitedEvidence } from '../../domain/recommendation/thesis.ts'
import type { DataSummary } from '../../domain/signal/data-summary.ts'
import type { Market } from '../../domain/signal/market.ts'
import type { TrendDirection } from '../../domain/signal/direction.ts'
import { windowStart, type Window } from '../../domain/signal/window.ts'
import type { Db } from '../open.ts'

export type RecordedTrend = {
  trendId: string
  ticker: string
  window: Window
  asOf: Date
  direction: TrendDirection
  strength: number
  confidence: number
  contradiction: number
  sentimentMean: number
  signalCount: number
  sourceCount: number
  /** Whether it holds news of the company itself, or nothing at all. */
  isOwn: boolean
  /** Of the one before it; undefined where it is the first. */
  directionBefore: TrendDirection | undefined
  macroOnly: boolean
  patternOnly: boolean
  impactIds: string[]
  market: Market
  data: DataSummary
}

/** The newest trend recorded up to `now`; undefined when the ticker was never summed up. */
export async function readNewestTrend(
  db: Db,
  ticker: string,
  window: Window,
  now: Date,
): Promise<RecordedTrend | undefined> {
  const [row] = await db<
    (Omit<RecordedTrend, 'directionBefore'> & {
      directionBefore: TrendDirection | null
      data: { newestPublishedAt: string | null }
    })[]
  >`
    select trend_id, ticker, trend_window as window, as_of, direction, strength, confidence,
           contradiction, sentiment_mean, signal_count, source_count, macro_only, pattern_only,
           impact_ids, market, facts as data,
           cardinality(impact_ids) > 0 or (cardinality(macro_ids) = 0 and cardinality(competitive_ids) = 0) as is_own,
           (select direction from trend_history earlier where ticker = trend.ticker
              and trend_window = trend.trend_window and as_of < trend.as_of
            order by as_of desc limit 1) as direction_before
    from trend_history trend
    where ticker = ${ticker} and trend_window = ${window} and as_of <= ${now}
    order by as_of desc
    limit 1
  `
  if (!row) return undefined
  const newest = row.data.newestPublishedAt
  return {
    ...row,
    directionBefore: row.directionBefore ?? undefined,
    data: { ...row.data, newestPublishedAt: newest === null ? null : new Date(newest) },
  }
}

export type RecordedEvidence = CitedEvidence & {
  place: number
  impactId: string
  documentId: string
}

/** The evidence of a trend with what is cited of its documents; strongest first on each side. */
export function readEvidence(db: Db, trendId: string): Promise<RecordedEvidence[]> {
  return db<RecordedEvidence[]>`
    select evidence.side, evidence.place, evidence.impact_id, evidence.document_id,
           evidence.rank_score, document.title, document.published_at,
           coalesce(nullif(document.publisher, ''), document.source_type) as publisher
    from trend_evidence evidence
    join documents document using (document_id)
    where evidence.trend_id = ${trendId}
    order by evidence.side desc, evidence.place
  `
}

/**
 * How many documents that name a ticker in a trend's window were read, and how many could not be.
 *
 * Readings that ended at `now` itself count only where the trend already counts them, so that the
 * answer does not depend on which of two jobs came first. Nothing is counted while none failed.
 */
export async function countReadings(
  db: Db,
  {
    ticker,
    window,
    asOf,
    impactIds,
  }: Pick<RecordedTrend, 'ticker' | 'window' | 'asOf' | 'impactIds'>,
  now: Date,
): Promise<Readings> {
  const named = db`
    from documents document
    join document_company_mentions mention using (document_id)
    join companies company using (company_id)
    where company.ticker = ${ticker}
      and document.published_at > ${windowStart(window, asOf)} and document.published_at <= ${asOf}`
  const [failed] = await db<{ count: number }[]>`
    select count(*)::int as count ${named}
      and document.status = 'extraction_failed' and document.status_at < ${now}
  `
  const extractionFailed = failed?.count ?? 0
  if (extractionFailed === 0) return { extracted: 0, extractionFailed }
  const [read] = await db<{ count: number }[]>`
    select count(*)::int as count ${named}
      and document.status = 'extracted'
      and (document.status_at < ${now} or document.document_id in (
        select document_id from document_impact_records where impact_id = any(${impactIds}::uuid[])))
  `
  return { extracted: read?.count ?? 0, extractionFailed }
}
