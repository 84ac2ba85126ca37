/** Sources as the registry edits them: with their version, their deletion, and their turn now. */

import type { Source } from '../universe/sources.ts'
import { readSources } from '../universe/sources.ts'
import type { Db, Tx } from '../open.ts'

export type RegistrySource = Source & { version: number }

type Asked = {
  sourceId?: string
  ticker?: string | undefined
  type?: string | undefined
  active?: boolean | undefined
}

/** Market-wide ones first, then by ticker. */
export async function readRegistrySources(
  db: Db,
  { sourceId, ticker, type, active }: Asked = {},
): Promise<RegistrySource[]> {
  const found = await readSources(db, { ticker, sourceId })
  const kept = found.filter(
    (source) =>
      (type === undefined || source.sourceType === type) &&
      (active === undefined || source.active === active),
  )
  const versions = await db<{ sourceId: string; version: number }[]>`
    select source_id, version from sources
    where source_id = any(${kept.map((source) => source.sourceId)}::uuid[])`
  const byId = new Map(versions.map((row) => [row.sourceId, row.version]))
  return kept.map((source) => ({ ...source, version: byId.get(source.sourceId) ?? 1 }))
}

/** One source, held until the transaction ends: of two who edit it the second waits here. */
export async function lockSource(tx: Tx, sourceId: string): Promise<RegistrySource | undefined> {
  await tx`select from sources where source_id = ${sourceId} for update`
  const [source] = await readRegistrySources(tx, { sourceId })
  return source
}

/** Whether a fetch of it is asked for that has no outcome yet. */
export async function isInFlight(db: Db, sourceId: string): Promise<boolean> {
  const [row] = await db<{ found: boolean }[]>`
    select exists (select from jobs j where list in ('ingestion', 'broker_sync')
      and state = 'queued' and j.payload->>'source_id' = ${sourceId}) as found`
  return row?.found ?? false
}

/** Removes a source, and tells what went with it and what stays without it. */
export async function removeSource(
  tx: Tx,
  sourceId: string,
): Promise<{ runs: number; documents: number }> {
  const [told] = await tx<{ runs: number; documents: number }[]>`
    select (select count(*)::integer from ingestion_runs where source_id = ${sourceId}) as runs,
      (select count(*)::integer from documents where source_id = ${sourceId}) as documents`
  await tx`delete from sources where source_id = ${sourceId}`
  return told ?? { runs: 0, documents: 0 }
}
