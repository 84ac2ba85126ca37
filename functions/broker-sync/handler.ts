/**
 * broker-sync: reads the account at the broker once, and takes it in as one change.
 *
 * Of the account's orders, positions and fills what is known already changes nothing. It is a stage
 * of its own, so that no feed holds it up and no page is read beside the broker's keys.
 */

import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import type { JobOf } from '#shared/pipeline.ts'
import { notingFaults } from '#shared/queue/source-runs.ts'
import type { Delivery, Handlers, Settle } from '#shared/queue/stage.ts'
import type { Sql } from '#shared/sql/open.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { noteRun } from '#shared/sql/universe/ingestion-runs.ts'
import { saveRejects } from '#shared/sql/universe/rejects.ts'
import { readSourceToAsk, saveSourceState } from '#shared/sql/universe/sources.ts'

export type Deps = { sql: Sql; alpaca: Alpaca }

type Job = JobOf<'broker_sync'>

export function brokerSync(deps: Deps): Handlers<'broker-sync'> {
  return {
    broker_sync(job, delivery) {
      return notingFaults(deps.sql, job.source_id, delivery, () => sync(deps, job, delivery))
    },
  }
}

async function sync(
  { sql, alpaca }: Deps,
  job: Job,
  delivery: Delivery,
): Promise<Settle<'broker-sync'>> {
  const known = await readSourceToAsk(sql, job.source_id)
  // Another source's id would move that one on past what it has not told yet.
  if (known?.source.source_type !== 'broker')
    throw new PermanentFault('source_unknown', `Read ${job.source_name}: the source was removed`)
  const { seen } = known
  const state = await fetchBrokerState(alpaca, seen.lastPublishedAt)
  const { orders, fills, positions, odd = [] } = state
  const itemsFound = orders.length + fills.length + positions.length + odd.length
  return async (tx, endedAt) => {
    const lake = await recordBrokerState(tx, state, delivery.now)
    // What it has seen is the moment of its last reading, not of the newest fill.
    await saveSourceState(tx, job.source_id, { lastPublishedAt: delivery.now })
    const { jobId, now: startedAt } = delivery
    const run = { jobId, sourceId: job.source_id, startedAt, endedAt, itemsFound }
    const ingestionRunId = await noteRun(tx, {
      ...run,
      status: odd.length > 0 ? 'partly' : 'succeeded',
      itemsRejected: odd.length,
      error: odd.length > 0 ? `refused: ${odd.length} that cannot be read` : null,
    })
    if (ingestionRunId)
      await saveRejects(tx, odd, { sourceId: job.source_id, ingestionRunId, now: delivery.now })
    return lake
  }
}
