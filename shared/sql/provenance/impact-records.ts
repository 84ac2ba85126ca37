/** What readings said of whom, as it was before any calibration. */

import type { Quote } from '../../domain/document/reading/reading.ts'
import type { Db } from '../open.ts'

export type StoredImpact = {
  readingId: string
  ticker: string
  sentiment: string
  sentimentScore: number
  impactScore: number
  /** What the reader said of itself. */
  confidence: number
  catalyst: string
  quotes: Quote[]
  /** What rules read beside a model; null of what rules read, and of readings from before it was kept. */
  byRules: { sentiment: string; impact: number; confidence: number } | null
}

/** Every record of the given readings. */
export function readStoredImpacts(db: Db, readingIds: readonly string[]): Promise<StoredImpact[]> {
  return db<StoredImpact[]>`
    select reading_id, ticker, sentiment, sentiment_score, impact_score,
      coalesce(raw_confidence, confidence) as confidence, catalyst, quotes,
      case when rules_sentiment is not null then jsonb_build_object('sentiment', rules_sentiment,
        'impact', rules_impact, 'confidence', rules_confidence) end as by_rules
    from document_impact_records where reading_id = any(${[...readingIds]}::uuid[])
    order by reading_id, ticker collate "C"`
}
