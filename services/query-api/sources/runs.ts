/** The attempts at one source, newest first. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { RunRow } from '#shared/contracts/api/sources.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import { redact } from '#shared/host/redact.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder } from '#shared/sql/page.ts'

const listed = { table: 'ingestion_runs', as: 'r', id: 'ingestion_run_id' }
const ORDER = ['started_at', 'ingestion_run_id'] as const

export type RunsAsked = {
  sourceId: string
  status?: string | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

/** Undefined where there is no such source. */
export async function listRuns(
  db: Db,
  { sourceId, status, sort, limit, after }: RunsAsked,
): Promise<Served<RunRow>[] | undefined> {
  const [source] = await db`select from sources where source_id = ${sourceId}`
  if (!source) return undefined
  await askRow(db, listed, after)
  const rows = await db<Served<RunRow>[]>`
    select ingestion_run_id, started_at, ended_at, status, items_found, items_new, items_rejected, error
    from ingestion_runs r where source_id = ${sourceId}
      ${status === undefined ? db`` : db`and status = ${status}`}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
  return rows.map((row) => ({ ...row, error: row.error && redact(row.error) }))
}
