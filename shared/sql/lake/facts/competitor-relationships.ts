/** Who competes with whom, each version of it. */

import { lakeTable } from './fact.ts'

export const competitorRelationshipsTable = lakeTable({
  name: 'competitor_relationships',
  jobType: 'competitor_relationship',
  says: 'Who competes with whom, each version of it',
  table: 'competitor_relationships',
  joins:
    'join companies own on own.company_id = t.company_id join companies rival on rival.company_id = t.competitor_id',
  key: { relationship_id: 'uuid' },

  within: ['relationship_version'],
  moment: 'became_at',
  outlives: 'always',
  columns: {
    relationship_id: ['text', 'the pair'],
    relationship_version: ['integer', 'its version, from 1', 't.version'],
    ticker: ['text', 'the company', 'own.ticker'],
    competitor_ticker: ['text', 'its rival', 'rival.ticker'],
    relationship_type: ['text', 'how they compete'],
    strength: ['double', '0 to 1'],
    became_at: ['timestamp', 'when it became so', 't.changed_at'],
    changed_by: ['text', 'who made it so'],
  },
})
