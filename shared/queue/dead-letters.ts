/**
 * How a job is buried: PostgreSQL records it first, then its letter joins `stonks:dlq:<list>`.
 *
 * The lists repeat the record for whoever looks at Redis; where they differ, the record is right.
 */

import { readDead, recordDeath, type DeadJob, type PastDelivery } from './record/dead.ts'
import type { Sql, Tx } from '../sql/open.ts'
import { plainText } from '../domain/document/text/cut.ts'
import { jobIdOf, readEvent } from './envelope.ts'
import { deadKey } from './redis/keys.ts'
import { readHistory, type Claimed } from './redis/claim.ts'
import { acknowledge, bury, ERROR_CHARS_MAX, LETTERS_MAX } from './redis/settle.ts'
import type { Redis } from './redis/connection.ts'

/** What a dead letter says. `history` holds the deliveries that failed before the last. */
export type Letter = {
  job: Record<string, unknown>
  reason: string
  error: string
  history: { delivery: number; at: string; error: string }[]
  dead_at: string
}

const REASON_CHARS_MAX = 100
/** Of an event nobody can read, this much is kept. */
const GARBAGE_CHARS_MAX = 100_000

export type Death = { reason: string; error: string }

/**
 * What a death changes beside its record. Runs in the transaction that records it, perhaps twice. True
 * where another owner has the job from there on: then it is no dead letter.
 */
export type OnDeath = (
  tx: Tx,
  dead: { jobId: string; job: unknown; reason: string; error: string },
) => Promise<boolean | void>
/** By list; a list that is not named has none. */
export type Deaths = Readonly<Record<string, OnDeath>>

export type Undertaker = { sql: Sql; redis: Redis; deaths?: Deaths }

/**
 * Buries a job that its holder has; returns false where it has another outcome and was only
 * acknowledged. Safe to repeat after a crash at any point.
 */
export async function buryJob(
  { sql, redis, deaths = {} }: Undertaker,
  stage: string,
  job: Claimed,
  death: Death,
): Promise<boolean> {
  const reason = plainText(death.reason, REASON_CHARS_MAX)
  const error = plainText(death.error, ERROR_CHARS_MAX)
  const past = await readHistory(redis, stage, job.id)
  const found = readJob(job)
  const [clock] = await sql<{ now: Date }[]>`select clock_timestamp() as now`
  const now = clock!.now
  const last: PastDelivery = { delivery: job.delivery, at: now.getTime(), error }
  // A holder's death already stands in the history as this very delivery.
  const history = past.at(-1)?.delivery === job.delivery ? past : [...past, last]
  const burial = {
    jobId: jobIdOf(job.id),
    list: job.list,
    payload: found.payload,
    businessAt: found.businessAt ?? now,
    reason,
    error,
    deliveries: job.delivery,
    history,
  }
  const state = await sql.begin(async (tx) => {
    const recorded = await recordDeath(tx, burial)
    if (recorded !== 'dead') return recorded
    const isLeft = await deaths[job.list]?.(tx, {
      jobId: burial.jobId,
      job: JSON.parse(found.payload),
      reason,
      error,
    })
    return isLeft ? 'done' : recorded
  })
  if (state !== 'dead') {
    await acknowledge(redis, stage, job)
    return false
  }
  await bury(redis, stage, job, JSON.stringify(letter(found.event, reason, error, history, now)))
  return true
}

/** Makes the dead-letter list of `list` what the record says. */
export async function restoreLetters(
  { sql, redis }: { sql: Sql; redis: Redis },
  list: string,
): Promise<void> {
  const dead = await readDead(sql, { list }, LETTERS_MAX)
  const entries = dead.toReversed().map((job) => JSON.stringify(letterOf(job)))
  const batch = redis.multi().del(deadKey(list))
  if (entries.length > 0) batch.rpush(deadKey(list), ...entries)
  await batch.exec()
}

/** The letter of a recorded dead job. */
export function letterOf(job: DeadJob): Letter {
  const event = {
    specversion: '1.0',
    id: job.jobId,
    source: `/stonks/${job.producer}`,
    type: `stonks.${job.list}`,
    time: job.businessAt.toISOString(),
    datacontenttype: 'application/json',
    ...(job.traceparent ? { traceparent: job.traceparent } : {}),
    data: JSON.parse(job.payload) as unknown,
  }
  const history = JSON.parse(job.history) as PastDelivery[]
  return letter(event, job.reason, job.lastError ?? '', history, job.deadAt)
}

function letter(
  job: Record<string, unknown>,
  reason: string,
  error: string,
  history: readonly PastDelivery[],
  deadAt: Date,
): Letter {
  return {
    job,
    reason,
    error,
    history: history.map((past) => ({ ...past, at: new Date(past.at).toISOString() })),
    dead_at: deadAt.toISOString(),
  }
}

type Readable = { event: Record<string, unknown>; payload: string; businessAt?: Date }

/** What can be kept of an event that may be anything at all. */
function readJob(job: Claimed): Readable {
  try {
    const event = readEvent(JSON.parse(job.event))
    const payload = JSON.stringify(event.data)
    if (!isStorable(payload)) throw new RangeError('PostgreSQL keeps no such text')
    return {
      event: { ...event, id: job.id },
      payload,
      ...(event.time ? { businessAt: new Date(event.time) } : {}),
    }
  } catch {
    const text = plainText(job.event, GARBAGE_CHARS_MAX)
    return {
      event: { id: job.id, type: `stonks.${job.list}`, data: text },
      payload: JSON.stringify(text),
    }
  }
}

/** jsonb refuses NUL and half surrogates, which JSON allows. */
function isStorable(json: string): boolean {
  return !/\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(json)
}
