/** LakePublishJob: have facts written as Parquet. */

import * as v from 'valibot'
import { Instant } from '../primitives.ts'

/** What a fact is published by: its id, or a ticker and the day of `dt`. */
const ENTITY_TYPES = [
  'document',
  'document_extraction',
  'market_snapshot',
  'trade_order',
  'trade_fill',
  'positions_snapshot',
  'pnl_snapshot',
  'global_event',
  'macro_impact',
  'trend_projection',
  'signal_engine_output',
  'competitor_relationship',
  'competitive_signal',
  'recommendation',
  'trend',
  'trading_decision',
  'risk_evaluation',
  'counterfactual',
  'agent_call',
  'job',
  'scaling',
] as const

export const LAKE_JOB_TYPES = [
  ...ENTITY_TYPES,
  'bulk_documents',
  'bulk_extractions',
  // Of the scheduler's own: the changes that were given to this job; one day of a table made one file; what nothing names.
  'changes',
  'compaction',
  'tidy',
] as const

export type LakeJobType = (typeof ENTITY_TYPES)[number]

export const LakePublishJob = v.strictObject({
  job_type: v.picklist(LAKE_JOB_TYPES),
  /** The row's id, or a ticker; empty for bulk jobs and `tidy`; the table of `changes` and `compaction`. */
  entity_id: v.string(),
  dt: Instant,
  /** Bulk jobs: publish what came to be in [since, dt). */
  since: v.optional(Instant),
})
export type LakePublishJob = v.InferOutput<typeof LakePublishJob>
