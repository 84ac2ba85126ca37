/** What the API answers about signals of a trend that contradict each other. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'
import { Moment } from './words.ts'

/** A signal of a pair; what told it is null where it is no longer kept. */
const PairSide = v.strictObject({
  layer: v.picklist(['company', 'macro', 'competitive']),
  document: v.nullable(
    v.strictObject({
      documentId: Uuid,
      title: v.string(),
      publisher: v.string(),
      publishedAt: Moment,
    }),
  ),
})

/** Two signals of the trend that contradict each other, and the mass that they take from each other. */
export const DisagreementRow = v.strictObject({
  mass: v.number(),
  positive: PairSide,
  negative: PairSide,
})
export type DisagreementRow = v.InferOutput<typeof DisagreementRow>

/** A trend keeps no more. */
export const DISAGREEMENTS_MAX = 5
