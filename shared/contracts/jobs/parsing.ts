/** ParsingJob: turn one stored raw document into normalised text. Written by ingestion. */

import * as v from 'valibot'
import { TickerOrNone, Uuid } from '../primitives.ts'
import { SourceType } from '../sources/source-configs.ts'

export const ParsingJob = v.strictObject({
  document_id: Uuid,
  ticker: TickerOrNone,
  source_type: SourceType,
  /** Of a correction: which version of the document it is. */
  version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2))),
})
export type ParsingJob = v.InferOutput<typeof ParsingJob>
