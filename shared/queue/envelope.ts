/** The CloudEvent a job travels in: JSON, structured mode, specversion 1.0. */

import * as v from 'valibot'
import { UUID_PATTERN } from '../contracts/primitives.ts'
import { PermanentFault } from '../host/faults.ts'
import { deriveId } from '../host/ids.ts'
import type { Outgoing } from './record/dispatch.ts'

const TYPE_PREFIX = 'stonks.'
const UUID = new RegExp(`^${UUID_PATTERN}$`, 'i')

/** Unknown attributes are dropped, so that nothing but these reaches the framework. */
const CloudEvent = v.object({
  specversion: v.literal('1.0'),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  source: v.pipe(v.string(), v.minLength(1)),
  type: v.pipe(v.string(), v.startsWith(TYPE_PREFIX)),
  time: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  datacontenttype: v.optional(v.string()),
  traceparent: v.optional(v.string()),
  data: v.unknown(),
})
export type CloudEvent = v.InferOutput<typeof CloudEvent>

/** The event as one line of JSON. */
export function writeEvent(job: Outgoing): string {
  const head = JSON.stringify({
    specversion: '1.0',
    id: job.jobId,
    source: `/stonks/${job.producer}`,
    type: TYPE_PREFIX + job.list,
    time: job.businessAt.toISOString(),
    ...(job.traceparent === null ? {} : { traceparent: job.traceparent }),
    datacontenttype: 'application/json',
  })
  return `${head.slice(0, -1)},"data":${job.payload}}`
}

/**
 * Checks what arrived against the CloudEvents attributes this pipeline uses.
 *
 * @throws PermanentFault `invalid`, saying which attribute is wrong.
 */
export function readEvent(found: unknown): CloudEvent {
  const result = v.safeParse(CloudEvent, found)
  if (result.success) return result.output
  throw new PermanentFault(
    'invalid',
    `Not a CloudEvent of this pipeline: ${explain(result.issues)}`,
  )
}

/** The list an event is for. */
export function listOf(event: CloudEvent): string {
  return event.type.slice(TYPE_PREFIX.length)
}

/** The id of the job's row: the event's own, or derived from it where that is no UUID. */
export function jobIdOf(eventId: string): string {
  return UUID.test(eventId) ? eventId.toLowerCase() : deriveId('foreign', eventId)
}

/** What a schema complained of, on one line. */
export function explain(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .slice(0, 5)
    .map((issue) => `${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`)
    .join('; ')
}
