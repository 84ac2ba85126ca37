/** How the stages stood, kept where that changed. */

import type { Sql } from '../open.ts'

export type StageSample = {
  stage: string
  /** Jobs that wait, and those in work. */
  pending: number
  inFlight: number
  /** Null where nobody says. */
  replicas: number | null
  paused: boolean
}

/** Keeps the samples that differ from the newest of their stage; at business time `now`. How many there were. */
export async function keepSamples(
  sql: Sql,
  samples: readonly StageSample[],
  now: Date,
): Promise<number> {
  const { count } = await sql`
    insert into stage_samples (stage, sampled_at, business_at, pending, in_flight, replicas, paused)
    select s.stage, clock_timestamp(), ${now}, s.pending, s.in_flight, s.replicas, s.paused
    from jsonb_to_recordset(${sql.json(samples.map(({ inFlight, ...rest }) => ({ ...rest, in_flight: inFlight })))})
      as s(stage text, pending integer, in_flight integer, replicas integer, paused boolean)
    where (s.pending, s.in_flight, s.replicas, s.paused) is distinct from (
      select (k.pending, k.in_flight, k.replicas, k.paused) from (
        select pending, in_flight, replicas, paused from stage_samples k
        where k.stage = s.stage order by sampled_at desc limit 1) k)`
  return count
}
