/** How trading stands, and what a person does about it: pause, reduce, halt, and back. */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'
import { BREAKERS } from '../sets.ts'
import { ForeignOrderRow } from './beside.ts'
import { TradingStanding } from './holds.ts'
import { TrippedBreaker } from './overview.ts'
import type { ApiRoutes } from './route.ts'
import { GivenReason, Reason } from './trading-config.ts'

const Stands = v.strictObject(TradingStanding)
/** With open orders that others placed at the broker: those stay, and count on. */
const Halted = v.strictObject({ ...TradingStanding, foreign: v.array(ForeignOrderRow) })

const Why = v.strictObject({ reason: v.optional(Reason, '') })
const Paused = v.strictObject({ ...TradingStanding, paused: v.boolean() })

const BreakerWord = v.picklist(BREAKERS)
const OfTicker = v.optional(v.nullable(v.pipe(v.string(), v.toUpperCase(), Ticker)), null)
const Breakers = v.strictObject({ breakers: v.array(TrippedBreaker) })

export const standingRoutes = {
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
  'POST /api/trading/reducing': {
    service: 'trading-engine',
    role: 'operator',
    does: 'lets only exits and cancels leave',
    body: Why,
    answer: Stands,
  },
  // Answered by the front door itself, so that it works while the engine stands still.
  'POST /api/trading/halt': {
    service: 'query-api',
    role: 'operator',
    does: 'pulls the kill switch',
    body: Why,
    answer: Halted,
  },
  'POST /api/trading/release': {
    service: 'query-api',
    role: 'operator',
    stepUp: true,
    does: 'releases the kill switch',
    body: v.strictObject({ reason: GivenReason }),
    answer: Stands,
  },
  'POST /api/trading/breakers/trip': {
    service: 'trading-engine',
    role: 'operator',
    does: 'opens the manual circuit breaker',
    body: v.strictObject({
      /** Null: all tickers. */
      ticker: OfTicker,
      /** How long it stays open; left out: until it is reset. */
      minutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_080))),
      reason: GivenReason,
    }),
    answer: Breakers,
  },
  'POST /api/trading/breakers/reset': {
    service: 'trading-engine',
    role: 'operator',
    stepUp: true,
    does: 'resets a circuit breaker',
    body: v.strictObject({ breaker: BreakerWord, ticker: OfTicker, reason: GivenReason }),
    answer: Breakers,
  },
} as const satisfies ApiRoutes
