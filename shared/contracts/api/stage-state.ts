/** How much work each stage has, as every page that shows stages is told. */

import * as v from 'valibot'
import { Count, Moment, StageWord } from './words.ts'

export const StageState = v.strictObject({
  stage: StageWord,
  /** Jobs that wait: in Redis' lists, or PostgreSQL's rows while Redis does not answer. */
  pending: Count,
  inFlight: Count,
  done: Count,
  dead: Count,
  /** Dead letters that a later job covers: they need nobody. */
  settled: Count,
  /** Jobs done in the last minute. */
  perMinute: Count,
  paused: v.boolean(),
  /** Null where nobody says. */
  replicas: v.nullable(Count),
  /** Real time. */
  oldestQueuedAt: v.nullable(Moment),
})
export type StageState = v.InferOutput<typeof StageState>
