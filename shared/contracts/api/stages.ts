/** What the API answers of one stage: its work, its speed, its errors, its scaling, and its pause. */

import * as v from 'valibot'
import { StageState } from './stage-state.ts'
import type { ApiRoutes } from './route.ts'
import { Code, Count, ListWord, Moment, StageWord } from './words.ts'

/** How a person paused a stage; real time. */
export const StagePause = v.strictObject({
  pausedAt: Moment,
  pausedBy: v.string(),
  reason: v.string(),
})
export type StagePause = v.InferOutput<typeof StagePause>

/** One of the lists that a stage reads. */
const StageList = v.strictObject({
  list: ListWord,
  /** In Redis, where that answers. */
  pending: v.nullable(Count),
  /** Jobs without an outcome, wherever they are. */
  queued: Count,
  oldestQueuedAt: v.nullable(Moment),
  /** Ever. */
  done: Count,
  dead: Count,
  deliveries: Count,
  failures: Count,
  replays: Count,
})

/** What a stage did last: of its newest jobs that are done, real milliseconds. */
const StageSpeed = v.strictObject({
  jobs: Count,
  /** The oldest of them was done then. */
  since: Moment,
  /** From its last delivery's beginning to its end; null where no job says when it began. */
  ranP50Ms: v.nullable(v.number()),
  ranP95Ms: v.nullable(v.number()),
  /** From being asked for to the end. */
  tookP50Ms: v.number(),
  tookP95Ms: v.number(),
  /** How many of them needed so many deliveries. */
  attempts: v.array(v.strictObject({ deliveries: Count, jobs: Count })),
})

export const StagePage = v.strictObject({
  stage: StageState,
  pause: v.nullable(StagePause),
  /** The switch of the pipeline holds it. */
  isSwitchedOff: v.boolean(),
  redisAnswers: v.boolean(),
  /** Of the jobs in flight; null while Redis does not answer. */
  held: v.nullable(
    v.strictObject({
      working: Count,
      /** They failed, and wait for their next try. */
      retrying: Count,
      /** Their turn at a vendor or a model has not come. */
      putOff: Count,
      /** How long the delivery has run that began first. */
      longestMs: v.number(),
    }),
  ),
  lists: v.array(StageList),
  speed: v.nullable(StageSpeed),
  /** What the table of stages says. */
  most: v.strictObject({ inFlight: Count, pumps: Count, functions: Count, seconds: Count }),
  /** It carries orders, or reads the account: while it is paused nothing is bought or sold. */
  isOfTrading: v.boolean(),
})
export type StagePage = v.InferOutput<typeof StagePage>

/** How many errors are told at most, of each kind. */
export const ERRORS_MAX = 20

/** A job that failed: it waits for its next try, or was given up. */
export const StageError = v.strictObject({
  jobId: v.string(),
  list: ListWord,
  state: v.picklist(['retrying', 'dead']),
  /** Of a dead one. */
  reason: v.nullable(Code),
  error: v.string(),
  deliveries: Count,
  /** When it failed last; real time. */
  at: Moment,
})
export type StageError = v.InferOutput<typeof StageError>

export const SAMPLE_RANGES = ['1h', '6h', '1d', '7d'] as const
export type SampleRange = (typeof SAMPLE_RANGES)[number]

/** The most of a span of time; a span in which nothing changed has no row. */
const ScalingPoint = v.strictObject({
  at: Moment,
  pending: Count,
  inFlight: Count,
  /** Null where nobody says. */
  replicas: v.nullable(Count),
  paused: v.boolean(),
})
export type ScalingPoint = v.InferOutput<typeof ScalingPoint>

const StageSamples = v.strictObject({
  from: Moment,
  to: Moment,
  /** Ascending; the first may lie before `from` and says how it stood then. */
  samples: v.array(ScalingPoint),
})
export type StageSamples = v.InferOutput<typeof StageSamples>

const Pausing = v.strictObject({
  paused: v.boolean(),
  reason: v.pipe(v.string(), v.trim(), v.maxLength(200)),
})

export const stageRoutes = {
  'GET /api/stages/:id': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows one stage: what waits, how fast it is, who paused it',
    names: 'stage',
    id: StageWord,
    answer: StagePage,
    topic: 'pipeline',
  },
  'GET /api/stages/:id/errors': {
    service: 'query-api',
    role: 'operator',
    does: `shows what jobs of a stage failed of last, at most ${ERRORS_MAX} that are tried again and ${ERRORS_MAX} given up`,
    names: 'stage',
    id: StageWord,
    answer: v.strictObject({
      errors: v.pipe(v.array(StageError), v.maxLength(2 * ERRORS_MAX)),
    }),
    topic: 'pipeline',
  },
  'GET /api/stages/:id/scaling': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows how much waited for a stage over time, and how many of it ran',
    names: 'stage',
    id: StageWord,
    query: v.strictObject({ range: v.optional(v.picklist(SAMPLE_RANGES), '6h') }),
    answer: StageSamples,
  },
  'POST /api/stages/:id/pause': {
    service: 'query-api',
    role: 'operator',
    stepUp: 'where a stage of trading is paused',
    does: 'pauses or resumes a stage',
    names: 'stage',
    id: StageWord,
    body: Pausing,
    answer: v.strictObject({ stage: StageWord, pause: v.nullable(StagePause) }),
  },
} as const satisfies ApiRoutes
