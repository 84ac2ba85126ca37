/**
 * Goal: whoever dies while documents flow and orders fill, each fact is in the lake, and once. Method: a replay of the
 * simulated market, of which recommendation, broker-adapter and lake-publisher are killed with a job in hand and the
 * trading engine at any moment; then what it came to, every order's explanation, and `lake verify`.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import type { StageName } from '#shared/pipeline.ts'
import { heldKeys } from '#shared/queue/redis/keys.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import type { RunSummary } from '../../services/local/once.ts'
import { readSecretSettings } from '../../services/local/secrets.ts'
import { readRun } from '../../services/local/state.ts'
import { openRandom } from '../../services/world/contents/random.ts'
import { ROOT, start, stonks, withState } from '../e2e/platform.ts'
import { childrenOf } from '../helpers/processes.ts'

/** It takes a quarter of an hour: each death is waited out. */
const isAsked = process.env['LAKE_CHAOS'] === '1'
const skips = isAsked ? '' : ' (skipped: a quarter of an hour, LAKE_CHAOS=1 plays it)'

const STAGES = ['recommendation', 'broker-adapter', 'lake-publisher'] as const satisfies StageName[]
const ENGINE = 'services/trading-engine/index.ts'
/** Of each stage: jobs that were in the hand of one that was killed, and were done by a later delivery. */
const AGAIN = 3
/** No stage is killed more often, whatever comes of it. */
const KILLS_MAX = 12
const ENGINE_KILLS = 4
const ENGINE_EVERY_MS = 15_000

type Killed = {
  kills: number
  jobs: Set<string>
  again: Set<string>
  /** How often it had begun to take jobs when it was killed last. */
  begun: number
}

/** How often a stage has begun to take jobs: one that is still starting has none in hand that a death could harm. */
function timesBegun(state: string, stage: StageName): number {
  try {
    return readFileSync(join(state, 'logs', `${stage}.log`), 'utf8').split('takes jobs').length - 1
  } catch {
    return 0
  }
}

/** The process of `up` that runs a file; undefined while none does. */
function pidOf(up: number | undefined, file: string): number | undefined {
  return childrenOf(up).find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file)
    } catch {
      return false
    }
  })
}

/** Ids of jobs that are being done just now. */
async function inHand(redis: Redis, stage: StageName): Promise<string[]> {
  const holders = await redis.hgetall(heldKeys(stage).holders)
  return Object.entries(holders).flatMap(([job, holder]) => (/^\d/.test(holder) ? [job] : []))
}

type Run = {
  redis: Redis
  /** The process that runs it all, and where it keeps it. */
  up: number | undefined
  state: string
  random: { whole(from: number, to: number): number }
}

/** Kills a stage that has a job in hand which no kill has met yet, and notes that job. */
async function killAtWork(
  { redis, up, random, state }: Run,
  stage: StageName,
  killed: Killed,
): Promise<void> {
  const begun = timesBegun(state, stage)
  if (begun <= killed.begun) return
  const [job] = (await inHand(redis, stage)).filter((one) => !killed.jobs.has(one))
  const pid = job && pidOf(up, `functions/${stage}/index.ts`)
  if (!pid) return
  // Somewhere within it, not always at its beginning.
  await sleep(random.whole(0, 25))
  if (!(await inHand(redis, stage)).includes(job)) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    return
  }
  killed.begun = begun
  killed.kills += 1
  killed.jobs.add(job)
}

/** Of those that were in hand when a process died: which another delivery has done. False while one is not done. */
async function noteAgain(sql: Sql, killed: Killed): Promise<boolean> {
  const rows = await sql<{ jobId: string; isAgain: boolean }[]>`
    select job_id, deliveries > 1 as is_again from jobs
    where job_id = any(${[...killed.jobs]}::uuid[]) and state = 'done'`
  for (const { jobId, isAgain } of rows) if (isAgain) killed.again.add(jobId)
  return rows.length === killed.jobs.size
}

async function killOn(
  state: string,
  up: number | undefined,
  isOver: () => boolean,
): Promise<{ stages: Map<StageName, Killed>; engine: number }> {
  const env = { ...readRun(state)!.env, ...readSecretSettings(state) }
  const sql = openPostgres(env['DATABASE_URL'] ?? '', 2)
  const redis = new Redis(env['REDIS_URL'] ?? '')
  // Both go with `up`.
  redis.on('error', () => undefined)
  const random = openRandom(13, 'chaos-lake')
  const stages = new Map<StageName, Killed>(
    STAGES.map((stage) => [stage, { kills: 0, jobs: new Set(), again: new Set(), begun: 0 }]),
  )
  let engine = 0
  let engineAt = performance.now() + ENGINE_EVERY_MS
  try {
    while (!isOver()) {
      for (const [stage, killed] of stages) {
        if (killed.again.size >= AGAIN || killed.kills >= KILLS_MAX) continue
        // One that dies again and again is started less and less soon: each death is to have its outcome first.
        if (!(await noteAgain(sql, killed))) continue
        await killAtWork({ redis, up, random, state }, stage, killed)
      }
      if (engine < ENGINE_KILLS && performance.now() > engineAt) {
        engineAt = performance.now() + random.whole(ENGINE_EVERY_MS / 2, ENGINE_EVERY_MS)
        const pid = pidOf(up, ENGINE)
        if (pid !== undefined) engine += Number(process.kill(pid, 'SIGKILL'))
      }
      await sleep(20)
    }
  } catch (fault) {
    // Its servers end with it.
    if (!isOver()) throw fault
  } finally {
    redis.disconnect()
    await sql.end({ timeout: 1 })
  }
  return { stages, engine }
}

test.skipIf(!isAsked)(
  `a replay whose parts are killed at work ends with every fact in the lake, once${skips}`,
  async () => {
    await withState(async (root) => {
      const args = ['--cash', '100000', '--to', '2026-03-03', '--json', '--state', root]
      // Only dying is tried here: a job that was in five hands that died would wait for a person.
      const up = start(['up', '--once', ...args], ROOT, { DELIVERIES_MAX: '1000' })
      let isOver = false
      const ended = up.run.finally(() => {
        isOver = true
      })
      const state = join(root, 'once')
      // Its settings are written when its parts are about to start.
      await expect
        .poll(() => isOver || /Replaying \d+ moments/.test(up.stderr()), {
          timeout: 300_000,
          interval: 100,
        })
        .toBe(true)
      const { stages, engine } = await killOn(state, up.child.pid, () => isOver)
      const { code, stdout, stderr } = await ended
      expect(code, stderr.slice(-2_000)).toBe(0)
      for (const [stage, { again, kills }] of stages)
        expect(again.size, `${stage} was killed ${kills} times`).toBeGreaterThanOrEqual(AGAIN)
      expect(engine).toBeGreaterThan(0)
      const summary = JSON.parse(stdout) as RunSummary
      expect(summary).toMatchObject({ lost: 0, repeated_effects: 0, jobs: { dead: 0 } })
      expect(summary.orders['filled'] ?? 0).toBeGreaterThan(0)
      const explained = await stonks(['explain', '--all', '--json', '--state', root])
      expect(explained.code, explained.stderr || explained.stdout.slice(-2_000)).toBe(0)
      const verified = await stonks(['lake', 'verify', '--json', '--state', root])
      expect(verified.code, verified.stderr || verified.stdout).toBe(0)
      const { tables } = JSON.parse(verified.stdout) as {
        tables: Record<
          string,
          Record<'rows' | 'facts' | 'missing' | 'extra' | 'unequal' | 'twice', number>
        >
      }
      const nothing = { missing: 0, extra: 0, unequal: 0, twice: 0 }
      for (const [name, told] of Object.entries(tables)) {
        expect(told, name).toMatchObject(nothing)
        expect(told.facts, name).toBe(told.rows)
      }
      for (const name of ['documents', 'recommendations', 'decisions', 'orders', 'fills'])
        expect(tables[name]?.rows, name).toBeGreaterThan(0)
    })
  },
  1_500_000,
)
