/** Where each trend is expected to go. */

import { lakeTable } from './fact.ts'

export const trendProjectionsTable = lakeTable({
  name: 'trend_projections',
  jobType: 'trend_projection',
  says: 'Where each trend is expected to go',
  table: 'trend_projections',
  key: { ticker: 'text', horizon: 'text', as_of: 'timestamptz' },
  entity: 'ticker',
  isByDay: true,
  moment: 'as_of',
  outlives: 'retention',
  columns: {
    ticker: ['text', 'the company'],
    horizon: ['text', 'how far ahead'],
    as_of: ['timestamp', 'the moment it is of, business time'],
    trend_id: ['text', 'the trend it goes on from'],
    direction: ['text', 'bullish, bearish, neutral or mixed'],
    strength: ['double', '0 to 1'],
    confidence: ['double', '0 to 1'],
    low_confidence: ['boolean', 'true where little stands behind it'],
    macro_contribution_pct: ['double', 'how much of it the world is, 0 to 1'],
    diverges_from_current: ['boolean', 'true where it goes another way than the trend'],
  },
})
