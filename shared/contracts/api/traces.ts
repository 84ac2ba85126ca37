/** The way of one thing through the stages: every job of its traces, with times. */

import * as v from 'valibot'
import { Uuid, UUID_PATTERN } from '../primitives.ts'
import type { ApiRoutes } from './route.ts'
import { Code, Count, ListWord, Moment, StageWord } from './words.ts'

/** How many jobs are told at most. */
export const HOPS_MAX = 200

const TRACE_PATTERN = '[0-9a-f]{32}'
const TraceId = v.pipe(v.string(), v.regex(new RegExp(`^${TRACE_PATTERN}$`), 'a trace id'))
/** A trace, or a job, document or order that stands in some. */
const TracedId = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.regex(
    new RegExp(`^(?:${TRACE_PATTERN}|${UUID_PATTERN})$`),
    'a trace id, or the id of a job, document or order',
  ),
)

/** What a job is about, as far as it has a page. */
const HopSubject = v.strictObject({
  kind: v.picklist(['document', 'company', 'source', 'order', 'backtest']),
  id: v.string(),
  says: v.string(),
})

/** One job; times are real, but for the business moment it is of. */
export const TraceHop = v.strictObject({
  jobId: Uuid,
  traceId: v.nullable(TraceId),
  /** The job that handed it on; null where a service asked for it. */
  causedBy: v.nullable(Uuid),
  producer: v.string(),
  list: ListWord,
  stage: StageWord,
  state: v.picklist(['queued', 'done', 'dead', 'cancelled']),
  /** Of one that is dead, or that another covers. */
  reason: v.nullable(Code),
  deliveries: Count,
  replayed: Count,
  businessAt: Moment,
  queuedAt: Moment,
  /** When its last delivery began; null where that is not known. */
  beganAt: v.nullable(Moment),
  endedAt: v.nullable(Moment),
  about: v.array(HopSubject),
  /** What it wrote, in a few words; empty where that is not kept. */
  wrote: v.string(),
})
export type TraceHop = v.InferOutput<typeof TraceHop>

export const TracePage = v.strictObject({
  subject: v.strictObject({
    kind: v.picklist(['trace', 'job', 'document', 'order']),
    id: v.string(),
    title: v.string(),
  }),
  traceIds: v.array(TraceId),
  /** In the order in which they were asked for. */
  hops: v.pipe(v.array(TraceHop), v.maxLength(HOPS_MAX)),
  /** There are more than are told. */
  isMore: v.boolean(),
})
export type TracePage = v.InferOutput<typeof TracePage>

export const traceRoutes = {
  'GET /api/traces/:id': {
    service: 'query-api',
    role: 'viewer',
    does: `shows the way through the stages of a trace, or of a job, document or order, of at most ${HOPS_MAX} jobs`,
    names: 'trace',
    id: TracedId,
    answer: TracePage,
    topic: 'pipeline',
  },
} as const satisfies ApiRoutes
