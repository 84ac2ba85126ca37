/**
 * The sweeper: makes good what Redis lost.
 *
 * A mark in Redis tells that it still remembers. When the mark is gone, so is everything: the
 * switch is mirrored, dead letters are written again, and every queued job is pushed anew; until
 * then the relay pushes nothing. Single jobs that are in neither place are found by their age.
 */

import { readJobTotals } from './record/counts.ts'
import { readStaleLists, requeueAll, sweepMissing } from './record/dispatch.ts'
import type { Sql } from '../sql/open.ts'
import { restoreLetters } from './dead-letters.ts'
import { readNumber } from '../host/env.ts'
import { jobIdOf } from './envelope.ts'
import { LETTERS_MAX } from './redis/settle.ts'
import { deadKey, EPOCH, heldKeys, pendingKey } from './redis/keys.ts'
import { startLoop } from '../host/loop.ts'
import { openOutage, tellAll } from '../host/outage.ts'
import type { Redis } from './redis/connection.ts'
import type { Dispatch, Running } from './relay.ts'
import { mirrorSwitch } from './switch.ts'
import { productTable, type PipelineTable } from './table.ts'

type Stores = { sql: Sql; redis: Redis; table?: PipelineTable }

const SWEPT_MAX = 500
/** How long the relay may wait for a Redis that lost its memory. */
const LOOK_MS = 1_000

/** Starts sweeping. Outlives restarts of both servers. */
export function startSweeper({
  sql,
  redis,
  log,
  needs,
  table,
  report,
}: Dispatch & Stores): Running {
  const ageSeconds = readNumber('SWEEP_AGE_SECONDS')
  const everyMs = readNumber('SWEEP_SECONDS', 0.1) * 1_000
  const stores = { sql, redis, ...(table ? { table } : {}) }
  let next = 0
  const loop = startLoop(
    async () => {
      await needs?.()
      const restored = await restoreIfLost(stores)
      if (restored !== undefined)
        log.warn(
          { jobs: restored },
          `Redis is new or has lost its memory: ${restored} queued jobs are pushed again`,
        )
      if (performance.now() < next) return LOOK_MS
      next = performance.now() + everyMs
      const swept = await sweepRound(stores, ageSeconds)
      if (swept > 0)
        log.warn({ jobs: swept }, `${swept} jobs were missing from Redis and are pushed again`)
      return Math.min(LOOK_MS, everyMs)
    },
    LOOK_MS,
    tellAll(openOutage(log, { begins: 'sweeper waits', ends: 'sweeper looks again' }), report),
  )
  return { stop: () => loop.stop() }
}

/** Restores a Redis without the mark; returns how many jobs will be pushed, undefined if none were lost. */
export async function restoreIfLost({
  sql,
  redis,
  table = productTable,
}: Stores): Promise<number | undefined> {
  if (await redis.exists(EPOCH)) return undefined
  await mirrorSwitch({ sql, redis }, Object.keys(table.stages))
  for (const { list } of await readJobTotals(sql)) await restoreLetters({ sql, redis }, list)
  const jobs = await requeueAll(sql)
  // Last: before it, whatever was pushed into the empty Redis would not be told from what was lost.
  const [{ now } = { now: new Date() }] = await sql<
    { now: Date }[]
  >`select clock_timestamp() as now`
  await redis.set(EPOCH, now.toISOString(), 'NX')
  return jobs
}

/** Has missing jobs pushed again and mends dead-letter lists that differ; returns how many jobs. */
export async function sweepRound(
  { sql, redis, table = productTable }: Stores,
  ageSeconds: number = readNumber('SWEEP_AGE_SECONDS'),
): Promise<number> {
  const dead = new Map((await readJobTotals(sql)).map((totals) => [totals.list, totals.dead]))
  for (const list of new Set([...Object.keys(table.lists), ...dead.keys()])) {
    const letters = await redis.llen(deadKey(list))
    if (letters !== Math.min(LETTERS_MAX, dead.get(list) ?? 0))
      await restoreLetters({ sql, redis }, list)
  }
  let swept = 0
  for (const list of await readStaleLists(sql, ageSeconds)) {
    const held = await readHeld(redis, table, list)
    swept += await sweepMissing(sql, { list, ageSeconds, held, most: SWEPT_MAX })
  }
  return swept
}

/** Row ids of all jobs of a list that Redis holds, at one moment: pending and in flight. */
async function readHeld(redis: Redis, table: PipelineTable, list: string): Promise<string[]> {
  const readers = Object.keys(table.stages).filter((stage) =>
    table.stages[stage]!.reads.includes(list),
  )
  const batch = redis.multi().lrange(pendingKey(list), 0, -1)
  for (const stage of readers) batch.hkeys(heldKeys(stage).inFlight)
  const [pending, ...inFlight] = ((await batch.exec()) ?? []).map(([fault, found]) => {
    if (fault) throw fault
    return found as string[]
  })
  const ids = new Set(inFlight.flat().map(jobIdOf))
  for (const event of pending ?? []) {
    const id = /"id":"([^"\\]+)"/.exec(event)?.[1]
    if (id) ids.add(jobIdOf(id))
  }
  return [...ids]
}
