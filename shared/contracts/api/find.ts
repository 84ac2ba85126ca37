/** What a person looks for by name, words or id, wherever in the product it stands. */

import * as v from 'valibot'
import type { ApiRoutes } from './route.ts'
import { SearchWords } from './words.ts'

/** Kinds of things that have a page of their own, in the order in which they are shown. */
const FOUND_KINDS = [
  'company',
  'document',
  'recommendation',
  'order',
  'event',
  'source',
  'backtest',
  'trace',
] as const

/** How many of one kind. */
export const FOUND_MAX = 6

const FoundRow = v.strictObject({
  kind: v.picklist(FOUND_KINDS),
  /** What its page is addressed by: a company's ticker, else an id. */
  id: v.string(),
  title: v.string(),
  /** What tells it from others of that title. */
  says: v.string(),
})
export type FoundRow = v.InferOutput<typeof FoundRow>

export const findRoutes = {
  'GET /api/find': {
    service: 'query-api',
    role: 'viewer',
    does: 'finds what goes by a name, by words or by an id',
    query: v.strictObject({
      words: SearchWords,
    }),
    // Held in one thing: it is no list, which would go on page by page.
    answer: v.strictObject({
      found: v.pipe(v.array(FoundRow), v.maxLength(FOUND_KINDS.length * FOUND_MAX)),
    }),
  },
} as const satisfies ApiRoutes
