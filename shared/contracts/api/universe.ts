/** What the API answers about the tracked universe. */

import * as v from 'valibot'
import { Ticker, TrendWindow, Uuid } from '../primitives.ts'
import { insightRoutes } from './company-insight.ts'
import type { ApiRoutes } from './route.ts'
import { storyRoutes } from './story.ts'
import { TrendRow } from './signals.ts'
import { companyNarrows, universeTotals } from './totals.ts'
import { Count, DecimalText, RowLimit, Moment, SessionDate, shortList } from './words.ts'

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
  /** Where it stands in the window that was asked for; null before it was first summed up there. */
  trend: v.nullable(v.omit(TrendRow, ['trendId', 'ticker', 'previousSentiment'])),
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
  ...storyRoutes,
  ...universeTotals,
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
      {
        ...companyNarrows,
        /** The window whose trend each row tells. */
        trend: v.optional(TrendWindow, '7d'),
        limit: RowLimit,
        after: v.optional(Ticker),
      },
      'ticker',
    ),
    pages: { field: 'ticker', param: 'after' },
    answer: v.array(CompanyRow),
    topic: 'documents',
  },
} as const satisfies ApiRoutes
