/** Events of the world that documents tell of. */

import { lakeTable } from './fact.ts'

export const globalEventsTable = lakeTable({
  name: 'global_events',
  jobType: 'global_event',
  says: 'Events of the world that documents tell of',
  table: 'global_events',
  joins: 'join documents d using (document_id)',
  key: { global_event_id: 'uuid' },
  // An event that is read anew happens anew: its own moment may change.
  moment: 'ingested_at',
  columns: {
    global_event_id: ['text', 'the event'],
    document_id: ['text', 'the document that tells of it'],
    ingested_at: ['timestamp', 'when that came in first, business time', 'd.ingested_at'],
    occurred_at: ['timestamp', 'when it happened, as the document was published'],
    classified_at: ['timestamp', 'when it was classified last, business time'],
    event_type: ['text', 'what kind of event'],
    severity: ['text', 'how grave'],
    direction: ['text', 'good, bad or mixed for the economy'],
    affected_regions: ['text', 'regions, a JSON list'],
    affected_sectors: ['text', 'sectors, a JSON list'],
    affected_commodities: ['text', 'commodities, a JSON list'],
    duration: ['text', 'how long it is expected to last'],
    is_international: ['boolean', 'true where it reaches beyond one country'],
    confidence: ['double', 'how sure that is, 0 to 1'],
    summary: ['text', 'what happened, in short'],
    model: ['text', 'who classified it'],
    model_version: ['text', 'version of the reader'],
    prompt_version: ['text', 'form of the question'],
  },
})
