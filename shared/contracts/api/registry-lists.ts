/** What the symbol registry takes and answers of watchlists: named groups of companies. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { changes, reads } from './registry-service.ts'
import { EditOf, Line, Name, Removed, Tickers, RowVersion } from './registry-words.ts'
import type { ApiRoutes } from './route.ts'
import { Moment, shortList } from './words.ts'

export const Watchlist = v.strictObject({
  watchlistId: Uuid,
  name: v.string(),
  description: v.string(),
  version: RowVersion,
  createdAt: Moment,
  tickers: v.array(Ticker),
})
export type Watchlist = v.InferOutput<typeof Watchlist>

const watchlist = { names: 'watchlist' } as const

export const watchlistRoutes = {
  'GET /registry/watchlists': {
    ...reads,
    does: 'lists watchlists and their members',
    query: shortList({ ticker: v.optional(Ticker) }, 'name'),
    pages: { field: 'watchlistId', param: 'after', whole: true },
    answer: v.array(Watchlist),
  },
  'POST /registry/watchlists': {
    ...changes,
    does: 'makes a watchlist',
    body: v.strictObject({
      name: Name,
      description: v.optional(Line, ''),
      tickers: v.optional(Tickers, []),
    }),
    made: 201,
    answer: Watchlist,
  },
  'GET /registry/watchlists/:id': {
    ...reads,
    ...watchlist,
    does: 'shows a watchlist',
    answer: Watchlist,
  },
  'PUT /registry/watchlists/:id': {
    ...changes,
    ...watchlist,
    does: 'changes a watchlist or its members',
    body: v.strictObject({
      ...EditOf,
      name: v.optional(Name),
      description: v.optional(Line),
      tickers: v.optional(Tickers),
    }),
    answer: Watchlist,
  },
  'DELETE /registry/watchlists/:id': {
    ...changes,
    ...watchlist,
    does: 'deletes a watchlist',
    answer: Removed,
  },
  'POST /registry/watchlists/:id/members': {
    ...changes,
    ...watchlist,
    does: 'puts a company on a watchlist',
    body: v.strictObject({ ticker: Ticker }),
    made: 201,
    answer: Watchlist,
  },
  'DELETE /registry/watchlists/:id/members': {
    ...changes,
    ...watchlist,
    does: 'takes a company off a watchlist',
    body: v.strictObject({ ticker: Ticker }),
    answer: Watchlist,
  },
} as const satisfies ApiRoutes
