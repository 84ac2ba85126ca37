/** What trading came to, as the API answers it: against SPY and cash, how deep it fell, and by what it was traded on. */

import * as v from 'valibot'
import { Share } from '../primitives.ts'
import { CurvePoint } from './report-body.ts'
import type { ApiRoutes } from './route.ts'
import { Count, DecimalText, Moment, SessionDate } from './words.ts'

export const PERFORMANCE_RANGES = ['1w', '1m', '3m', '1y'] as const

const TradeGroup = v.strictObject({
  /** Null of those that nothing is known of. */
  name: v.nullable(v.string()),
  trades: Count,
  won: Count,
  /** Before fees, dollars. */
  profit: DecimalText,
  fees: DecimalText,
})
export type TradeGroup = v.InferOutput<typeof TradeGroup>

const Performance = v.strictObject({
  since: Moment,
  /** A point a session, all of it from one base: what a dollar of the first became. */
  curve: v.array(CurvePoint),
  /** Percent a year that cash is taken to bring. */
  cashRate: v.number(),
  drawdown: v.nullable(
    v.strictObject({
      depth: v.number(),
      from: SessionDate,
      bottom: SessionDate,
      recovered: v.nullable(SessionDate),
      sessions: Count,
    }),
  ),
  /** Of the sessions, a year's; the interval holds it 95 times of 100, null where the days are too few. */
  sharpe: v.nullable(
    v.strictObject({
      ratio: v.number(),
      interval: v.nullable(v.strictObject({ low: v.number(), high: v.number() })),
    }),
  ),
  /** Trades that ended within the range. */
  trades: v.strictObject({
    won: Count,
    lost: Count,
    wonDollars: DecimalText,
    lostDollars: DecimalText,
    fees: DecimalText,
    winRate: v.nullable(Share),
    winInterval: v.nullable(v.strictObject({ low: Share, high: Share })),
    payoff: v.nullable(v.number()),
    factor: v.nullable(v.number()),
    expectancy: v.nullable(DecimalText),
  }),
  /** Of all time: trades that ended and what those still open realised, which is the ledger's own figure. */
  realised: v.strictObject({ ended: DecimalText, open: DecimalText, ledger: DecimalText }),
  /** The strongest document's catalyst and publisher, the window of the recommendation, how they ended. */
  byCatalyst: v.array(TradeGroup),
  byPublisher: v.array(TradeGroup),
  byWindow: v.array(TradeGroup),
  byExit: v.array(TradeGroup),
})
export type PerformanceAnswer = v.InferOutput<typeof Performance>

export const performanceRoutes = {
  'GET /api/performance': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows what trading came to against SPY and cash, and by what it was traded on',
    query: v.strictObject({ range: v.optional(v.picklist(PERFORMANCE_RANGES), '1m') }),
    answer: Performance,
    topic: 'portfolio',
  },
} as const satisfies ApiRoutes
