/** Has sources fetched: one job each, on the list of whoever fetches such a source. */

import type { IngestionJob } from '../contracts/jobs/ingestion.ts'
import { isFetched } from '../domain/source/sources.ts'
import { byTurn } from '../domain/source/turn.ts'
import { redactJson } from '../host/redact.ts'
import type { Handover } from '../pipeline.ts'
import type { Tx } from '../sql/open.ts'
import { noteScheduled } from '../sql/schedule/due-sources.ts'
import { enqueue } from './record/jobs.ts'

/**
 * Makes a job of each, and notes that its source had its turn at `now`. `by` names who asks; the
 * same asking at the same moment makes the same jobs. They are listed in the order in which their
 * finds are recorded: else those in hand could all wait for one behind them.
 */
export async function askSources(
  tx: Tx,
  jobs: readonly IngestionJob[],
  by: string,
  now: Date,
): Promise<void> {
  // Sent at once, run in this order.
  await Promise.all(
    [...jobs].sort(byTurn).map((job) => {
      const key = `${by}:${job.source_id}:${now.toISOString()}`
      return enqueue(tx, [askFor(job)], { key, now })
    }),
  )
  await noteScheduled(
    tx,
    jobs.map((job) => job.source_id),
    now,
  )
}

/** What goes to which list: the account's keys and the pages of strangers never meet in one stage. */
export function askFor(job: IngestionJob): Handover<'ingestion' | 'broker_sync'> {
  // Whoever fetches reads the settings where they are kept; a job is seen by many.
  if (isFetched(job.source_type))
    return { to: 'ingestion', job: { ...job, config: redactJson(job.config) } }
  const { source_id, source_name, scheduled_at } = job
  return { to: 'broker_sync', job: { source_id, source_name, scheduled_at } }
}
