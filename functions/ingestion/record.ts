/** Records what one fetch found, in one transaction, and says how the fetch went. */

import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { VERSIONS_MAX } from '#shared/domain/document/correction.ts'
import type { Changes } from '#shared/domain/document/judge.ts'
import { soundCursor } from '#shared/domain/source/cursor.ts'
import type { Found, Reject } from '#shared/domain/source/found.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import type { Delivery, Settle } from '#shared/queue/stage.ts'
import { keepFundamentals } from '#shared/sql/fundamentals/keep.ts'
import { keepMarket, type KeptBars } from '#shared/sql/market/keep.ts'
import type { Tx } from '#shared/sql/open.ts'
import { noteRun } from '#shared/sql/universe/ingestion-runs.ts'
import { saveRejects } from '#shared/sql/universe/rejects.ts'
import { holdSource, saveSourceState } from '#shared/sql/universe/sources.ts'
import type { KeptRaws } from './keep.ts'
import { storeBatch, type FetchBatch } from './store.ts'

export type Work = {
  job: IngestionJob
  delivery: Delivery
  endedAt: Date
  found: Found
  batch: FetchBatch
  /** What was to change before the transaction. */
  judged: Changes
  raws: KeptRaws
  bars: KeptBars[]
}

export async function record(tx: Tx, work: Work): ReturnType<Settle<'ingestion'>> {
  const { job, delivery, endedAt, found, bars } = work
  const { now, jobId } = delivery
  if (!(await holdSource(tx, job.source_id))) throw sourceGone(job.source_name)
  const parsing = isChange(work) ? await storeBatch(tx, job, { ...work, now }) : []
  const { source_id: sourceId, company_id: companyId } = job
  // Accepted ones count as new whether or not another source told them at this very moment.
  const { taken: marketTaken, notes } = await keepMarket(tx, bars, found.reference, {
    sourceId,
    now,
  })
  const factsTaken = await keepFundamentals(tx, found, { companyId, sourceId, now })
  const taken = marketTaken + factsTaken
  const rejects = rejectsOf(found)
  const lastPublishedAt = soundCursor(found.seen.lastPublishedAt ?? null, now)
  await saveSourceState(tx, sourceId, { ...found.seen, lastPublishedAt }, now)
  const runId = await noteRun(tx, {
    jobId,
    sourceId,
    status: statusOf(found, rejects),
    startedAt: now,
    endedAt,
    itemsFound: (found.documents?.length ?? 0) + taken + rejects.length,
    itemsNew: parsing.length + taken,
    itemsRejected: rejects.length,
    itemsMissing: found.missing?.length ?? 0,
    error: notesOf(
      { ...found, notes: [...(found.notes ?? []), ...notes, ...fullOf(work)] },
      rejects,
    ),
    newestItemAt: lastPublishedAt,
    nextTryAt: found.rests?.until,
  })
  await saveRejects(tx, rejects, { sourceId, ingestionRunId: runId ?? jobId, now })
  return parsing
}

function isChange({ batch, judged }: Work): boolean {
  const { changes, keys, contents } = judged
  return [changes, keys, contents, batch.ambiguous].some((told) => told.length > 0)
}

function statusOf({ rests, missing = [] }: Found, rejects: readonly Reject[]) {
  // It will not answer until somebody changes something: that is to be seen, and no job is lost by it.
  if (rests) return 'failed'
  return rejects.length > 0 || missing.length > 0 ? 'partly' : 'succeeded'
}

function fullOf({ judged: { full } }: Work): string[] {
  if (full.length === 0) return []
  return [
    `${full.length} documents have had ${VERSIONS_MAX} versions, and other words of them are passed over`,
  ]
}

function sourceGone(name: string): PermanentFault {
  return new PermanentFault('source_unknown', `Store what ${name} told: the source was removed`)
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
function notesOf(
  { notes = [], missing = [], rests }: Found,
  rejects: readonly Reject[],
): string | null {
  const byReason = new Map<string, number>()
  for (const { reason } of rejects) byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
  const refused = [...byReason].map(([reason, times]) => `${times} ${reason}`).join(', ')
  const resting = rests ? [`${rests.says}; asked again ${rests.until.toISOString()}`] : []
  const all = [...resting, ...missing, ...(refused ? [`refused: ${refused}`] : []), ...notes]
  return all.length ? all.join('; ') : null
}
