/** LakePublishJob: write facts as Parquet. Written by whoever changed what the fact tells. */

import * as v from 'valibot'
import { Instant } from '../primitives.ts'

export const LAKE_JOB_TYPES = [
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
  'competitor_relationship',
  'competitive_signal',
  'bulk_documents',
  'bulk_extractions',
] as const

export const LakePublishJob = v.strictObject({
  job_type: v.picklist(LAKE_JOB_TYPES),
  /** The row's id, or a ticker; empty for bulk jobs. */
  entity_id: v.string(),
  dt: Instant,
  /** Bulk jobs: publish what changed in [since, dt). */
  since: v.optional(Instant),
})
export type LakePublishJob = v.InferOutput<typeof LakePublishJob>
