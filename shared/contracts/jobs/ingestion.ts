/**
 * IngestionJob: fetch one source once.
 *
 * Written by the scheduler for each source that is due. Doing it twice is harmless: what was
 * already stored is recognised by its content hash.
 */

import * as v from 'valibot'
import { Instant, Share, TickerOrNone, Uuid } from '../primitives.ts'
import { SourceType } from '../sources/source-configs.ts'

export const IngestionJob = v.strictObject({
  source_id: Uuid,
  /** Null for a source that serves the whole market. */
  company_id: v.nullable(Uuid),
  ticker: TickerOrNone,
  legal_name: v.string(),
  aliases: v.array(v.string()),
  /** `broker` is in jobs of an older release alone: they are handed on to the list `broker_sync`. */
  source_type: SourceType,
  source_name: v.string(),
  config: v.record(v.string(), v.unknown()),
  credibility_score: Share,
  scheduled_at: Instant,
})
export type IngestionJob = v.InferOutput<typeof IngestionJob>
