/** What is asked and answered about strategies in shadow: whether they run, what they said, and what it made on paper. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import {
  SHADOW_TRADE_STATES,
  STRATEGY_DIRECTIONS,
  STRATEGY_LACKS,
  STRATEGY_NAME,
} from '../strategy-words.ts'
import { SHADOW_MODES } from '../shadow.ts'
import { ShadowChange, ShadowSetting } from './shadow.ts'
import type { ApiRoutes } from './route.ts'
import { AskedTicker, Count, DecimalText, longList, Moment, SessionDate } from './words.ts'

/** One of the product's, or of a file of one's own. */
const Strategy = v.pipe(v.string(), v.regex(STRATEGY_NAME))

/** Where the setting is changed, with the other settings of risk_configs. */
export const strategySettingRoutes = {
  'PUT /risk/strategies': {
    service: 'risk-engine',
    role: 'operator',
    topic: 'strategies',
    does: 'turns strategies off, or has them say in shadow what they want',
    body: ShadowChange,
    answer: ShadowSetting,
  },
} as const satisfies ApiRoutes

/** What one strategy said of a ticker at the close of a session. */
export const StrategyOutput = v.strictObject({
  outputId: Uuid,
  ticker: Ticker,
  strategy: Strategy,
  sessionDate: SessionDate,
  evaluatedAt: Moment,
  /** The session at whose open it may be acted on. */
  actsOn: SessionDate,
  mode: v.picklist(SHADOW_MODES.filter((mode) => mode !== 'off')),
  /** Above 0 long, below 0 short; its size is the strength. */
  reading: v.number(),
  direction: v.picklist(STRATEGY_DIRECTIONS),
  /** Share of equity it wants held; null where it wants nothing changed. */
  weight: v.nullable(Share),
  why: v.string(),
  weightsVersion: Count,
  closePrice: DecimalText,
  bars: Count,
  lacks: v.array(v.picklist(STRATEGY_LACKS)),
})
export type StrategyOutput = v.InferOutput<typeof StrategyOutput>

/** A trade on paper; dollars. */
export const StrategyTrade = v.strictObject({
  tradeId: Uuid,
  strategy: Strategy,
  ticker: Ticker,
  state: v.picklist(SHADOW_TRADE_STATES),
  decidedOn: SessionDate,
  enteredOn: v.nullable(SessionDate),
  exitedOn: v.nullable(SessionDate),
  quantity: DecimalText,
  entryPrice: v.nullable(DecimalText),
  /** Null where it was valued at a close and not sold. */
  exitPrice: v.nullable(DecimalText),
  paid: DecimalText,
  /** After fees, with dividends; of what is held as it stood when it was looked at last. */
  profit: DecimalText,
  fees: DecimalText,
  /** What of the prices was half the spread, and slippage. */
  spread: DecimalText,
  slippage: DecimalText,
  why: v.string(),
  /** Whose doing it is: shares of 1 by strategy. */
  credits: v.record(v.string(), Share),
  weightsVersion: Count,
  seenAt: Moment,
  closedAt: v.nullable(Moment),
  /** The step of learning that it counted in. */
  countedIn: v.nullable(Count),
})
export type StrategyTrade = v.InferOutput<typeof StrategyTrade>

const reads = { service: 'query-api', role: 'viewer', topic: 'strategies' } as const
const AskedStrategy = v.optional(Strategy)

export const strategyRoutes = {
  'GET /api/strategy-setting': {
    ...reads,
    does: 'shows whether strategies run in shadow, and who said so',
    answer: ShadowSetting,
  },
  'GET /api/strategy-outputs': {
    ...reads,
    does: 'lists what each strategy said of each ticker last',
    query: longList({ ticker: AskedTicker, strategy: AskedStrategy }, 'evaluatedAt'),
    pages: { field: 'outputId', param: 'after' },
    answer: v.array(StrategyOutput),
  },
  'GET /api/strategy-trades': {
    ...reads,
    does: 'lists trades on paper of strategies in shadow',
    query: longList(
      {
        ticker: AskedTicker,
        strategy: AskedStrategy,
        state: v.optional(v.picklist(SHADOW_TRADE_STATES)),
      },
      'seenAt',
    ),
    pages: { field: 'tradeId', param: 'after' },
    answer: v.array(StrategyTrade),
  },
} as const satisfies ApiRoutes
