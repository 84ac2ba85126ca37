/** What is asked and answered about the signal engine: what it said, and how its setting stands. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import {
  AGREEMENT_WARNINGS,
  DIFFERENCE_CODES,
  FILTER_CODES,
  FRAMES,
  REGIMES,
  SENTINELS,
  TECHNICAL_SIGNALS,
  VERDICT_CODES,
  VERDICTS,
} from '../technical-words.ts'
import { SIGNAL_ENGINE_MODES } from '../shadow.ts'
import { EngineStanding } from './engine-setting.ts'
import type { ApiRoutes } from './route.ts'
import {
  AskedTicker,
  Count,
  DecimalText,
  Flag,
  longList,
  Moment,
  Score,
  SessionDate,
} from './words.ts'

const Frame = v.picklist(FRAMES)
const Verdict = v.nullable(v.picklist(VERDICTS))
const Number = v.nullable(v.number())

/** One evaluation. Numbers of a pipeline are null where it failed; then its fault says why. */
export const EngineRow = v.strictObject({
  outputId: Uuid,
  ticker: Ticker,
  evaluatedAt: Moment,
  mode: v.picklist(SIGNAL_ENGINE_MODES.filter((mode) => mode !== 'off')),
  ruleVersion: v.string(),
  /** Of the last daily bar that was read. */
  sessionDate: v.nullable(SessionDate),
  closePrice: v.nullable(DecimalText),
  bars: Count,
  heuristicVerdict: Verdict,
  heuristicConfidence: v.nullable(Share),
  heuristicTotal: Number,
  heuristicFault: v.nullable(v.string()),
  probabilisticVerdict: Verdict,
  logOdds: Number,
  up: v.nullable(Share),
  /** Bits. */
  entropy: v.nullable(Share),
  /** Expected gain in units of what is risked. */
  reward: Number,
  probabilisticFault: v.nullable(v.string()),
  /** Null where a filter was shut or a pipeline failed. */
  agreement: v.nullable(v.boolean()),
  difference: v.nullable(v.picklist(DIFFERENCE_CODES)),
  codes: v.array(v.picklist(VERDICT_CODES)),
  regime: v.picklist(REGIMES),
  trend: v.picklist([-1, 0, 1]),
  volatility: Number,
  macroBias: Score,
  competitiveBias: Score,
  sentinels: v.array(v.picklist(SENTINELS)),
  filters: v.array(
    v.strictObject({ code: v.picklist(FILTER_CODES), found: v.number(), limit: v.number() }),
  ),
  frames: v.array(v.strictObject({ frame: Frame, bars: Count, score: v.number() })),
  signals: v.array(
    v.strictObject({
      name: v.picklist(TECHNICAL_SIGNALS),
      direction: v.picklist(['bullish', 'bearish']),
      strength: Share,
      confidence: Share,
      frame: Frame,
    }),
  ),
  confluences: v.array(
    v.strictObject({
      name: v.picklist(TECHNICAL_SIGNALS),
      direction: v.picklist(['bullish', 'bearish', 'neutral']),
      score: v.number(),
      confidence: Share,
      frames: v.array(Frame),
    }),
  ),
  /** How often signals had been right: the mean over sessions of the share that was, and the rate that counted. */
  hitRates: v.array(
    v.strictObject({
      name: v.picklist(TECHNICAL_SIGNALS),
      sessions: Count,
      share: Share,
      rate: Share,
    }),
  ),
  /** What the price did in the five sessions after it; null while they are not over. */
  moved: Number,
  /** Dollars a share, were it bought at the close; the trailing stop as the first target is reached. */
  exits: v.nullable(
    v.strictObject({
      stop: DecimalText,
      target1: DecimalText,
      target2: DecimalText,
      trailingStop: DecimalText,
    }),
  ),
})
export type EngineRow = v.InferOutput<typeof EngineRow>

/** Of the evaluations in which both could be compared, the share in which they said the same. */
const Agreement = v.strictObject({
  share: v.nullable(Share),
  of: Count,
  /** Under a half of ten or more; then it is warned of. */
  isLow: v.boolean(),
  warning: v.nullable(v.picklist(AGREEMENT_WARNINGS)),
})

export const EngineHistory = v.strictObject({
  ticker: Ticker,
  agreement: Agreement,
  /** The newest hundred, the newest first. */
  outputs: v.array(EngineRow),
})
export type EngineHistory = v.InferOutput<typeof EngineHistory>

const reads = { service: 'query-api', role: 'viewer', topic: 'signal_engine' } as const

export const signalEngineRoutes = {
  'GET /api/signal-engine-setting': {
    ...reads,
    does: 'shows whether the signal engine runs, who said so, and what was measured of it',
    answer: EngineStanding,
  },
  'GET /api/signal-engine': {
    ...reads,
    does: 'lists what the signal engine said of each ticker last',
    query: longList({ ticker: AskedTicker, differs: v.optional(Flag) }, 'evaluatedAt'),
    pages: { field: 'outputId', param: 'after' },
    answer: v.array(EngineRow),
  },
  'GET /api/signal-engine/:id': {
    ...reads,
    does: 'shows what the signal engine said of a ticker, and how often its pipelines agreed',
    names: 'evaluated ticker',
    id: Ticker,
    answer: EngineHistory,
  },
} as const satisfies ApiRoutes
