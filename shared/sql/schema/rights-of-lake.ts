/** lake-publisher and reporter: they read facts, write files of the lake and reports, and end their jobs. */

import { all, append, jobs, keep, read } from './right-sets.ts'
import { reportRights } from './rights-of-reports.ts'

export const lakeRights = {
  ...jobs,
  lake_changes: all,
  lake_days: keep,
  lake_files: all,
  lake_writes: all,
  ai_agents: read,
  agent_performance_log: read,
  agent_variants: read,
  broker_accounts: read,
  companies: read,
  competitive_signal_records: read,
  competitor_relationships: read,
  counterfactuals: read,
  document_impact_records: read,
  document_intelligence: read,
  documents: read,
  global_events: read,
  macro_impact_records: read,
  market_snapshots: read,
  order_fills: read,
  orders: read,
  portfolio_snapshots: read,
  position_days: append,
  positions: read,
  recommendations: read,
  risk_evaluations: read,
  signal_engine_outputs: read,
  stage_samples: read,
  trading_decisions: read,
  trend_history: read,
  trend_projections: read,
  ...reportRights,
} as const
