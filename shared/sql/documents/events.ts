/** Table `global_events`: what documents tell of the world. */

import type { EventReading } from '../../domain/document/reading/reading.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import type { ReadableDocument, ReadBy } from './readings.ts'

/** The one event that a document may tell of, whatever its corrections say of it. */
export function eventIdOf(documentId: string): string {
  return deriveId('global_event', documentId)
}

/** Stores the event a document tells of, or that it tells of none. Safe to run again. */
export async function saveEvent(
  tx: Tx,
  document: ReadableDocument,
  event: EventReading | null,
  by: ReadBy,
  now: Date,
): Promise<void> {
  const { documentId } = document
  if (event) {
    await tx`
      insert into global_events as known (global_event_id, document_id, event_type, severity, direction, affected_regions,
        affected_sectors, affected_commodities, duration, is_international, confidence, summary, quotes, model,
        model_version, prompt_version, occurred_at, classified_at)
      values (${eventIdOf(documentId)}, ${documentId}, ${event.eventType}, ${event.severity},
        ${event.direction}, ${tx.json(event.regions)}, ${tx.json(event.sectors)}, ${tx.json(event.commodities)},
        ${event.duration}, ${event.isInternational}, ${event.confidence}, ${event.summary}, ${tx.json(event.quotes)},
        ${by.model}, ${by.modelVersion}, ${by.promptVersion}, ${document.publishedAt}, ${now})
      on conflict (document_id) do update set
        event_type = excluded.event_type, severity = excluded.severity, direction = excluded.direction,
        affected_regions = excluded.affected_regions, affected_sectors = excluded.affected_sectors,
        affected_commodities = excluded.affected_commodities, duration = excluded.duration,
        is_international = excluded.is_international, confidence = excluded.confidence,
        summary = excluded.summary, quotes = excluded.quotes, model = excluded.model,
        model_version = excluded.model_version, prompt_version = excluded.prompt_version,
        occurred_at = excluded.occurred_at,
        version = known.version + (case when ${toldOf(tx, 'known')} = ${toldOf(tx, 'excluded')} then 0 else 1 end)
    `
  }
  await tx`
    update documents set status = 'classified', status_reason = ${event ? null : 'no_event'}, status_at = ${now},
      extraction_tries = 0
    where document_id = ${documentId}
  `
}

/** All that an impact may rest on, as one value. */
function toldOf(db: Db, row: 'known' | 'excluded') {
  const of = (column: string) => db`${db(row)}.${db(column)}`
  return db`jsonb_build_array(${of('severity')}, ${of('direction')}, ${of('affected_regions')},
    ${of('affected_sectors')}, ${of('affected_commodities')}, ${of('duration')},
    ${of('is_international')}, ${of('confidence')}, ${of('occurred_at')})`
}

/**
 * Whether a row of `global_events events` is still told, as a part of a query: a correction may tell of no
 * event. While it waits to be read, what stood before counts.
 */
export function isStillTold(db: Db) {
  return db`exists (select from documents d where d.document_id = events.document_id
    and d.document_type = 'macro_event' and d.status_reason is distinct from 'no_event')`
}
