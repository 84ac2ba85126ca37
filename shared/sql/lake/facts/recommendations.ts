/** What is advised, and why not more. */

import { lakeTable } from './fact.ts'

export const recommendationsTable = lakeTable({
  name: 'recommendations',
  jobType: 'recommendation',
  says: 'What is advised, and why not more',
  table: 'recommendations',
  key: { recommendation_id: 'uuid' },
  moment: 'generated_at',
  outlives: 'retention',
  withdrawn: 'is_withdrawn',
  columns: {
    recommendation_id: ['text', 'the recommendation'],
    ticker: ['text', 'the company'],
    trend_window: ['text', 'the window of its trend'],
    trend_id: ['text', 'the trend it rests on'],
    generated_at: ['timestamp', 'when, business time'],
    action: ['text', 'buy, sell, hold or watch'],
    mode: ['text', 'informational, or eligible for paper or live'],
    direction: ['text', 'direction of the trend'],
    confidence: ['double', '0 to 1'],
    strength: ['double', '0 to 1'],
    contradiction: ['double', '0 to 1'],
    suppressions: ['text', 'codes of what kept it down, a JSON list', 'to_json(t.suppressions)'],
    ineligibilities: [
      'text',
      'codes of why it is not acted on, a JSON list',
      'to_json(t.ineligibilities)',
    ],
    stories: ['integer', 'independent stories on its side'],
    owners: ['integer', 'independent owners of outlets on its side'],
    portfolio_pct: ['double', 'size by guideline, share of the portfolio, 0 to 1'],
    max_loss_pct: ['double', 'loss that is borne, share of the position, 0 to 1'],
    risk: ['text', 'its class of risk'],
    thesis: ['text', 'the reason in words'],
    thesis_model: ['text', 'who wrote it'],
    rule_version: ['text', 'version of the rules'],
    is_withdrawn: [
      'boolean',
      'true where it was taken back at the moment it was said',
      'not exists (select from recommendations r where r.recommendation_id = t.recommendation_id)',
    ],
  },
})
