/** Table `ingestion_runs`: how each fetch of a source went. */

import { plainText } from '../../domain/document/text/cut.ts'
import type { Db } from '../open.ts'

/** How one fetch of a source went. */
export type IngestionRun = {
  /** The job's id: a second delivery of it is the same run. */
  ingestionRunId: string
  sourceId: string
  startedAt: Date
  /** `partly`: some records could not be used, or a part not be had; the rest was taken. */
  status: 'succeeded' | 'partly' | 'failed' | 'put_off'
  itemsFound: number
  itemsNew: number
  error: string | null
}

const ERROR_LENGTH_MAX = 1000

/** Records how a fetch went; what a later delivery of the same job found replaces it. */
export async function saveIngestionRun(db: Db, run: IngestionRun): Promise<void> {
  await db`
    insert into ingestion_runs (ingestion_run_id, source_id, status, started_at, items_found, items_new, error)
    select ${run.ingestionRunId}, source_id, ${run.status}, ${run.startedAt}, ${run.itemsFound},
      ${run.itemsNew}, ${run.error === null ? null : plainText(run.error, ERROR_LENGTH_MAX)}
    from sources where source_id = ${run.sourceId}
    on conflict (ingestion_run_id) do update set status = excluded.status,
      items_found = excluded.items_found, items_new = excluded.items_new, error = excluded.error`
}
