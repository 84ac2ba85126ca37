/** Which rows a lake job publishes, of which table. */

import * as v from 'valibot'
import type { LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { Uuid } from '#shared/contracts/primitives.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import {
  readDocumentFacts,
  readExtractionFacts,
  readFillFacts,
  readOrderFacts,
  readPositionFacts,
  type FactRows,
  type FactTable,
  type Which,
} from '#shared/sql/lake/rows.ts'
import type { Sql } from '#shared/sql/open.ts'

export type LakePlan = {
  table: FactTable
  /** True where the job names one row, which must then be there. */
  isSingle: boolean
  read: (sql: Sql) => Promise<FactRows>
}

/** @throws PermanentFault where the job says too little, or its type has no table. */
export function planOf(job: LakePublishJob): LakePlan {
  switch (job.job_type) {
    case 'document':
      return single('documents', uuidOf(job), readDocumentFacts)
    case 'document_extraction':
      return single('extractions', uuidOf(job), readExtractionFacts)
    case 'trade_order': {
      const orderId = uuidOf(job)
      return { table: 'orders', isSingle: true, read: (sql) => readOrderFacts(sql, orderId) }
    }
    case 'trade_fill':
      return { table: 'fills', isSingle: true, read: (sql) => readFillFacts(sql, job.entity_id) }
    case 'positions_snapshot':
      return { table: 'positions', isSingle: false, read: readPositionFacts }
    case 'bulk_documents':
      return bulk('documents', job, readDocumentFacts)
    case 'bulk_extractions':
      return bulk('extractions', job, readExtractionFacts)
    default:
      throw new PermanentFault(
        'job_type_not_built',
        `Publish ${job.job_type}: the lake has no table of it yet`,
      )
  }
}

type Read = (sql: Sql, which: Which) => Promise<FactRows>

function single(table: FactTable, id: string, read: Read): LakePlan {
  return { table, isSingle: true, read: (sql) => read(sql, { id }) }
}

function bulk(table: FactTable, job: LakePublishJob, read: Read): LakePlan {
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
