/** What the symbol registry takes and answers of competitors: pairs of companies, and how they are related. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import { RELATIONSHIPS } from '../sets.ts'
import { changes, reads } from './registry-service.ts'
import { EditOf, Removed, RowVersion } from './registry-words.ts'
import type { ApiRoutes } from './route.ts'
import { Moment, shortList } from './words.ts'

const RelationshipType = v.picklist(RELATIONSHIPS)

export const Competitor = v.strictObject({
  relationshipId: Uuid,
  /** Of a pair that holds both ways the first by the alphabet; else the one that the other depends on. */
  ticker: Ticker,
  competitor: Ticker,
  relationshipType: RelationshipType,
  strength: Share,
  isSymmetric: v.boolean(),
  version: RowVersion,
  changedBy: v.string(),
  changedAt: Moment,
})
export type Competitor = v.InferOutput<typeof Competitor>

export const CompetitorBody = v.strictObject({
  ticker: Ticker,
  competitor: Ticker,
  relationshipType: RelationshipType,
  strength: Share,
})
export type CompetitorBody = v.InferOutput<typeof CompetitorBody>

const relationship = { names: 'relationship' } as const

export const competitorRoutes = {
  'GET /registry/competitors': {
    ...reads,
    does: 'lists pairs of competitors',
    query: shortList({ ticker: v.optional(Ticker), type: v.optional(RelationshipType) }, 'ticker'),
    pages: { field: 'relationshipId', param: 'after', whole: true },
    answer: v.array(Competitor),
  },
  'POST /registry/competitors': {
    ...changes,
    does: 'relates two companies as competitors',
    body: CompetitorBody,
    made: 201,
    answer: Competitor,
  },
  'PUT /registry/competitors/:id': {
    ...changes,
    ...relationship,
    does: 'changes how two competitors are related',
    body: v.strictObject({
      ...EditOf,
      relationshipType: v.optional(RelationshipType),
      strength: v.optional(Share),
    }),
    answer: Competitor,
  },
  'DELETE /registry/competitors/:id': {
    ...changes,
    ...relationship,
    does: 'relates two companies no more',
    answer: Removed,
  },
} as const satisfies ApiRoutes
