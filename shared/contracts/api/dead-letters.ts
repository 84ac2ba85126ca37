/** What the API answers of dead letters, and what may be done to them, one or many at once. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'
import type { ApiRoutes } from './route.ts'
import { Code, Count, ListWord, Moment, longList, shortList } from './words.ts'

export const DeadLetterRow = v.strictObject({
  jobId: Uuid,
  list: ListWord,
  /** Pretty JSON text, keys as they were sent. */
  payload: v.string(),
  reason: Code,
  lastError: v.nullable(v.string()),
  deliveries: Count,
  replayed: Count,
  businessAt: Moment,
  enqueuedAt: Moment,
  /** When it was given up, or when it was found to be covered. */
  settledAt: Moment,
  /** Of one that is settled: the job that covers it, and when that fetched or was asked for, business time. */
  coveredBy: v.nullable(Uuid),
  coveredAt: v.nullable(Moment),
  /** Of one that was discarded: who did, and why. */
  discardedBy: v.nullable(v.string()),
  discardedBecause: v.nullable(v.string()),
})
export type DeadLetterRow = v.InferOutput<typeof DeadLetterRow>

/** How many dead letters one list has of one reason, and the age of the oldest, real time. */
export const DeadGroup = v.strictObject({
  /** List and reason: `extraction deliveries_exhausted`. */
  groupId: v.string(),
  list: ListWord,
  reason: Code,
  count: Count,
  oldestAt: Moment,
})
export type DeadGroup = v.InferOutput<typeof DeadGroup>

/** At once; whoever wants more asks again. */
export const LETTERS_AT_ONCE = 500

const Because = v.pipe(v.string(), v.trim(), v.minLength(1, 'why'), v.maxLength(200))
/** Which letters of one list are meant: of one reason, or all. */
const letters = { list: ListWord, of: v.optional(Code) }
/** How many it was done to, and how many of them are still there. */
const Done = v.strictObject({ done: Count, left: Count })

export const deadLetterRoutes = {
  'GET /api/dead-letters': {
    service: 'query-api',
    role: 'operator',
    does: 'lists dead letters, or with `state=settled` those that a later job covers or somebody discarded',
    query: longList(
      {
        list: v.optional(ListWord),
        reason: v.optional(Code),
        state: v.optional(v.picklist(['dead', 'settled']), 'dead'),
      },
      'settledAt',
    ),
    pages: { field: 'jobId', param: 'after' },
    answer: v.array(DeadLetterRow),
    topic: 'pipeline',
  },
  'POST /api/dead-letters/:id/replay': {
    service: 'query-api',
    role: 'operator',
    does: 'has a dead letter delivered again',
    names: 'dead letter',
    answer: v.strictObject({ jobId: Uuid, list: ListWord }),
  },
  'POST /api/dead-letters/:id/discard': {
    service: 'query-api',
    role: 'operator',
    does: 'gives a dead letter up for good',
    names: 'dead letter',
    body: v.strictObject({ reason: Because }),
    answer: v.strictObject({ jobId: Uuid, list: ListWord }),
  },
  'GET /api/dead-letter-groups': {
    service: 'query-api',
    role: 'operator',
    does: 'counts dead letters by list and reason',
    query: shortList({}, 'groupId'),
    pages: { field: 'groupId', param: 'after', whole: true },
    answer: v.array(DeadGroup),
    topic: 'pipeline',
  },
  'POST /api/dead-letter-groups/replay': {
    service: 'query-api',
    role: 'operator',
    does: `has up to ${LETTERS_AT_ONCE} dead letters of a list delivered again`,
    body: v.strictObject(letters),
    answer: Done,
  },
  'POST /api/dead-letter-groups/discard': {
    service: 'query-api',
    role: 'operator',
    does: `gives up to ${LETTERS_AT_ONCE} dead letters of a list up for good`,
    body: v.strictObject({ ...letters, reason: Because }),
    answer: Done,
  },
} as const satisfies ApiRoutes
