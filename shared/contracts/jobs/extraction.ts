/**
 * ExtractionJob and MacroClassificationJob: read meaning out of one document.
 *
 * Written by the parser. `normalized_text` is the beginning of the stored normalised text, for people
 * who look at what waits; the extractor reads the stored text itself.
 */

import * as v from 'valibot'
import { TickerOrNone, Uuid } from '../primitives.ts'

export const ExtractionJob = v.strictObject({
  document_id: Uuid,
  ticker: TickerOrNone,
  normalized_text: v.string(),
})
export type ExtractionJob = v.InferOutput<typeof ExtractionJob>

/** The same shape on a list of its own: a document about the world, not about one company. */
export const MacroClassificationJob = ExtractionJob
export type MacroClassificationJob = ExtractionJob
