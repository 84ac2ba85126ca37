/** Rows of `document_impact_records`: each company's share of a reading. */

import type { Extraction } from '../../domain/document/reading/reading.ts'
import { deriveId } from '../../host/ids.ts'

/** One company's share of a reading. The first reading of a document goes unnamed in it. */
export function impactIdOf(
  { documentId, readingId, number }: { documentId: string; readingId: string; number: number },
  ticker: string,
): string {
  return deriveId('impact', documentId, ticker, ...(number === 1 ? [] : [readingId]))
}

/** As the insert of a reading takes them. */
export function impactRowsOf(
  reading: { documentId: string; readingId: string; number: number },
  { companies }: Extraction,
) {
  return companies.map((company) => ({
    impact_id: impactIdOf(reading, company.entity),
    ticker: company.entity,
    sentiment: company.sentiment,
    sentiment_score: company.score,
    impact_score: company.impact,
    confidence: company.confidence,
    raw_confidence: company.rawConfidence ?? null,
    catalyst: company.catalyst,
    quotes: company.quotes,
    rules_sentiment: company.byRules?.sentiment ?? null,
    rules_impact: company.byRules?.impact ?? null,
    rules_confidence: company.byRules?.confidence ?? null,
    read_by: company.by ? `${company.by.model} ${company.by.modelVersion}` : null,
  }))
}
