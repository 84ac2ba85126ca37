/** What the API answers about the tracked universe. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { insightRoutes } from './company-insight.ts'
import type { ApiRoutes } from './route.ts'
import {
  AskedTicker,
  Count,
  DecimalText,
  Flag,
  RowLimit,
  Moment,
  SessionDate,
  shortList,
} from './words.ts'

export const CompanyRow = v.strictObject({
  companyId: Uuid,
  ticker: Ticker,
  legalName: v.string(),
  sector: v.string(),
  industry: v.string(),
  active: v.boolean(),
  documents: Count,
  lastPublishedAt: v.nullable(Moment),
  close: v.nullable(DecimalText),
  sessionDate: v.nullable(SessionDate),
  /** Change of the last close against the one before, a share: 0.01 is one percent. */
  changePct: v.nullable(v.number()),
})
export type CompanyRow = v.InferOutput<typeof CompanyRow>

/** One session's prices, on the basis of today: splits since then are worked in. */
export const BarRow = v.strictObject({
  sessionDate: SessionDate,
  open: DecimalText,
  high: DecimalText,
  low: DecimalText,
  close: DecimalText,
  volume: DecimalText,
})
export type BarRow = v.InferOutput<typeof BarRow>

export const universeRoutes = {
  ...insightRoutes,
  'GET /api/companies/:id/bars': {
    service: 'query-api',
    role: 'viewer',
    names: 'company',
    id: Ticker,
    does: 'lists the daily prices of a company',
    query: shortList({}, 'sessionDate'),
    pages: { field: 'sessionDate', param: 'after', whole: true },
    answer: v.array(BarRow),
    topic: 'documents',
  },
  'GET /api/companies': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists tracked companies',
    query: shortList(
      { ticker: AskedTicker, active: v.optional(Flag), limit: RowLimit, after: v.optional(Ticker) },
      'ticker',
    ),
    pages: { field: 'ticker', param: 'after' },
    answer: v.array(CompanyRow),
    topic: 'documents',
  },
} as const satisfies ApiRoutes
