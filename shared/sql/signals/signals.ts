/** The signals of one ticker, as they stood at a business moment. */

import type { Signal } from '../../domain/signal/weight.ts'
import { LONGEST_WINDOW, windowStart } from '../../domain/signal/window.ts'
import type { Db } from '../open.ts'

/**
 * The company layer's signals, of current readings, published within 90 days up to `asOf`: (asOf − 90 d, asOf], oldest
 * first. Every shorter window is part of it.
 */
export async function readSignals(db: Db, ticker: string, asOf: Date): Promise<Signal[]> {
  const rows = await db<SignalRow[]>`
    ${selectSignals(db)}
    where record.ticker = ${ticker} and record.is_current
      and record.published_at > ${windowStart(LONGEST_WINDOW, asOf)}
      and record.published_at <= ${asOf}
    order by record.published_at, record.impact_id
  `
  return rows.map(toSignal)
}

/** The signals of the given impact records, current or not, oldest first; fewer than asked when one is gone. */
export async function readSignalsById(db: Db, impactIds: readonly string[]): Promise<Signal[]> {
  const rows = await db<SignalRow[]>`
    ${selectSignals(db)}
    where record.impact_id = any(${[...impactIds]}::uuid[])
    order by record.published_at, record.impact_id
  `
  return rows.map(toSignal)
}

type SignalRow = Omit<Signal, 'layer' | 'sentiment'> & { sentiment: string }

function selectSignals(db: Db) {
  return db`
    select record.impact_id, record.document_id, record.published_at, record.sentiment,
           record.impact_score as impact,
           reading.confidence as extraction_confidence, reading.novelty,
           coalesce(past.credibility_score, document.credibility_score) as credibility,
           document.source_type,
           coalesce(publisher.owner, stood.publisher_domain, nullif(stood.publisher, ''),
             document.source_type) as source,
           'date_implausible' = any(stood.date_flags) as date_is_implausible,
           coalesce(document.story_id, document.document_id) as story_id,
           coalesce(stood.quality_score, 0) as quality
    from document_impact_records record
    join document_intelligence reading using (reading_id)
    join documents document on document.document_id = record.document_id
    -- What was read of a version that was replaced since keeps what that one was.
    left join document_versions past on past.document_id = record.document_id
      and past.version = reading.version
    cross join lateral (select
      case when past.version is null then document.publisher_domain else past.publisher_domain end as publisher_domain,
      case when past.version is null then document.publisher else past.publisher end as publisher,
      case when past.version is null then document.date_flags else past.date_flags end as date_flags,
      case when past.version is null then document.quality_score else past.quality_score end as quality_score
    ) stood
    left join publishers publisher on publisher.domain = stood.publisher_domain
  `
}

function toSignal(row: SignalRow): Signal {
  const sentiment = row.sentiment === 'positive' ? 1 : row.sentiment === 'negative' ? -1 : 0
  return { ...row, layer: 'company', sentiment }
}
