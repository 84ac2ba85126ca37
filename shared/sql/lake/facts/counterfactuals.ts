/** What would have come of what was not bought. */

import { lakeTable } from './fact.ts'

export const counterfactualsTable = lakeTable({
  name: 'counterfactuals',
  jobType: 'counterfactual',
  says: 'What would have come of what was not bought',
  table: 'counterfactuals',
  key: { account_id: 'text', recommendation_id: 'uuid', kind: 'text' },
  entity: 'recommendation_id',
  moment: 'decided_at',
  outlives: 'retention',
  columns: {
    account_id: ['text', 'the account'],
    recommendation_id: ['text', 'what was not acted on'],
    kind: ['text', 'skipped by the engine, suppressed before, or clipped to fewer shares'],
    code: ['text', 'the check that kept it, as a code'],
    ticker: ['text', 'the company'],
    decided_at: ['timestamp', 'when it was decided, business time'],
    state: ['text', 'where it stands'],
    entered_on: ['date', 'the session it would have been bought in'],
    at_open: ['boolean', 'true where at its open'],
    price: ['decimal', 'price it would have cost, dollars'],
    quantity: ['decimal', 'shares'],
    profit: ['decimal', 'what it would have brought, dollars'],
    reason: ['text', 'how it would have ended'],
    ended_on: ['date', 'the session it would have ended in'],
  },
})
