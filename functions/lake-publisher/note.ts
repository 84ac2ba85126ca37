/** What a published job names is noted as changed, and written with the next batch. */

import * as v from 'valibot'
import type { LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { Uuid } from '#shared/contracts/primitives.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { noteEntity, noteSpan } from '#shared/sql/lake/changes.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { keepPositions } from '#shared/sql/lake/position-days.ts'
import type { Tx } from '#shared/sql/open.ts'

const BULK: Partial<Record<LakePublishJob['job_type'], LakePublishJob['job_type']>> = {
  bulk_documents: 'document',
  bulk_extractions: 'document_extraction',
}

/** @throws PermanentFault where the job says too little, or there is no such row. */
export async function noteAsked(tx: Tx, job: LakePublishJob, now: Date): Promise<void> {
  if (job.job_type === 'positions_snapshot') {
    await noteHeld(tx, job, now)
    return
  }
  const entityType = BULK[job.job_type]
  if (entityType) await noteBulk(tx, job, tablesOf(entityType))
  else await noteOne(tx, job, tablesOf(job.job_type))
}

const tablesOf = (type: LakePublishJob['job_type']): LakeTable[] =>
  lakeTables.filter(({ jobType }) => jobType === type)

/** What is held now says nothing of another day. */
async function noteHeld(tx: Tx, { dt }: LakePublishJob, now: Date): Promise<void> {
  if (newYorkDate(new Date(dt)) !== newYorkDate(now))
    throw new PermanentFault(
      'fact_missing',
      `Publish positions_snapshot: what was held on the day before ${dt} is known no more`,
    )
  await keepPositions(tx, now)
}

async function noteOne(tx: Tx, job: LakePublishJob, tables: readonly LakeTable[]): Promise<void> {
  const day = newYorkDate(new Date(job.dt))
  let noted = 0
  for (const table of tables) {
    refuseOddId(table, job)
    noted += await noteEntity(tx, table, { entity: job.entity_id, day })
  }
  if (noted > 0) return
  throw new PermanentFault(
    'fact_missing',
    `Publish ${job.job_type} ${job.entity_id}: there is no such row`,
  )
}

function refuseOddId(
  table: LakeTable,
  { job_type: asked, entity_id: given }: LakePublishJob,
): void {
  const column = table.entity ?? Object.keys(table.key)[0] ?? ''
  const type = table.key[column] ?? (column.endsWith('_id') ? 'uuid' : 'text')
  const isOne =
    type === 'uuid' ? v.is(Uuid, given) : type === 'bigint' ? /^\d{1,15}$/.test(given) : true
  if (isOne) return
  throw new PermanentFault('fact_missing', `Publish ${asked}: expected an id, found "${given}"`)
}

async function noteBulk(tx: Tx, job: LakePublishJob, tables: readonly LakeTable[]): Promise<void> {
  if (job.since === undefined || !(new Date(job.since) < new Date(job.dt))) {
    throw new PermanentFault(
      'span_missing',
      `Publish ${job.job_type}: expected since before dt, found "${job.since ?? ''}"`,
    )
  }
  for (const table of tables) await noteSpan(tx, table, new Date(job.since), new Date(job.dt))
}
