/** What trading came to: how equity went, what trades won and lost, and one decision whole. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { ORDER_STATES } from '../sets.ts'
import { EngineDecision } from './engine.ts'
import { EQUITY_RANGES, EquityPoint } from './equity.ts'
import type { ApiRoutes } from './route.ts'
import { RiskEvaluationRow } from './trading.ts'
import { Count, DecimalText, Moment } from './words.ts'

/** Trades that ended; dollars. Rates are null where there is nothing to divide by. */
const record = {
  trades: Count,
  won: Count,
  lost: Count,
  wonDollars: DecimalText,
  lostDollars: DecimalText,
  winRate: v.nullable(v.number()),
  /** What a won trade brings on the mean, over what a lost one costs. */
  payoff: v.nullable(v.number()),
  realisedPnl: DecimalText,
}

const Performance = v.strictObject({
  since: Moment,
  /** Equity now, when the range began, and what it gained; null before the first snapshot. */
  equity: v.nullable(DecimalText),
  startEquity: v.nullable(DecimalText),
  returnShare: v.nullable(v.number()),
  dayPnl: v.nullable(DecimalText),
  /** The deepest fall from a high within the range, as a share of that high. */
  drawdownMax: v.number(),
  ...record,
  /** The tickers with the most at stake, best first. */
  byTicker: v.array(v.strictObject({ ticker: Ticker, ...record })),
  curve: v.array(EquityPoint),
})

export const resultRoutes = {
  'GET /api/trading/performance': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'shows what trading came to',
    query: v.strictObject({ range: v.optional(v.picklist(EQUITY_RANGES), '1m') }),
    answer: Performance,
  },
  'GET /api/trading/decisions/:id': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'shows a decision with all that came of it',
    names: 'decision',
    answer: v.strictObject({
      decision: EngineDecision,
      /** Each time risk judged it, newest first. */
      risks: v.array(RiskEvaluationRow),
      order: v.nullable(
        v.strictObject({
          orderId: Uuid,
          state: v.picklist(ORDER_STATES),
          filledQuantity: DecimalText,
          filledPriceAvg: v.nullable(DecimalText),
        }),
      ),
    }),
  },
} as const satisfies ApiRoutes
