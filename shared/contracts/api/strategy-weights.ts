/** What is asked and answered about the weights of strategies: their records, how weights are learned, and the way back. */

import * as v from 'valibot'
import { Share } from '../primitives.ts'
import { LEARNING_CODES, LEARNING_VERDICTS, MEMBER_STRATEGIES } from '../strategy-words.ts'
import type { ApiRoutes } from './route.ts'
import { Count, DecimalText, Moment } from './words.ts'

/** By strategy; they add up to 1. */
const Weights = v.record(v.string(), Share)

/** Where a mean lies in 95 of 100 resamples of its days; null of too few. */
const Within = v.nullable(v.strictObject({ low: v.number(), high: v.number() }))

/** What closed trades of two years made: the mean of a trade after costs, over what was paid; an interval by days. */
const StrategyRecord = v.strictObject({
  trades: Count,
  won: Count,
  days: Count,
  made: v.nullable(v.number()),
  interval: Within,
  /** Dollars, of all of them. */
  profit: DecimalText,
})

export const StrategyBoard = v.strictObject({
  /** Version 0 is what the product comes with: equal ones. */
  version: Count,
  strategies: v.array(
    v.strictObject({
      strategy: v.string(),
      summary: v.string(),
      /** In the ensemble, in force and equal; null of the ensemble itself. */
      weight: v.nullable(Share),
      equalWeight: v.nullable(Share),
      waiting: Count,
      open: Count,
      record: StrategyRecord,
    }),
  ),
  /** What learned weights made beside equal ones over the same closed trades. */
  beside: v.strictObject({
    verdict: v.picklist(LEARNING_VERDICTS),
    days: Count,
    learned: v.nullable(v.number()),
    equal: v.nullable(v.number()),
    difference: v.nullable(v.number()),
    interval: Within,
  }),
  /** Closed trades that have not counted yet, and how many a step takes at least. */
  newTrades: Count,
  stepTakes: Count,
  /** Files of the folder of one's own, those that are gone too. */
  own: v.array(
    v.strictObject({
      file: v.string(),
      /** Null of a file that does not say. */
      name: v.nullable(v.string()),
      summary: v.string(),
      /** Why it is not asked; null of one that is. */
      fault: v.nullable(v.string()),
      foundAt: Moment,
      goneAt: v.nullable(Moment),
    }),
  ),
})
export type StrategyBoard = v.InferOutput<typeof StrategyBoard>

export const WeightsVersion = v.strictObject({
  version: Count,
  weights: Weights,
  madeAt: Moment,
  madeBy: v.string(),
  revertsTo: v.nullable(Count),
  reason: v.string(),
})
export type WeightsVersion = v.InferOutput<typeof WeightsVersion>

export const LearningAdjustment = v.strictObject({
  adjustmentId: Count,
  at: Moment,
  code: v.picklist(LEARNING_CODES),
  tradesWaiting: Count,
  tradesCounted: Count,
  versionBefore: Count,
  versionAfter: Count,
  weightsBefore: Weights,
  weightsAfter: Weights,
  rewards: v.record(
    v.string(),
    v.strictObject({ trades: v.number(), made: v.nullable(v.number()), reward: v.nullable(Share) }),
  ),
  why: v.string(),
})
export type LearningAdjustment = v.InferOutput<typeof LearningAdjustment>

/** What the product comes with, which has no row. */
export const EQUAL_VERSION = {
  version: 0,
  weights: Object.fromEntries(
    MEMBER_STRATEGIES.map((name) => [name, 1 / MEMBER_STRATEGIES.length]),
  ),
  madeAt: null,
  madeBy: 'as installed',
  reason: 'equal weights',
} as const

/** Whose weights are told, over all of `versions`: the product's in their order, then those of one's own. */
export function weighedIn(versions: readonly { weights: Record<string, number> }[]): string[] {
  const names = new Set<string>(MEMBER_STRATEGIES)
  for (const { weights } of versions)
    for (const name of Object.keys(weights).sort()) names.add(name)
  return [...names]
}

export const WeightsHistory = v.strictObject({
  /** The newest two hundred, and steps of learning the newest hundred; newest first. */
  versions: v.array(WeightsVersion),
  steps: v.array(LearningAdjustment),
})
export type WeightsHistory = v.InferOutput<typeof WeightsHistory>

export const WeightsRevert = v.strictObject({
  version: Count,
  reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
})
export type WeightsRevert = v.InferOutput<typeof WeightsRevert>

const reads = { service: 'query-api', role: 'viewer', topic: 'strategies' } as const

export const strategyWeightRoutes = {
  'GET /api/strategies': {
    ...reads,
    does: 'shows strategies with their weights and records, and what learning made beside equal weights',
    answer: StrategyBoard,
  },
  'GET /api/strategy-weights': {
    ...reads,
    does: 'lists the weights that strategies had, and the steps of learning',
    answer: WeightsHistory,
  },
  'POST /api/strategy-weights/revert': {
    service: 'query-api',
    role: 'operator',
    topic: 'strategies',
    does: 'goes back to weights that strategies had, as a new version',
    body: WeightsRevert,
    answer: WeightsVersion,
  },
} as const satisfies ApiRoutes
