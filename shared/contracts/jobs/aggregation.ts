/**
 * AggregationJob: sum up one ticker again in every window.
 *
 * Written by the extractor for each ticker a document touches, and by the scheduler for every
 * active ticker on its own cadence. Doing it twice is harmless.
 */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'

export const AggregationJob = v.strictObject({
  ticker: Ticker,
  /** The global event behind this job, where there is one. */
  macro_event_id: v.optional(Uuid),
})
export type AggregationJob = v.InferOutput<typeof AggregationJob>
