/** What documents said of a ticker, as strategies hear it. */

import type { TickerNews } from '../../domain/strategy/strategy.ts'
import { isRefuted } from '../claims/refuted.ts'
import type { Db } from '../open.ts'

/** Beyond the week that a rule looks back. */
const DAYS_MAX = 14
/** A rule keeps fifty. */
const READINGS_MAX = 500

/**
 * Readings in force of what was published in two weeks up to `asOf` and read before it, by when each document was first
 * read. What quotes a claim that was refuted by then is left out.
 */
export async function readTickerNews(db: Db, ticker: string, asOf: Date): Promise<TickerNews[]> {
  const since = new Date(asOf.getTime() - DAYS_MAX * 86_400_000)
  const rows = await db<TickerNews[]>`
    select record.ticker, greatest(first.extracted_at, record.published_at) as known_at,
      record.sentiment_score as score, record.confidence
    from document_impact_records record
    join document_intelligence first on first.document_id = record.document_id and first.number = 1
    where record.ticker = ${ticker} and record.is_current and record.published_at > ${since}
      and record.published_at <= ${asOf} and record.extracted_at < ${asOf} and not ${isRefuted(db, asOf)}
    order by record.published_at desc, record.impact_id limit ${READINGS_MAX}`
  return rows.toSorted((a, b) => a.knownAt.getTime() - b.knownAt.getTime())
}
