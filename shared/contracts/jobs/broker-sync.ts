/**
 * BrokerSyncJob: read the account at the broker once.
 *
 * Written by the scheduler when the account's source is due. Doing it twice is harmless: fills are
 * known by the broker's id of them, and orders only move on.
 */

import * as v from 'valibot'
import { Instant, Uuid } from '../primitives.ts'

export const BrokerSyncJob = v.strictObject({
  source_id: Uuid,
  source_name: v.string(),
  scheduled_at: Instant,
})
export type BrokerSyncJob = v.InferOutput<typeof BrokerSyncJob>
