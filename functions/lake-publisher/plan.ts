/** Which rows a lake job publishes, of which table. */

import * as v from 'valibot'
import type { LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { Uuid } from '#shared/contracts/primitives.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import {
  readDocumentRows,
  readExtractionRows,
  readFillRows,
  readOrderRows,
  readPositionRows,
  type LakeRows,
  type LakeTable,
  type Which,
} from '#shared/sql/lake/rows.ts'
import type { Sql } from '#shared/sql/open.ts'

export type LakePlan = {
  table: LakeTable
  /** True where the job names one row, which must then be there. */
  isSingle: boolean
  read: (sql: Sql) => Promise<LakeRows>
}

/** @throws PermanentFault where the job says too little, or its type has no table. */
export function planOf(job: LakePublishJob): LakePlan {
  switch (job.job_type) {
    case 'document':
      return single('documents', uuidOf(job), readDocumentRows)
    case 'document_extraction':
      return single('extractions', uuidOf(job), readExtractionRows)
    case 'trade_order': {
      const orderId = uuidOf(job)
      return { table: 'orders', isSingle: true, read: (sql) => readOrderRows(sql, orderId) }
    }
    case 'trade_fill':
      return { table: 'fills', isSingle: true, read: (sql) => readFillRows(sql, job.entity_id) }
    case 'positions_snapshot':
      return { table: 'positions', isSingle: false, read: readPositionRows }
    case 'bulk_documents':
      return bulk('documents', job, readDocumentRows)
    case 'bulk_extractions':
      return bulk('extractions', job, readExtractionRows)
    default:
      throw new PermanentFault(
        'job_type_not_built',
        `Publish ${job.job_type}: the lake has no table of it yet`,
      )
  }
}

type Read = (sql: Sql, which: Which) => Promise<LakeRows>

function single(table: LakeTable, id: string, read: Read): LakePlan {
  return { table, isSingle: true, read: (sql) => read(sql, { id }) }
}

function bulk(table: LakeTable, job: LakePublishJob, read: Read): LakePlan {
  if (job.since === undefined || !(new Date(job.since) < new Date(job.dt))) {
    throw new PermanentFault(
      'span_missing',
      `Publish ${job.job_type}: expected since before dt, found "${job.since ?? ''}"`,
    )
  }
  const which = { since: new Date(job.since), until: new Date(job.dt) }
  return { table, isSingle: false, read: (sql) => read(sql, which) }
}

function uuidOf({ job_type: type, entity_id: given }: LakePublishJob): string {
  const id = v.safeParse(Uuid, given)
  if (id.success) return id.output
  throw new PermanentFault('fact_missing', `Publish ${type}: expected an id, found "${given}"`)
}
