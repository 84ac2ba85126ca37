/** What is thought of each company, each time that changed. */

import { lakeTable } from './fact.ts'

export const trendsTable = lakeTable({
  name: 'trends',
  jobType: 'trend',
  says: 'What is thought of each company, each time that changed',
  table: 'trend_history',
  key: { trend_id: 'uuid' },
  moment: 'as_of',
  outlives: 'retention',
  columns: {
    trend_id: ['text', 'the trend'],
    ticker: ['text', 'the company'],
    trend_window: ['text', 'span it sums up'],
    as_of: ['timestamp', 'the moment it is of, business time'],
    direction: ['text', 'bullish, bearish, neutral or mixed'],
    strength: ['double', '0 to 1'],
    confidence: ['double', '0 to 1'],
    contradiction: ['double', '0 to 1'],
    sentiment_mean: ['double', '−1 to 1'],
    signal_count: ['integer', 'signals in it'],
    source_count: ['integer', 'independent sources in it'],
    macro_only: ['boolean', 'true where only the world says so'],
    pattern_only: ['boolean', 'true where only rivals say so'],
    scoring_version: ['text', 'version of the formulas'],
    company_signals: [
      'integer',
      'those of its signals that tell of the company itself, not of the world or rivals; nothing of a trend from before it was kept',
    ],
  },
})
