/** Table `rejects`: records of a source that could not be used, as they came, and why. */

import { cleanText } from '../../domain/document/text/clean.ts'
import type { Reject } from '../../domain/source/found.ts'
import { sha256 } from '../../host/ids.ts'
import type { Tx } from '../open.ts'

/** Of a larger record the beginning is kept. */
export const REJECT_BYTES_MAX = 65_536
/** One run keeps no more; it counts them all. */
const REJECTS_MAX = 1_000
const SAYS_MAX = 500
const REASON_MAX = 100

export type SeenIn = { sourceId: string; ingestionRunId: string; now: Date }

/** Keeps what was refused; the same record refused for the same reason again is one row that counts. */
export async function saveRejects(
  tx: Tx,
  rejects: readonly Reject[],
  { sourceId, ingestionRunId, now }: SeenIn,
): Promise<void> {
  if (rejects.length === 0) return
  const rows = new Map<string, ReturnType<typeof rowOf> & { times: number }>()
  for (const reject of rejects.slice(0, REJECTS_MAX)) {
    const row = rowOf(reject)
    const key = `${row.sha256} ${row.reason}`
    rows.set(key, { ...row, times: (rows.get(key)?.times ?? 0) + 1 })
  }
  await tx`
    insert into rejects as known (source_id, ingestion_run_id, reason, says, item, item_bytes, sha256,
      first_seen_at, last_seen_at, times)
    select ${sourceId}::uuid, ${ingestionRunId}::uuid, reason, says, decode(item, 'base64'), item_bytes,
      sha256, ${now}, ${now}, times
    from jsonb_to_recordset(${tx.json([...rows.values()])}) as r (reason text, says text, item text,
      item_bytes integer, sha256 text, times integer)
    order by sha256, reason
    on conflict (source_id, sha256, reason) do update set
      ingestion_run_id = excluded.ingestion_run_id, says = excluded.says,
      last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
      times = known.times + excluded.times`
}

function rowOf({ reason, says, item }: Reject) {
  return {
    reason: cleanText(reason, REASON_MAX),
    says: cleanText(says, SAYS_MAX),
    item: Buffer.from(item).subarray(0, REJECT_BYTES_MAX).toString('base64'),
    item_bytes: item.length,
    sha256: sha256(item),
  }
}
