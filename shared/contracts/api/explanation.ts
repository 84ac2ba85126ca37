/** The chain behind an order, as `explain` tells it, on the terminal as over the API. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'
import { Detail } from './words.ts'

/** From the order down; a later link is a cause of an earlier one. */
export const LINKS = [
  'order',
  'risk_evaluation',
  'decision',
  'entry_decision',
  'recommendation',
  'trend',
  'signal',
  'extraction',
  'quote',
  'document',
  'raw_object',
  'normalized_text',
] as const
export type LinkName = (typeof LINKS)[number]

export const Link = v.strictObject({
  link: v.picklist(LINKS),
  /** The id of what was checked. */
  id: v.string(),
  ok: v.boolean(),
  /** Empty, or what does not hold, with the values found. */
  why: v.string(),
  /** What a person wants to see of it. */
  detail: Detail,
  /** Of a document's links: the impact record it was reached by. */
  impactId: v.optional(Uuid),
})
export type Link = v.InferOutput<typeof Link>

export const Explanation = v.strictObject({
  orderId: Uuid,
  intact: v.boolean(),
  /** Broken links whose cause is not another broken link, in the order of the chain. */
  broken: v.array(Link),
  /** All of them, in the order of the chain. */
  links: v.array(Link),
})
export type Explanation = v.InferOutput<typeof Explanation>
