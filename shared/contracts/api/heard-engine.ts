/** What the signal engine said of a ticker as an entry into it was decided on: kept with the decision by value. */

import * as v from 'valibot'
import { EngineRow } from './signal-engine.ts'
import { SessionDate } from './words.ts'

/** A moment as text: it is kept as JSON. */
const MomentText = v.pipe(v.string(), v.isoTimestamp())

/** The verdicts with what they rest on; signals and bars are found by its id as long as they are kept. */
const HeardOutput = v.strictObject({
  ...v.pick(EngineRow, [
    'outputId',
    'ruleVersion',
    'sessionDate',
    'heuristicVerdict',
    'heuristicConfidence',
    'heuristicTotal',
    'heuristicFault',
    'probabilisticVerdict',
    'logOdds',
    'up',
    'entropy',
    'reward',
    'probabilisticFault',
    'agreement',
    'difference',
    'codes',
    'regime',
    'filters',
    'sentinels',
  ]).entries,
  evaluatedAt: MomentText,
})
export type HeardOutput = v.InferOutput<typeof HeardOutput>

export const HeardEngine = v.strictObject({
  /** In shadow it had no say in the decision. */
  mode: v.picklist(['shadow', 'traded']),
  /** The last session that was over: the one an evaluation must be of. */
  session: SessionDate,
  /** The newest evaluation of the ticker; null where there was none. */
  output: v.nullable(HeardOutput),
  /** Where the job that was to evaluate that session was given up: when it was made, business time, and why it was. */
  givenUp: v.nullable(v.strictObject({ at: MomentText, why: v.string() })),
})
export type HeardEngine = v.InferOutput<typeof HeardEngine>
