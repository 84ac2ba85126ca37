/** What the API answers above every page: is it running, is the money safe, how new is the data. */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'
import { BREAKERS, MODEL_STATES, RISK_TIERS } from '../sets.ts'
import { UNWELL_STATES } from '../unwell.ts'
import { TradingStanding } from './holds.ts'
import { SwitchState } from './operators.ts'
import { diaryRoutes } from './diary.ts'
import { findRoutes } from './find.ts'
import { needRoutes } from './needs.ts'
import type { ApiRoutes } from './route.ts'
import { Count, DecimalText, Detail, Moment, SessionDate, StageWord } from './words.ts'

const ServiceWord = v.pipe(v.string(), v.regex(/^[a-z][a-z-]*$/, 'a service such as scheduler'))

/** The newest snapshot of the portfolio, and how it stands against its session's opening. */
export const MoneyState = v.strictObject({
  takenAt: Moment,
  sessionDate: SessionDate,
  equity: DecimalText,
  cash: DecimalText,
  positionsValue: DecimalText,
  reserve: DecimalText,
  realisedPnl: DecimalText,
  unrealisedPnl: DecimalText,
  openPositions: Count,
  /** Equity the session opened with; null before the first session's snapshot. */
  openingEquity: v.nullable(DecimalText),
  /** Equity now less equity at the opening. */
  dayPnl: v.nullable(DecimalText),
})
export type MoneyState = v.InferOutput<typeof MoneyState>

export const TrippedBreaker = v.strictObject({
  breaker: v.picklist(BREAKERS),
  /** Null: every ticker. */
  ticker: v.nullable(Ticker),
  openedAt: Moment,
  closesAt: v.nullable(Moment),
  numbers: Detail,
})
export type TrippedBreaker = v.InferOutput<typeof TrippedBreaker>

export const SessionTimes = v.strictObject({ date: SessionDate, opensAt: Moment, closesAt: Moment })

export const Overview = v.strictObject({
  mode: v.picklist(['SIMULATED', 'PAPER', 'LIVE']),
  /** What is said of the input, such as `replay`; empty for real sources. */
  dataLabel: v.string(),
  clock: v.strictObject({
    now: Moment,
    mode: v.picklist(['real', 'scaled', 'stepped']),
    /** Business seconds that pass in one real second. */
    speed: v.number(),
  }),
  market: v.strictObject({ session: v.nullable(SessionTimes), next: SessionTimes }),
  money: v.nullable(MoneyState),
  pipeline: v.strictObject({
    /** `partly_paused`: all is well but for stages that a person paused. */
    state: v.picklist(['running', 'paused', 'partly_paused', 'degraded']),
    switch: SwitchState,
    /** Stages with dead letters, or paused one by one. */
    troubled: v.array(
      v.strictObject({
        stage: StageWord,
        why: v.picklist(['dead_letters', 'stage_paused']),
        count: Count,
      }),
    ),
    pending: Count,
    inFlight: Count,
    dead: Count,
    redisAnswers: v.boolean(),
    /** The object store while it does not answer, for which documents wait; since when, in real time. */
    store: v.nullable(v.strictObject({ since: Moment, said: v.string() })),
  }),
  /** The model server that documents wait for; null while it answers, and where rules read. */
  model: v.nullable(
    v.strictObject({
      /** Where it is asked. */
      server: v.string(),
      model: v.string(),
      state: v.picklist(MODEL_STATES),
      said: v.string(),
      /** Real time. */
      since: Moment,
    }),
  ),
  /** Always-on programs, and loops of the trading engine, that are not as they should be. */
  unwell: v.array(
    v.strictObject({
      service: ServiceWord,
      /** Of the trading engine: the loop that fails, where not all of it is meant. */
      loop: v.nullable(v.string()),
      state: v.picklist(UNWELL_STATES),
      /** Real milliseconds, as far as that is known. */
      forMs: v.number(),
      failures: Count,
      said: v.string(),
    }),
  ),
  breakers: v.array(TrippedBreaker),
  newestDataAt: v.nullable(Moment),
  openOrders: Count,
  trading: v.strictObject({
    ...TradingStanding,
    /** Who pulled the kill switch; empty where nobody has. */
    haltedBy: v.string(),
    /** Positions held; while trading is halted nothing protects them, but for stops at the broker. */
    positions: Count,
    /** Those whose stop rests there, an open order each. */
    stopped: Count,
  }),
  /** Null before the engine was ever set. */
  riskTier: v.nullable(v.picklist(RISK_TIERS)),
})
export type Overview = v.InferOutput<typeof Overview>

export const overviewRoutes = {
  ...findRoutes,
  ...diaryRoutes,
  ...needRoutes,
  'GET /api/overview': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows the overview',
    answer: Overview,
    topic: 'all',
  },
} as const satisfies ApiRoutes
