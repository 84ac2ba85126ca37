/** How far an event of the world reaches a company. */

import { lakeTable } from './fact.ts'

export const macroImpactsTable = lakeTable({
  name: 'macro_impacts',
  jobType: 'macro_impact',
  says: 'How far an event of the world reaches a company',
  table: 'macro_impact_records',
  key: { macro_impact_id: 'uuid' },
  moment: 'computed_at',
  outlives: 'retention',
  columns: {
    macro_impact_id: ['text', 'the impact'],
    global_event_id: ['text', 'the event'],
    document_id: ['text', 'the document that tells of it'],
    ticker: ['text', 'the company'],
    computed_at: ['timestamp', 'when it was computed, business time'],
    occurred_at: ['timestamp', 'when the event happened'],
    known_at: ['timestamp', 'when it was known'],
    score: ['double', 'how far it reaches, 0 to 1'],
    direction: ['integer', '−1 bad, 0 neither, 1 good'],
    duration: ['text', 'how long it is expected to last'],
    is_current: ['boolean', 'true of what counts'],
    profile_version: ['integer', 'version of the profile of exposure'],
  },
})
