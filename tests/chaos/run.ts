/** One chaos run: jobs through two stages while everything is killed, then the count. */

import { setTimeout as sleep } from 'node:timers/promises'
import { writeEvent } from '#shared/runtime/envelope.ts'
import { push } from '#shared/runtime/queue.ts'
import { storeJobs } from '#shared/sql/jobs.ts'
import { openRandom, type Random } from './random.ts'
import { openRig, type Rig } from './rig.ts'
import type { ChaosJob } from './stages/table.ts'

export type ChaosOptions = {
  jobs: number
  kills: number
  seed: number
  say?: (words: string) => void
}
export type ChaosResult = {
  jobs: number
  kills: number
  /** Jobs without an effect and without a dead letter. */
  lost: number
  repeated_effects: number
  dead: number
  controls: { lpop_lost: number; naive_repeated: number }
  seconds: number
}

const KILL_POINTS = ['before_effect', 'inside_transaction', 'after_commit'] as const
/** How many jobs end their own function at a named point. */
const NAMED = 12
const NAIVE_JOBS = 30
const LPOP_JOBS = 400
const LPOP_KILLS = 6
const SETTLE_MS_MAX = 300_000
const BATCH = 500

/**
 * Runs `jobs` jobs through two stages with `kills` faults, and both controls.
 *
 * @throws Error when the jobs do not settle within five minutes.
 */
export async function runChaos({
  jobs,
  kills,
  seed,
  say = () => undefined,
}: ChaosOptions): Promise<ChaosResult> {
  const started = performance.now()
  const random = openRandom(seed)
  const rig = await openRig()
  try {
    for (const part of ['scheduler', 'first', 'second', 'naive'] as const) rig.start(part)
    rig.start('pump', 2)
    await enqueueAll(rig, random, jobs)
    say(`${jobs} jobs are in, ${kills} kills follow (Redis is ${rig.redisKind})`)
    const made = await killAll(rig, random, kills, say)
    await settled(rig, jobs, say)
    const codes = (
      await Promise.all(
        (['pump', 'first', 'second', 'naive', 'scheduler'] as const).map((part) => rig.drain(part)),
      )
    ).flat()
    if (codes.some((code) => code !== 0))
      throw new Error(`Drain: expected every process to end with 0, found ${codes.join(', ')}`)
    const lpopLost = await runLpopControl(rig, random)
    const counted = await count(rig, jobs)
    return {
      jobs,
      kills: made,
      ...counted,
      controls: { lpop_lost: lpopLost, naive_repeated: await countNaive(rig) },
      seconds: Math.round((performance.now() - started) / 100) / 10,
    }
  } finally {
    await rig.close()
  }
}

async function enqueueAll({ sql, redis }: Rig, random: Random, jobs: number): Promise<void> {
  const now = new Date('2026-01-02T15:00:00Z')
  for (let from = 0; from < jobs; from += BATCH) {
    const batch = Array.from(
      { length: Math.min(BATCH, jobs - from) },
      (_, index): { to: string; job: ChaosJob } => {
        const number = from + index
        const kill = number % Math.ceil(jobs / NAMED) === 7 ? random.pick(KILL_POINTS) : undefined
        return {
          to: number % 3 === 2 ? 'chaos_side' : 'chaos_first',
          job: { number, takes: random.between(0, 5), ...(kill ? { kill } : {}) },
        }
      },
    )
    const ids = await storeJobs(sql, batch, { key: `chaos:${from}`, now })
    // Each job arrives three times: once by the relay, twice as a copy.
    for (const list of ['chaos_first', 'chaos_side']) {
      const copies = batch.flatMap(({ to, job }, index) =>
        to !== list
          ? []
          : [
              writeEvent({
                jobId: ids[index]!,
                list,
                producer: 'chaos',
                businessAt: now,
                traceparent: null,
                payload: JSON.stringify(job),
              }),
            ],
      )
      await push(redis, list, [...copies, ...copies])
    }
  }
  const naive = Array.from({ length: NAIVE_JOBS }, (_, number) => ({
    to: 'chaos_naive',
    job: { number, ...(number % 6 === 0 ? { kill: 'before_effect' } : {}) },
  }))
  await storeJobs(sql, naive, { key: 'chaos:naive', now })
}

/** Kills pumps and functions at random moments; servers at set shares of the way. */
async function killAll(
  rig: Rig,
  random: Random,
  kills: number,
  say: (words: string) => void,
): Promise<number> {
  const servers = new Map<number, () => Promise<unknown>>([
    [Math.floor(kills * 0.2), () => rig.killRedis()],
    [Math.floor(kills * 0.4), () => rig.redis.flushall()],
    [Math.floor(kills * 0.6), () => rig.restartPostgres()],
    [Math.floor(kills * 0.8), () => rig.killRedis()],
  ])
  let made = 0
  for (let turn = 0; turn < kills; turn++) {
    await sleep(random.between(60, 200))
    const server = servers.get(turn)
    if (server) {
      await server()
      made++
    } else {
      const part = random.pick(['pump', 'pump', 'first', 'second', 'scheduler'] as const)
      if (rig.kill(part, random.between(0, 1))) made++
    }
    if (turn % 20 === 19) say(`${turn + 1} kills`)
  }
  return made
}

async function settled(
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

type Counted = Pick<ChaosResult, 'lost' | 'repeated_effects' | 'dead'>

async function count({ sql }: Rig, jobs: number): Promise<Counted> {
  const [row] = await sql<Counted[]>`
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
  const { lost, dead, repeated } = row as unknown as {
    lost: number
    dead: number
    repeated: number
  }
  return { lost, repeated_effects: repeated, dead }
}

async function countNaive({ sql }: Rig): Promise<number> {
  const [row] = await sql<{ repeated: number }[]>`
    select (count(*) - count(distinct number))::int as repeated from chaos_effects where stage = 'chaos-naive'
  `
  return row!.repeated
}

/** What a plain LPOP loses when its consumer is killed; the queue is whole, the effects are not. */
async function runLpopControl(rig: Rig, random: Random): Promise<number> {
  const { sql, redis } = rig
  await redis.rpush('chaos:lpop', ...Array.from({ length: LPOP_JOBS }, (_, number) => number))
  const effects = async () => {
    const [row] = await sql<
      { count: number }[]
    >`select count(*)::int as count from chaos_effects where stage = 'lpop'`
    return row!.count
  }
  rig.start('lpop')
  for (let kill = 0; kill < LPOP_KILLS; kill++) {
    const before = await effects()
    while ((await effects()) === before && (await redis.llen('chaos:lpop')) > 0) await sleep(20)
    await sleep(random.between(5, 30))
    rig.kill('lpop')
  }
  while ((await redis.llen('chaos:lpop')) > 0) await sleep(50)
  for (let last = -1, now = await effects(); now !== last; last = now, now = await effects())
    await sleep(300)
  await rig.drain('lpop')
  return LPOP_JOBS - (await effects())
}
