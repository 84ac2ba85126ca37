/** Writes what changed as Parquet: twice is once, and what waits is lost by no one. */

import { newYorkDate } from '#shared/domain/market/calendar.ts'
import type { LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import { endBatch } from '#shared/sql/lake/delays.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { holdFiles, replaceFiles } from '#shared/sql/lake/files.ts'
import { readBatchRows } from '#shared/sql/lake/read-rows.ts'
import type { Sql } from '#shared/sql/open.ts'
import { compactDay } from './compact.ts'
import { leaveHeld } from './leave-held.ts'
import { noteAsked } from './note.ts'
import { patient, type StageObjects } from '#shared/clients/objects/patient.ts'
import { tidy } from './tidy.ts'
import { writeDays } from './write-days.ts'

export type Deps = { sql: Sql; objects: StageObjects }

/**
 * The stage's handlers. Triggers note what changed, the scheduler makes batches of it, and a job writes one: a file for
 * each New York day. All other jobs note what they name, so that it comes with the next batch.
 */
export function lakePublisher({ sql, objects }: Deps): Handlers<'lake-publisher'> {
  const stores = { sql, objects: patient(objects) }
  return {
    async lake_publish(job, { now, jobId }) {
      if (job.job_type === 'changes') return writeBatch(stores, tableOf(job), jobId)
      if (job.job_type === 'compaction') return compact(stores, job)
      if (job.job_type === 'tidy') return tidyUp(stores)
      refuseFuture(job, now)
      return async (tx) => {
        await noteAsked(tx, job, now)
        return []
      }
    },
  }
}

type Stores = { sql: Sql; objects: StageObjects }

/** A job that nothing was given to, or whose batch another delivery has written, writes nothing. */
async function writeBatch(stores: Stores, table: LakeTable, jobId: string): ReturnType<Write> {
  const rows = await leaveHeld(stores, table, await readBatchRows(stores.sql, table, jobId))
  const files = await writeDays(stores, table, jobId, rows)
  return async (tx) => {
    await holdFiles(tx, files)
    await endBatch(tx, jobId)
    return []
  }
}

async function compact(stores: Stores, job: LakePublishJob): ReturnType<Write> {
  const compacted = await compactDay(stores, tableOf(job), newYorkDate(new Date(job.dt)))
  return async (tx) => {
    if (compacted) await replaceFiles(tx, compacted.replaced, compacted.file)
    return []
  }
}

function tableOf({ job_type: type, entity_id: name }: LakePublishJob): LakeTable {
  const table = lakeTables.find((one) => one.name === name)
  if (table) return table
  throw new PermanentFault('fact_missing', `Publish ${type}: there is no table "${name}"`)
}

async function tidyUp(stores: Stores): ReturnType<Write> {
  const settle = await tidy(stores)
  return async (tx) => {
    await settle(tx)
    return []
  }
}

type Write = Handlers<'lake-publisher'>['lake_publish']

/** How far the clocks of two machines may differ. */
const SKEW_MS = 60_000

/** @throws PermanentFault of a moment to come: its day is not over, and nothing of it is known. */
function refuseFuture(
  { job_type: type, entity_id: id, dt }: { job_type: string; entity_id: string; dt: string },
  now: Date,
): void {
  if (new Date(dt).getTime() <= now.getTime() + SKEW_MS) return
  const day = newYorkDate(new Date(dt))
  throw new PermanentFault('moment_ahead', `Publish ${type} ${id}: ${dt} (${day}) is still to come`)
}
