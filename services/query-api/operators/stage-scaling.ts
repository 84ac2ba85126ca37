/** How much waited for a stage over time, and how many of its function ran. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { SampleRange, ScalingPoint, StageSamples } from '#shared/contracts/api/stages.ts'
import { DAY_MS, HOUR_MS } from '#shared/domain/spans.ts'
import type { Db } from '#shared/sql/open.ts'

/** How long each range is, and how far apart its points are: at most 288 of them. */
const ranges: Readonly<Record<SampleRange, { ms: number; stepMinutes: number }>> = {
  '1h': { ms: HOUR_MS, stepMinutes: 1 },
  '6h': { ms: 6 * HOUR_MS, stepMinutes: 2 },
  '1d': { ms: DAY_MS, stepMinutes: 5 },
  '7d': { ms: 7 * DAY_MS, stepMinutes: 36 },
}

/** Of each step the most that was noted within it, and before them how it stood last; real time. */
export async function readScaling(
  db: Db,
  stage: string,
  range: SampleRange,
): Promise<Served<StageSamples>> {
  const { ms, stepMinutes } = ranges[range]
  const [span] = await db<{ from: Date; to: Date }[]>`
    select clock_timestamp() - ${ms}::integer * interval '1 millisecond' as from, clock_timestamp() as to`
  const { from, to } = span!
  const samples = await db<Served<ScalingPoint>[]>`
    (select sampled_at as at, pending, in_flight, replicas, paused from stage_samples
      where stage = ${stage} and sampled_at < ${from} order by sampled_at desc limit 1)
    union all
    (select greatest(date_bin(${stepMinutes}::integer * interval '1 minute', sampled_at, 'epoch'), ${from}) as at,
      max(pending), max(in_flight), max(replicas), bool_or(paused) from stage_samples
      where stage = ${stage} and sampled_at >= ${from} group by 1)
    order by at`
  return { from, to, samples }
}
