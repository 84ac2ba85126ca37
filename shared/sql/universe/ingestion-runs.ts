/** Table `ingestion_runs`: how each attempt at a source went, and what that says of the source. */

import { plainText } from '../../domain/document/text/cut.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import { waitSeconds, cadenceSeconds } from './source-pace.ts'

/** One attempt at a source; times are business time. */
export type NewRun = {
  /** The job that was delivered; each delivery of it is a run of its own. */
  jobId: string
  sourceId: string
  /** `partly`: something was refused or is missing, and the rest is stored. */
  status: 'succeeded' | 'partly' | 'failed' | 'put_off'
  startedAt: Date
  endedAt?: Date | undefined
  itemsFound?: number
  itemsNew?: number
  itemsRejected?: number
  /** Parts of what was asked for that could not be had. */
  itemsMissing?: number
  /** What went wrong; of a run that went well, what was passed over. */
  error?: string | null
  /** The moment that the newest thing found carries. */
  newestItemAt?: Date | null
  /** Of one that is put off or rests: when it is tried again. */
  nextTryAt?: Date | undefined
}

const ERROR_LENGTH_MAX = 1000

/**
 * Records an attempt together with how its source fares now. Returns the run's id; undefined where
 * the source was removed meanwhile.
 */
export function noteRun(db: Db, run: NewRun): Promise<string | undefined> {
  return 'begin' in db ? db.begin((tx) => noteWithin(tx, run)) : noteWithin(db as Tx, run)
}

/** Whether an attempt of this job was noted as failed. */
export async function hasFailedRun(db: Db, jobId: string): Promise<boolean> {
  const rows = await db`
    select from ingestion_runs where job_id = ${jobId} and status = 'failed' limit 1`
  return rows.count > 0
}

async function noteWithin(tx: Tx, run: NewRun): Promise<string | undefined> {
  // Held until the end, so that two runs of one source are noted one after the other.
  const held = await tx`select from sources where source_id = ${run.sourceId} for update`
  if (held.count === 0) return undefined
  const error = run.error == null ? null : plainText(run.error, ERROR_LENGTH_MAX)
  const [past] = await tx<{ attempts: number; failed: boolean }[]>`
    select count(*)::integer as attempts, coalesce(bool_or(status = 'failed'), false) as failed
    from ingestion_runs where job_id = ${run.jobId}`
  const { attempts, failed } = past!
  const id = attempts === 0 ? run.jobId : deriveId('ingestion_run', run.jobId, attempts)
  await tx`
    insert into ingestion_runs (ingestion_run_id, job_id, source_id, status, started_at, ended_at,
      items_found, items_new, items_rejected, items_missing, error)
    values (${id}, ${run.jobId}, ${run.sourceId}, ${run.status}, ${run.startedAt},
      ${run.endedAt ?? run.startedAt}, ${run.itemsFound ?? 0}, ${run.itemsNew ?? 0},
      ${run.itemsRejected ?? 0}, ${run.itemsMissing ?? 0}, ${error})`
  if (run.status === 'failed') await noteFailure(tx, run, error, failed)
  else if (run.status === 'put_off') await notePutOff(tx, run, error)
  else await noteSuccess(tx, run)
  return id
}

/** From the failure on, not from the source's turn: one that is asked weekly is tried in a minute. */
async function noteFailure(
  tx: Tx,
  { sourceId, startedAt, endedAt, nextTryAt }: NewRun,
  error: string | null,
  isSameFetch: boolean,
): Promise<void> {
  const count = tx`greatest(1, failures + ${isSameFetch ? 0 : 1})`
  await tx`
    update sources set failures = ${count}, failing_since = coalesce(failing_since, ${startedAt}),
      last_error = ${error}, next_try_at = coalesce(${nextTryAt ?? null}::timestamptz,
        ${endedAt ?? startedAt}::timestamptz + ${waitSeconds(tx, count)} * interval '1 second')
    where source_id = ${sourceId}`
}

/** A source that is told to wait for so long fails, whatever it is told. */
const PUT_OFF_HOURS_MAX = 6

/** The job waits and is not counted; where nothing else came of the source for hours, it fails since then. */
async function notePutOff(
  tx: Tx,
  { sourceId, startedAt, nextTryAt }: NewRun,
  error: string | null,
): Promise<void> {
  await tx`
    update sources s set next_try_at = ${nextTryAt ?? startedAt},
      failing_since = case when waits.since <= ${startedAt}::timestamptz - ${PUT_OFF_HOURS_MAX} * interval '1 hour'
        then coalesce(failing_since, waits.since) else failing_since end,
      last_error = case when waits.since <= ${startedAt}::timestamptz - ${PUT_OFF_HOURS_MAX} * interval '1 hour'
        then ${error} else last_error end
    from (select min(started_at) as since from ingestion_runs r
      where r.source_id = ${sourceId} and r.status = 'put_off' and r.started_at > coalesce(
        (select max(started_at) from ingestion_runs other
          where other.source_id = ${sourceId} and other.status <> 'put_off'), '-infinity')) waits
    where s.source_id = ${sourceId}`
}

async function noteSuccess(tx: Tx, { sourceId, startedAt, newestItemAt }: NewRun): Promise<void> {
  await tx`
    update sources set failures = 0, failing_since = null, last_error = null,
      last_succeeded_at = greatest(last_succeeded_at, ${startedAt}::timestamptz),
      newest_item_at = greatest(newest_item_at, ${newestItemAt ?? null}::timestamptz),
      next_try_at = coalesce(last_scheduled_at, ${startedAt}::timestamptz)
        + ${cadenceSeconds(tx)} * interval '1 second'
    where source_id = ${sourceId}`
}
