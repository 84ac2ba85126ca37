/** What became of a chaos run's jobs, asked of the record. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Rig } from './rig.ts'

const SETTLE_MS_MAX = 300_000

/**
 * Resolves when no job is queued.
 *
 * @throws Error with the last log lines after five minutes.
 */
export async function settled(
  { sql, log }: Rig,
  jobs: number,
  say: (words: string) => void,
): Promise<void> {
  const until = performance.now() + SETTLE_MS_MAX
  for (let round = 0; ; round++) {
    const found = await sql<{ list: string; state: string; count: number }[]>`
      select list, state, count(*)::int as count from jobs group by list, state order by list, state
    `.catch(() => [])
    const open = found
      .filter(({ state }) => state === 'queued')
      .reduce((sum, { count }) => sum + count, 0)
    if (found.length > 0 && open === 0) return
    if (performance.now() > until) {
      throw new Error(
        `Settle ${jobs} jobs: ${open} are still queued.\n${JSON.stringify(found)}\n${log('pump')}\n${log('scheduler')}`,
      )
    }
    if (round % 20 === 0) say(`${open} jobs to go`)
    await sleep(250)
  }
}

export type Counted = {
  /** Jobs without an effect and without a dead letter. */
  lost: number
  repeated_effects: number
  dead: number
}

/** Jobs without an outcome, effects beyond the first, and dead letters. */
export async function count({ sql }: Rig, jobs: number): Promise<Counted> {
  const [row] = await sql<{ lost: number; repeated: number; dead: number }[]>`
    with wanted as (
      select stage, number from generate_series(0, ${jobs - 1}::int) as number, unnest(array['chaos-first', 'chaos-second']) as stage
    ), found as (
      select stage, number, count(*) as effects from chaos_effects group by stage, number
    ), dead as (
      select (payload->>'number')::int as number from jobs where state = 'dead' and list <> 'chaos_naive'
    )
    select
      (select count(*)::int from wanted
        where not exists (select from found where found.stage = wanted.stage and found.number = wanted.number)
          and not exists (select from dead where dead.number = wanted.number)) as lost,
      (select coalesce(sum(effects - 1), 0)::int from found where stage in ('chaos-first', 'chaos-second')) as repeated,
      (select count(*)::int from dead) as dead
  `
  const { lost, dead, repeated } = row!
  return { lost, repeated_effects: repeated, dead }
}

/** Effects beyond the first of the stage that does not look whether it was done. */
export async function countNaive({ sql }: Rig): Promise<number> {
  const [row] = await sql<{ repeated: number }[]>`
    select (count(*) - count(distinct number))::int as repeated from chaos_effects where stage = 'chaos-naive'
  `
  return row!.repeated
}
