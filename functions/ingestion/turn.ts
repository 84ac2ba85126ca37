/**
 * Keeps the outcome of a round independent of which fetch was fastest.
 *
 * Two sources may carry one story, and only the first to record it does. Of the fetches scheduled
 * for one moment they therefore record in a fixed order, though they all fetch at once.
 */

import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { isAnotherFirst } from '#shared/sql/schedule/turns.ts'
import type { Sql } from '#shared/sql/open.ts'

/** A turn mostly comes within milliseconds; one that does not is asked for less often. */
const POLL_MS = 3
const POLL_MS_MAX = 50
/** Then it goes on all the same: a source that hangs must not hold up the others. */
const WAIT_MS_MAX = 20_000

/** Resolves when it is this job's turn to record. */
export async function waitForTurn(
  sql: Sql,
  job: IngestionJob,
  jobId: string,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + WAIT_MS_MAX
  const place = {
    jobId,
    scheduledAt: job.scheduled_at,
    sourceType: job.source_type,
    sourceId: job.source_id,
  }
  for (let look = 0; await isAnotherFirst(sql, place); look++) {
    if (performance.now() > deadline) return
    const wait = Math.min(POLL_MS_MAX, POLL_MS + look)
    await new Promise((resolve) => setTimeout(resolve, wait))
    signal.throwIfAborted()
  }
}
