/** What the API answers to operators: the stages and their work, the switch, and with these dead letters. */

import * as v from 'valibot'
import { deadLetterRoutes } from './dead-letters.ts'
import type { ApiRoutes } from './route.ts'
import { StageState } from './stage-state.ts'
import { stageRoutes } from './stages.ts'
import { traceRoutes } from './traces.ts'
import { Code, Count, ListWord, Moment, StageWord, shortList } from './words.ts'

/** A list on its way to the stage that reads it, from a stage or from the service that feeds it. */
export const StageEdge = v.strictObject({
  from: v.nullable(StageWord),
  /** Where no stage feeds the list: who does. */
  service: v.nullable(v.string()),
  list: ListWord,
  to: StageWord,
  perMinute: Count,
})
export type StageEdge = v.InferOutput<typeof StageEdge>

/** The graph of the stages, in the order work flows, with what is going on in it. */
export const PipelineState = v.strictObject({
  stages: v.array(StageState),
  edges: v.array(StageEdge),
  redisAnswers: v.boolean(),
  pausedStages: v.array(
    v.strictObject({
      stage: StageWord,
      /** Real time. */
      pausedAt: Moment,
      pausedBy: v.string(),
      reason: v.string(),
    }),
  ),
})
export type PipelineState = v.InferOutput<typeof PipelineState>

/** One duty of the scheduler: how it last went, and when it comes next. Business time. */
export const DutyRow = v.strictObject({
  duty: Code,
  /** What it does, in a few words for people. */
  says: v.string(),
  lastGoodAt: v.nullable(Moment),
  lastTriedAt: v.nullable(Moment),
  /** In a row; 0 where it works. */
  failures: Count,
  lastError: v.nullable(v.string()),
  lastErrorAt: v.nullable(Moment),
  /** Null where the next round does it. */
  nextAt: v.nullable(Moment),
})
export type DutyRow = v.InferOutput<typeof DutyRow>

/** The switch of the whole pipeline, as its row tells it. */
export const SwitchState = v.strictObject({
  enabled: v.boolean(),
  changedAt: Moment,
  changedBy: v.string(),
  reason: v.string(),
})
export type SwitchState = v.InferOutput<typeof SwitchState>

const SwitchBody = v.strictObject({
  enabled: v.boolean(),
  reason: v.pipe(v.string(), v.trim(), v.maxLength(200)),
})

export const operatorRoutes = {
  ...deadLetterRoutes,
  ...stageRoutes,
  ...traceRoutes,
  'GET /api/pipeline': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows the stages and their work',
    answer: PipelineState,
    topic: 'pipeline',
  },
  'GET /api/pipeline/toggle': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows the switch of the pipeline',
    answer: SwitchState,
    topic: 'pipeline',
  },
  'POST /api/pipeline/toggle': {
    service: 'query-api',
    role: 'operator',
    stepUp: { enabled: true },
    does: 'turns the pipeline on or off',
    body: SwitchBody,
    answer: SwitchState,
  },
  'GET /api/duties': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows how the duties of the scheduler go',
    query: shortList({}, 'duty'),
    pages: { field: 'duty', param: 'after', whole: true },
    answer: v.array(DutyRow),
    topic: 'pipeline',
  },
} as const satisfies ApiRoutes
