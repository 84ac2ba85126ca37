/** What news of one company says of its rivals. */

import { lakeTable } from './fact.ts'

export const competitiveSignalsTable = lakeTable({
  name: 'competitive_signals',
  jobType: 'competitive_signal',
  says: 'What news of one company says of its rivals',
  table: 'competitive_signal_records',
  key: { competitive_signal_id: 'uuid' },
  moment: 'created_at',
  outlives: 'always',
  columns: {
    competitive_signal_id: ['text', 'the signal'],
    source_ticker: ['text', 'the company the news is of'],
    target_ticker: ['text', 'the rival it reaches'],
    document_id: ['text', 'the document'],
    impact_id: ['text', 'what the document says of the source'],
    created_at: ['timestamp', 'when it was propagated, business time'],
    published_at: ['timestamp', 'when the document was published'],
    catalyst: ['text', 'what kind of news'],
    direction: ['integer', '−1 bad, 0 neither, 1 good for the rival'],
    strength: ['double', '0 to 1'],
    pattern_confidence: ['double', 'how sure the pattern is, 0 to 1'],
    relationship_type: ['text', 'how they compete'],
    relationship_strength: ['double', '0 to 1'],
  },
})
