/** Records what one fetch found, in one transaction, and says how the fetch went. */

import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { soundCursor } from '#shared/domain/source/cursor.ts'
import type { Found, Reject } from '#shared/domain/source/found.ts'
import type { Delivery, Settle } from '#shared/queue/stage.ts'
import { saveDocuments } from '#shared/sql/documents/new-documents.ts'
import { saveBars } from '#shared/sql/market/save-bars.ts'
import type { Tx } from '#shared/sql/open.ts'
import { noteRun } from '#shared/sql/universe/ingestion-runs.ts'
import { saveRejects } from '#shared/sql/universe/rejects.ts'
import { saveSourceState } from '#shared/sql/universe/sources.ts'
import type { Kept } from './keep.ts'

export type KeptBars = NonNullable<Found['bars']>[number] & { rawKey: string }
export type Work = {
  job: IngestionJob
  delivery: Delivery
  endedAt: Date
  found: Found
  kept: Kept[]
  bars: KeptBars[]
}

export async function record(tx: Tx, work: Work): ReturnType<Settle<'ingestion'>> {
  const { job, delivery, endedAt, found, kept, bars } = work
  const { now, jobId } = delivery
  const saved = await saveDocuments(tx, kept, now)
  for (const page of bars)
    await saveBars(tx, page.bars, { sourceId: job.source_id, rawKey: page.rawKey, fetchedAt: now })
  const rejects = rejectsOf(found)
  const lastPublishedAt = soundCursor(found.seen.lastPublishedAt ?? null, now)
  await saveSourceState(tx, job.source_id, { ...found.seen, lastPublishedAt }, now)
  // Accepted bars count as new whether or not another source told them at this very moment.
  const barsTaken = bars.reduce((sum, page) => sum + page.bars.length, 0)
  const runId = await noteRun(tx, {
    jobId,
    sourceId: job.source_id,
    status: rejects.length > 0 || (found.missing ?? []).length > 0 ? 'partly' : 'succeeded',
    startedAt: now,
    endedAt,
    itemsFound: (found.documents?.length ?? 0) + barsTaken + rejects.length,
    itemsNew: saved.size + barsTaken,
    itemsRejected: rejects.length,
    error: notesOf(found, rejects),
    newestItemAt: lastPublishedAt,
  })
  await saveRejects(tx, rejects, { sourceId: job.source_id, ingestionRunId: runId ?? jobId, now })
  return kept
    .filter(({ documentId }) => saved.has(documentId))
    .map(({ documentId, ticker }) => ({
      to: 'parsing' as const,
      job: { document_id: documentId, ticker, source_type: job.source_type },
    }))
}

/** Everything of a fetch that could not be used, refused bars among them. */
function rejectsOf({ rejects = [], bars = [] }: Found): Reject[] {
  const refused = bars.flatMap((page) =>
    page.rejects.map(({ ticker, payload, reason }) => ({
      reason,
      says: `a bar of ${ticker || 'no ticker'}`,
      item: Buffer.from(JSON.stringify(payload) ?? 'null'),
    })),
  )
  return [...rejects, ...refused]
}

/** What is missing, what was refused and why, what else people should know; null where nothing is. */
function notesOf({ notes = [], missing = [] }: Found, rejects: readonly Reject[]): string | null {
  const byReason = new Map<string, number>()
  for (const { reason } of rejects) byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
  const refused = [...byReason].map(([reason, times]) => `${times} ${reason}`).join(', ')
  const all = [...missing, ...(refused ? [`refused: ${refused}`] : []), ...notes]
  return all.length ? all.join('; ') : null
}
