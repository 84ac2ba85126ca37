/** Has sources fetched: one ingestion job each. */

import type { IngestionJob } from '../contracts/jobs/ingestion.ts'
import { byTurn } from '../domain/source/turn.ts'
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
      return enqueue(tx, [{ to: 'ingestion', job }], { key, now })
    }),
  )
  await noteScheduled(
    tx,
    jobs.map((job) => job.source_id),
    now,
  )
}
