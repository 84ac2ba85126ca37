/** What the trading engine takes and answers: its state, pause and resume, an order by hand. */

import * as v from 'valibot'
import { BrokerOrderJob } from '../jobs/broker-orders.ts'
import { Uuid } from '../primitives.ts'
import { ENGINE_MODES, RISK_TIERS } from '../sets.ts'
import { SessionTimes, TrippedBreaker } from './overview.ts'
import type { ApiRoutes } from './route.ts'
import { DecisionRow } from './trading.ts'
import { AskedTicker, DecimalText, Moment, longList } from './words.ts'

const EngineState = v.strictObject({
  mode: v.picklist(ENGINE_MODES),
  paused: v.boolean(),
  riskTier: v.picklist(RISK_TIERS),
  enabled: v.boolean(),
  now: Moment,
  session: v.nullable(SessionTimes),
  nextSession: SessionTimes,
  breakers: v.array(TrippedBreaker),
  reserve: DecimalText,
})
export type EngineState = v.InferOutput<typeof EngineState>

const { orderId: _orderId, orderState: _orderState, ...decided } = DecisionRow.entries
/** A decision with the rules it was made by, and who asked for it. */
export const EngineDecision = v.strictObject({
  ...decided,
  ruleVersion: v.string(),
  source: v.string(),
})
export type EngineDecision = v.InferOutput<typeof EngineDecision>

const Why = v.strictObject({
  reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
})
const Paused = v.strictObject({ paused: v.boolean() })

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
  'POST /api/trading/pause': {
    service: 'trading-engine',
    role: 'operator',
    does: 'pauses entries',
    body: Why,
    answer: Paused,
  },
  'POST /api/trading/resume': {
    service: 'trading-engine',
    role: 'operator',
    stepUp: true,
    does: 'resumes entries',
    body: Why,
    answer: Paused,
  },
  'POST /api/trading/override/order': {
    service: 'trading-engine',
    role: 'operator',
    // A sale ends a position, and never sells more than is held.
    stepUp: { side: 'buy' },
    does: 'asks for an order by hand',
    body: BrokerOrderJob,
    made: 202,
    answer: v.strictObject({ jobId: Uuid }),
  },
} as const satisfies ApiRoutes
