/** What happened to one company, in order: news, readings, recommendations, decisions, orders, fills. */

import * as v from 'valibot'
import { Ticker, TrendWindow, Uuid } from '../primitives.ts'
import { ORDER_SIDES } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { AskedDay, Code, DecimalText, Moment, datedList } from './words.ts'

export const STORY_KINDS = [
  'news',
  'reading',
  'recommendation',
  'decision',
  'order',
  'fill',
] as const

/** Where a row stands: its moment to the microsecond, its kind, its id. */
export const STORY_PLACE =
  /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z~[a-z]+~.{1,120}$/

export const StoryRow = v.strictObject({
  storyId: v.string(),
  at: Moment,
  kind: v.picklist(STORY_KINDS),
  /** The sentiment, the action, the reason or the state; null of news and fills. */
  code: v.nullable(Code),
  /** Title of the document. */
  title: v.nullable(v.string()),
  trendWindow: v.nullable(TrendWindow),
  side: v.nullable(v.picklist(ORDER_SIDES)),
  quantity: v.nullable(DecimalText),
  price: v.nullable(DecimalText),
  documentId: v.nullable(Uuid),
  recommendationId: v.nullable(Uuid),
  orderId: v.nullable(Uuid),
})
export type StoryRow = v.InferOutput<typeof StoryRow>

export const storyRoutes = {
  'GET /api/companies/:id/story': {
    service: 'query-api',
    role: 'viewer',
    names: 'company',
    id: Ticker,
    does: 'tells what happened to a company in order',
    query: v.strictObject({
      ...datedList({ kind: v.optional(v.picklist(STORY_KINDS)) }, 'at').entries,
      after: v.optional(
        v.pipe(
          v.string(),
          v.regex(STORY_PLACE, 'the place of a row'),
          v.check((place) => v.is(AskedDay, place.slice(0, 10)), 'a day that there is'),
        ),
      ),
    }),
    pages: { field: 'storyId', param: 'after' },
    answer: v.array(StoryRow),
    topic: 'documents',
  },
} as const satisfies ApiRoutes
