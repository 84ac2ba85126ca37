/** What is asked and answered about backtests. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import { RISK_TIERS } from '../sets.ts'
import { STRATEGY_NAME } from '../strategy-words.ts'
import { BacktestBody } from './backtest-body.ts'
import { BacktestResults } from './backtest-results.ts'
import type { ApiRoutes } from './route.ts'
import { AskedTicker, Count, DecimalText, longList, Moment, SessionDate } from './words.ts'

const BACKTEST_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

/** What a run was asked for, with what was not said filled in. */
const BacktestSettingsRow = v.strictObject({
  initialCapital: DecimalText,
  /** Null of a strategy that has none. */
  riskTier: v.nullable(v.picklist(RISK_TIERS)),
  tickers: v.array(Ticker),
  seed: Count,
  trials: Count,
  costs: v.boolean(),
  /** Absent of a run from before it was asked: none. */
  latencySeconds: v.optional(Count),
  sweep: v.boolean(),
  /** Absent of a run from before it was asked: traded on all days. */
  asTracked: v.optional(v.boolean()),
})

const row = {
  runId: Uuid,
  askedAt: Moment,
  askedBy: v.string(),
  /** One of the product's, or of a file of one's own, there still or not. */
  strategy: v.string(),
  startDate: SessionDate,
  endDate: SessionDate,
  settings: BacktestSettingsRow,
  state: v.picklist(BACKTEST_STATES),
  /** Why it failed: a code of docs/CODES.md, and in words. */
  reason: v.nullable(v.string()),
  says: v.nullable(v.string()),
  /** Whether somebody asked that it end, and it goes on until it has heard. */
  isEnding: v.boolean(),
  /** Of all that is run: the strategy, the benchmark and other settings. */
  sessionsDone: Count,
  /** 0 while nobody knows. */
  sessionsTotal: Count,
  /** Real seconds until its end; null while nobody knows. */
  secondsLeft: v.nullable(v.number()),
  /** Real seconds that it took. */
  seconds: v.nullable(v.number()),
  endedAt: v.nullable(Moment),
}

/** A run in the list: what it made, where it is done. */
export const BacktestRow = v.strictObject({
  ...row,
  return: v.nullable(v.number()),
  benchmarkReturn: v.nullable(v.number()),
  sharpeDeflated: v.nullable(Share),
})
export type BacktestRow = v.InferOutput<typeof BacktestRow>

export const BacktestAnswer = v.strictObject({ ...row, results: v.nullable(BacktestResults) })
export type BacktestAnswer = v.InferOutput<typeof BacktestAnswer>

export const BacktestTradeRow = v.strictObject({
  tradeId: Uuid,
  /** Its number, in the order in which they ended. */
  place: Count,
  ticker: Ticker,
  entryDate: SessionDate,
  exitDate: SessionDate,
  /** Shares bought, and dollars paid for them. */
  quantity: DecimalText,
  paid: DecimalText,
  /** Dollars, after fees, with dividends. */
  profit: DecimalText,
  fees: DecimalText,
  spread: DecimalText,
  slippage: DecimalText,
  /** Open at the end, and valued at the last close. */
  isOpen: v.boolean(),
  why: v.string(),
})
export type BacktestTradeRow = v.InferOutput<typeof BacktestTradeRow>

/** Closes of a ticker as they stand now, on today's basis: splits leave no step in them. */
export const BacktestPrices = v.strictObject({
  ticker: Ticker,
  closes: v.array(v.strictObject({ date: SessionDate, close: DecimalText })),
  /** How many of them came, or were revised, after the run was asked for: it did not go over them as they are. */
  since: Count,
})
export type BacktestPrices = v.InferOutput<typeof BacktestPrices>

const reads = { service: 'query-api', role: 'viewer', topic: 'backtests' } as const
const changes = { service: 'query-api', role: 'operator', topic: 'backtests' } as const

export const backtestRoutes = {
  'POST /api/trading/backtest': {
    ...changes,
    does: 'asks for a backtest',
    body: BacktestBody,
    made: 202,
    answer: BacktestRow,
  },
  'GET /api/trading/backtest': {
    ...reads,
    does: 'lists backtests',
    query: longList(
      {
        state: v.optional(v.picklist(BACKTEST_STATES)),
        strategy: v.optional(v.pipe(v.string(), v.regex(STRATEGY_NAME))),
      },
      'askedAt',
    ),
    pages: { field: 'runId', param: 'after' },
    answer: v.array(BacktestRow),
  },
  'GET /api/trading/backtest/:id': {
    ...reads,
    does: 'shows a backtest: how far it is, and what came of it',
    names: 'backtest',
    answer: BacktestAnswer,
  },
  'GET /api/trading/backtest/:id/trades': {
    ...reads,
    does: 'lists trades of a backtest',
    names: 'backtest',
    query: longList({ ticker: AskedTicker }, 'place'),
    pages: { field: 'tradeId', param: 'after' },
    answer: v.array(BacktestTradeRow),
  },
  'GET /api/trading/backtest/:id/prices': {
    ...reads,
    does: 'shows the closes of the days of a backtest, of one ticker',
    names: 'backtest',
    query: v.strictObject({ ticker: v.pipe(v.string(), v.toUpperCase(), Ticker) }),
    answer: BacktestPrices,
  },
  'POST /api/trading/backtest/:id/cancel': {
    ...changes,
    does: 'ends a backtest before it is done',
    names: 'backtest',
    body: v.strictObject({}),
    answer: BacktestRow,
  },
} as const satisfies ApiRoutes
