/** The competitive layer's signals of one ticker: what happened to its rivals, as it stood at a business moment. */

import type { Signal } from '../../domain/signal/weight.ts'
import { LONGEST_WINDOW, windowStart } from '../../domain/signal/window.ts'
import type { Db } from '../open.ts'
import { originColumns, originJoins } from './signal-origin.ts'

/**
 * Those of news published within 90 days up to `asOf`, of readings that stood before it, oldest first. What is
 * made or taken back at `asOf` itself is not seen yet, so that no trend depends on which of two jobs came first.
 */
export async function readCompetitiveSignals(
  db: Db,
  ticker: string,
  asOf: Date,
): Promise<Signal[]> {
  const rows = await db<CompetitiveRow[]>`
    ${selectCompetitive(db)}
    where record.target_ticker = ${ticker}
      and impact.is_current = (impact.turned_at is null or impact.turned_at < ${asOf})
      and record.published_at > ${windowStart(LONGEST_WINDOW, asOf)} and record.published_at <= ${asOf}
      and record.created_at < ${asOf}
    order by record.published_at, record.competitive_signal_id
  `
  return rows.map(toCompetitiveSignal)
}

/** The given ones, whether they count still or not; fewer than asked when one is gone. */
export async function readCompetitiveSignalsById(
  db: Db,
  ids: readonly string[],
): Promise<Signal[]> {
  if (ids.length === 0) return []
  const rows = await db<CompetitiveRow[]>`
    ${selectCompetitive(db)}
    where record.competitive_signal_id = any(${[...ids]}::uuid[])
    order by record.published_at, record.competitive_signal_id
  `
  return rows.map(toCompetitiveSignal)
}

type CompetitiveRow = Omit<Signal, 'layer' | 'sentiment' | 'novelty'> & { direction: number }

function selectCompetitive(db: Db) {
  return db`
    select record.competitive_signal_id as impact_id, record.document_id, record.published_at,
           record.direction, record.strength as impact,
           record.pattern_confidence as extraction_confidence,
           record.pattern_confidence as company_confidence,
           ${originColumns(db)}
    from competitive_signal_records record
    join document_impact_records impact on impact.impact_id = record.impact_id
    join document_intelligence reading on reading.reading_id = impact.reading_id
    join documents document on document.document_id = record.document_id
    ${originJoins(db, db`reading.version`)}`
}

function toCompetitiveSignal({ direction, ...row }: CompetitiveRow): Signal {
  const sentiment = direction > 0 ? 1 : direction < 0 ? -1 : 0
  return { ...row, layer: 'competitive', sentiment, novelty: 0 }
}
