/** What goes of models and their agents when its window is over. Nothing else points at it. */

import type { Db } from '../open.ts'
import type { Rule } from './batch.ts'

export const modelRetention = {
  model_replies: {
    walks: { table: 'model_replies', time: 'replied_at', key: 'reply_id' },
    keeps: (db: Db) => db`false`,
  },
  agent_performance_log: {
    walks: { table: 'agent_performance_log', time: 'at', key: 'agent_performance_id' },
    keeps: (db: Db) => db`false`,
  },
  agent_token_hours: {
    walks: { table: 'agent_token_hours', time: 'hour', key: 'token_hour_id' },
    keeps: (db: Db) => db`false`,
  },
  model_performance_metrics: {
    walks: { table: 'model_performance_metrics', time: 'at', key: 'metric_id' },
    // What was measured last is what is known, however long ago.
    keeps: (db: Db) => db`not exists (select from model_performance_metrics later
      where later.model = row.model and later.metric = row.metric and later.at > row.at)`,
  },
} as const satisfies Record<string, Rule>
