/** Samples of the work: what waits, what runs, what is done, and what holds it back. */

import { listNames, readerOf, stageNames } from '#shared/pipeline.ts'
import type { WorkRecord } from '../reads/work.ts'
import type { HeldJobs } from '#shared/queue/held.ts'
import { sample, type Sample } from './sample.ts'

/** What Redis tells: lists and jobs in flight. */
export function heldSamples({ pending, stages }: HeldJobs): Sample[] {
  return [
    ...listNames.map((list) => sample('stonks_queue_depth', pending[list], labelsOf(list))),
    ...stageNames.flatMap((stage) => [
      sample('stonks_jobs_in_flight', stages[stage].inFlight, { stage }),
      sample('stonks_jobs_in_back_off', stages[stage].inBackOff, { stage }),
      sample('stonks_jobs_put_off', stages[stage].putOff, { stage }),
      sample('stonks_jobs_in_flight_oldest_seconds', stages[stage].oldestSeconds, { stage }),
    ]),
  ]
}

/** What the record tells. Every list and stage has its numbers, busy or not. */
export function workSamples(work: WorkRecord): Sample[] {
  return [
    sample('stonks_pipeline_enabled', Number(work.enabled)),
    ...stageNames.map((stage) =>
      sample('stonks_stage_paused', Number(work.pausedStages.includes(stage)), { stage }),
    ),
    ...listNames.flatMap((list) => listSamples(list, work)),
    sample('stonks_relay_lag_seconds', work.relayLagSeconds),
    sample('stonks_lake_lag_seconds', work.lake.lagSeconds),
    ...work.lake.delays.map(({ within, facts }) =>
      sample('stonks_lake_facts_held_total', facts, { within }),
    ),
    ...work.duties.flatMap(({ duty, failures, ageSeconds }) => [
      sample('stonks_scheduler_duty_failures', failures, { duty }),
      ...(ageSeconds === null
        ? []
        : [sample('stonks_scheduler_age_seconds', ageSeconds, { duty })]),
    ]),
  ]
}

function listSamples(list: (typeof listNames)[number], work: WorkRecord): Sample[] {
  const labels = labelsOf(list)
  const totals = work.totals.find((row) => row.list === list)
  const waiting = work.oldestWaiting.find((row) => row.list === list)
  return [
    sample('stonks_queue_oldest_seconds', waiting?.seconds ?? 0, labels),
    sample('stonks_jobs_queued', totals?.queued ?? 0, labels),
    sample('stonks_jobs_unrelayed', totals?.unrelayed ?? 0, labels),
    sample('stonks_jobs_dead', totals?.dead ?? 0, labels),
    sample('stonks_jobs_settled_total', totals?.cancelled ?? 0, labels),
    sample('stonks_jobs_done_total', totals?.done ?? 0, labels),
    sample('stonks_jobs_enqueued_total', totals?.enqueued ?? 0, labels),
    sample('stonks_jobs_replayed_total', totals?.replays ?? 0, labels),
    sample('stonks_dead_letters_total', totals?.buried ?? 0, labels),
    sample('stonks_deliveries_total', totals?.deliveries ?? 0, labels),
    sample('stonks_delivery_failures_total', totals?.failures ?? 0, labels),
  ]
}

function labelsOf(list: (typeof listNames)[number]): { list: string; stage: string } {
  return { list, stage: readerOf(list) }
}
