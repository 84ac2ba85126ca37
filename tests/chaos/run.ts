/** One chaos run: jobs through two stages while everything is killed, then the count. */

import { setTimeout as sleep } from 'node:timers/promises'
import { writeEvent } from '#shared/queue/envelope.ts'
import { push } from '#shared/queue/redis/claim.ts'
import { storeJobs } from '#shared/queue/record/jobs.ts'
import { count, countNaive, settled, type Counted } from './count.ts'
import { runLpopControl } from './lpop-control.ts'
import { openRandom, type Random } from './random.ts'
import { openRig, type Rig } from './rig.ts'
import type { ChaosJob } from './stages/table.ts'

export type ChaosOptions = {
  jobs: number
  kills: number
  seed: number
  say?: (words: string) => void
}
export type ChaosResult = Counted & {
  jobs: number
  kills: number
  controls: { lpop_lost: number; naive_repeated: number }
  seconds: number
}

const KILL_POINTS = ['before_effect', 'inside_transaction', 'after_commit'] as const
/** How many jobs end their own function at a named point. */
const NAMED = 12
const NAIVE_JOBS = 30
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
