/** What narrows the lists that grow without end, and how many rows of each there are. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'
import {
  DECISION_ACTIONS,
  DECISION_KINDS,
  RECOMMENDATION_ACTIONS,
  RECOMMENDATION_MODES,
} from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { AskedTicker, AskedWords, Code, Flag, RowTotal, askedTotal } from './words.ts'

export const decisionNarrows = {
  ticker: AskedTicker,
  action: v.optional(v.picklist(DECISION_ACTIONS)),
  code: v.optional(Code),
  kind: v.optional(v.picklist(DECISION_KINDS)),
  recommendationId: v.optional(Uuid),
  /**
   * `fold`: skips of one ticker for one reason within a day of New York are one row, the newest. Not of one
   * recommendation, whose decisions are all told.
   */
  repeats: v.optional(v.picklist(['each', 'fold']), 'each'),
}
/** `open` is each state that is not over. */
export const orderNarrows = { ticker: AskedTicker, state: v.optional(Code) }

export const documentNarrows = {
  document: v.optional(Uuid),
  ticker: AskedTicker,
  status: v.optional(Code),
  /** Words of the title, in any order, each from its beginning. */
  words: AskedWords,
}

export const recommendationNarrows = {
  ticker: AskedTicker,
  action: v.optional(v.picklist(RECOMMENDATION_ACTIONS)),
  mode: v.optional(v.picklist(RECOMMENDATION_MODES)),
}

export const companyNarrows = {
  ticker: AskedTicker,
  active: v.optional(Flag),
  /** What its sector begins with. */
  sector: AskedWords,
  /** What its ticker or another name begins with, or its legal name holds. */
  words: AskedWords,
  /** On this watchlist. */
  watchlist: v.optional(Uuid),
}

export const universeTotals = {
  'GET /api/totals/companies': {
    service: 'query-api',
    role: 'viewer',
    does: 'counts companies',
    query: v.strictObject(companyNarrows),
    answer: RowTotal,
    topic: 'registry',
  },
} as const satisfies ApiRoutes

export const tradingTotals = {
  'GET /api/totals/decisions': {
    service: 'query-api',
    role: 'viewer',
    does: 'counts decisions',
    query: askedTotal(decisionNarrows),
    answer: RowTotal,
    topic: 'decisions',
  },
  'GET /api/totals/orders': {
    service: 'query-api',
    role: 'viewer',
    does: 'counts orders',
    query: askedTotal(orderNarrows),
    answer: RowTotal,
    topic: 'orders',
  },
} as const satisfies ApiRoutes

export const documentTotals = {
  'GET /api/totals/documents': {
    service: 'query-api',
    role: 'viewer',
    does: 'counts documents',
    query: askedTotal(documentNarrows),
    answer: RowTotal,
    topic: 'documents',
  },
} as const satisfies ApiRoutes

export const recommendationTotals = {
  'GET /api/totals/recommendations': {
    service: 'query-api',
    role: 'viewer',
    does: 'counts recommendations',
    query: askedTotal(recommendationNarrows),
    answer: RowTotal,
    topic: 'recommendations',
  },
} as const satisfies ApiRoutes
