/** What each reading says of each company. */

import { lakeTable } from './fact.ts'

export const impactsTable = lakeTable({
  name: 'impacts',
  jobType: 'document_extraction',
  says: 'What each reading says of each company',
  table: 'document_impact_records',
  key: { impact_id: 'uuid' },
  entity: 'document_id',
  moment: 'extracted_at',
  outlives: 'retention',
  columns: {
    impact_id: ['text', 'what is said'],
    reading_id: ['text', 'the reading that says it'],
    document_id: ['text', 'the document'],
    ticker: ['text', 'the company'],
    extracted_at: ['timestamp', 'when it was read, business time'],
    published_at: ['timestamp', 'when the document was published'],
    is_current: ['boolean', 'true while its reading is the one that counts'],
    sentiment: ['text', 'positive, negative, neutral or mixed'],
    sentiment_score: ['double', 'how good for the company, −1 to 1'],
    impact_score: ['double', 'how much it matters, 0 to 1'],
    confidence: ['double', 'how sure that is, 0 to 1, calibrated'],
    raw_confidence: ['double', 'the same before calibration'],
    catalyst: ['text', 'what kind of news'],
    horizon: ['text', 'how long it is expected to matter'],
    read_by: ['text', 'who read it of this company, where that is another than of the rest'],
  },
})
