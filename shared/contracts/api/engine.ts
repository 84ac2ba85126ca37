/** What the trading engine answers of itself: how it stands, and what it decided. */

import * as v from 'valibot'
import { RISK_TIERS } from '../sets.ts'
import { TradingStanding } from './holds.ts'
import { SessionTimes, TrippedBreaker } from './overview.ts'
import { RealMoney } from './real-money.ts'
import type { ApiRoutes } from './route.ts'
import { DecisionRow } from './trading.ts'
import { Unreadable } from './unreadable.ts'
import { AskedTicker, Code, Count, DecimalText, Detail, Moment, longList } from './words.ts'

/** One limit and how far what is there is from it; shares, dollars or counts, as `unit` says. */
const LimitRow = v.strictObject({
  limit: Code,
  unit: v.picklist(['share', 'dollars', 'count']),
  /** Which ticker or sector comes closest; empty for the whole account. */
  of: v.string(),
  found: v.nullable(v.number()),
  /** Null where it cannot be read. */
  most: v.nullable(v.number()),
  /** What is left of it; below 0 it is passed. Null where nothing is known. */
  left: v.nullable(v.number()),
})
export type LimitRow = v.InferOutput<typeof LimitRow>

const EngineState = v.strictObject({
  ...TradingStanding,
  paused: v.boolean(),
  riskTier: v.picklist(RISK_TIERS),
  enabled: v.boolean(),
  now: Moment,
  session: v.nullable(SessionTimes),
  nextSession: SessionTimes,
  /** That the calendar of sessions ends soon; null until its last year. */
  calendarWarning: v.nullable(v.string()),
  breakers: v.array(TrippedBreaker),
  reserve: DecimalText,
  limits: v.array(LimitRow),
  /** Limits and settings that nobody can read: entries wait until each is set. */
  unreadable: v.array(Unreadable),
  /** What is held and on its way in each sector, dollars, with its limit; the largest first. */
  sectors: v.array(v.strictObject({ ...LimitRow.entries, value: DecimalText })),
  /** What runs again and again, and when it last went well. */
  loops: v.array(v.strictObject({ loop: Code, lastGoodAt: v.nullable(Moment) })),
  settingsVersion: Count,
  realMoney: RealMoney,
})
export type EngineState = v.InferOutput<typeof EngineState>

const {
  orderId: _orderId,
  orderState: _orderState,
  trendWindow: _trendWindow,
  repeats: _repeats,
  ...decided
} = DecisionRow.entries
/** A decision with the rules it was made by, and who asked for it. */
export const EngineDecision = v.strictObject({
  ...decided,
  ruleVersion: v.string(),
  source: v.string(),
})
export type EngineDecision = v.InferOutput<typeof EngineDecision>

export const engineRoutes = {
  'GET /api/trading/status': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'shows how the trading engine is set',
    answer: EngineState,
  },
  'GET /api/trading/decisions': {
    service: 'trading-engine',
    role: 'viewer',
    does: 'lists decisions with the rules they were made by',
    query: longList({ ticker: AskedTicker }, 'decidedAt'),
    pages: { field: 'decisionId', param: 'after' },
    answer: v.array(EngineDecision),
  },
  'GET /api/trading/debug': {
    service: 'trading-engine',
    role: 'operator',
    does: 'shows all that says why trading does what it does',
    answer: Detail,
  },
} as const satisfies ApiRoutes
