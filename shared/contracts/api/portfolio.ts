/** The portfolio as a whole, and how it stood at the end of each session. */

import * as v from 'valibot'
import { EquityPoint } from './equity.ts'
import { MoneyState } from './overview.ts'
import { PositionRow } from './positions.ts'
import type { ApiRoutes } from './route.ts'
import { Moment, SessionDate, datedList } from './words.ts'

export const PortfolioAnswer = v.strictObject({
  /** The moment that all of it is read at. */
  readAt: Moment,
  /** The newest snapshot; null before the first. */
  money: v.nullable(MoneyState),
  /** Of equity: 0.01 is one percent. Null before the first snapshot, and where there is no equity. */
  dayPct: v.nullable(v.number()),
  investedPct: v.nullable(v.number()),
  positions: v.array(PositionRow),
})
export type PortfolioAnswer = v.InferOutput<typeof PortfolioAnswer>

/** The last snapshot of a session. */
export const PortfolioDay = v.strictObject({ sessionDate: SessionDate, ...EquityPoint.entries })
export type PortfolioDay = v.InferOutput<typeof PortfolioDay>

const { after: _row, ...asked } = datedList({}, 'sessionDate').entries

export const portfolioRoutes = {
  'GET /api/portfolio': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows what the account is worth and holds, of one moment',
    answer: PortfolioAnswer,
    topic: 'portfolio',
  },
  'GET /api/portfolio/snapshots': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists what the account was worth at the end of each session',
    query: v.strictObject({ ...asked, after: v.optional(SessionDate) }),
    pages: { field: 'sessionDate', param: 'after' },
    answer: v.array(PortfolioDay),
    topic: 'portfolio',
  },
} as const satisfies ApiRoutes
