/** Two chained stages that stand in for the product's while things are killed around them. */

import * as v from 'valibot'
import type { PipelineTable } from '#shared/queue/table.ts'

export const ChaosJob = v.strictObject({
  number: v.pipe(v.number(), v.integer()),
  /** Where the function ends its own process, if anywhere; once, or each time it is poison. */
  kill: v.optional(v.picklist(['before_effect', 'inside_transaction', 'after_commit', 'always'])),
  /** Milliseconds the outside call takes. */
  takes: v.optional(v.number()),
  /** Fails: for ever refused, or each time anew; or is put off for ten minutes. */
  fails: v.optional(v.picklist(['refused', 'again', 'put_off'])),
})
export type ChaosJob = v.InferOutput<typeof ChaosJob>

export const chaosTable = {
  lists: {
    chaos_first: ChaosJob,
    chaos_side: ChaosJob,
    chaos_second: ChaosJob,
    chaos_naive: ChaosJob,
  },
  stages: {
    'chaos-first': {
      reads: ['chaos_first', 'chaos_first', 'chaos_side'],
      feeds: ['chaos_second'],
      inFlight: 8,
    },
    'chaos-second': { reads: ['chaos_second'], feeds: [], inFlight: 8 },
    // The control: its effect is outside the job's transaction.
    'chaos-naive': { reads: ['chaos_naive'], feeds: [], inFlight: 4 },
  },
} as const satisfies PipelineTable

/** What the stages write: one line an execution, and one an effect. No key guards either. */
export const chaosSchema = `
  create table if not exists chaos_effects (
    effect bigint generated always as identity, stage text not null, number integer not null, job_id uuid not null
  );
  create table if not exists chaos_runs (
    run bigint generated always as identity, stage text not null, number integer not null, job_id uuid not null
  );
`
