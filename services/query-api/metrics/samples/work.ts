/** Samples of the work: what waits, what runs, what is done, and what holds it back. */

import { listNames, readerOf, stageNames } from '#shared/pipeline.ts'
import { addTotals, type JobTotals } from '../reads/done.ts'
import type { WorkRecord } from '../reads/work.ts'
import type { Held } from '../reads/held.ts'
import { sample, type Sample } from './sample.ts'

/** What Redis tells: lists and jobs in flight. */
export function heldSamples({ pending, stages }: Held): Sample[] {
  return [
    ...listNames.map((list) => sample('stonks_queue_depth', pending[list], labelsOf(list))),
    ...stageNames.flatMap((stage) => [
      sample('stonks_jobs_in_flight', stages[stage].inFlight, { stage }),
      sample('stonks_jobs_in_back_off', stages[stage].inBackOff, { stage }),
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
  const of = <T extends { list: string }>(rows: readonly T[]) =>
    rows.find((row) => row.list === list)
  const [done, dead, queued] = [of(work.done), of(work.dead), of(work.queued)]
  const all = [done, dead, queued]
    .filter((totals) => totals !== undefined)
    .reduce(addTotals, new Map<string, JobTotals>())
    .get(list)
  return [
    sample('stonks_queue_oldest_seconds', of(work.oldestWaiting)?.seconds ?? 0, labels),
    sample('stonks_jobs_queued', queued?.jobs ?? 0, labels),
    sample('stonks_jobs_unrelayed', queued?.unrelayed ?? 0, labels),
    sample('stonks_jobs_dead', dead?.jobs ?? 0, labels),
    sample('stonks_jobs_done_total', done?.jobs ?? 0, labels),
    sample('stonks_jobs_enqueued_total', all?.jobs ?? 0, labels),
    sample('stonks_jobs_replayed_total', all?.replays ?? 0, labels),
    // A replay takes a dead letter away and counts one more replay: the sum only grows.
    sample('stonks_dead_letters_total', (dead?.jobs ?? 0) + (all?.replays ?? 0), labels),
    sample('stonks_deliveries_total', all?.deliveries ?? 0, labels),
    sample('stonks_delivery_failures_total', all?.failures ?? 0, labels),
  ]
}

function labelsOf(list: (typeof listNames)[number]): { list: string; stage: string } {
  return { list, stage: readerOf(list) }
}
