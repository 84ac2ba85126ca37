/**
 * Drives a replay: moves business time to the next moment at which something new is to be seen,
 * and only when every job, list and lease is empty.
 */

import type { Redis } from 'ioredis'
import { stageNames, listNames } from '#shared/pipeline.ts'
import type { Sql } from '#shared/sql/open.ts'

type Driver = {
  sql: Sql
  redis: Redis
  setClock(moment: Date): void
  /** Services asked for a round, in this order, each after the work of the one before is done. */
  rounds: readonly string[]
  onStep(moment: Date, done: number, all: number): void
  signal: AbortSignal
}

const STALL_MS = 180_000

/**
 * Steps through all moments.
 *
 * @throws Error when work stops moving for three minutes, naming what is left.
 */
export async function stepThrough(moments: readonly Date[], driver: Driver): Promise<void> {
  for (const [index, moment] of moments.entries()) {
    if (driver.signal.aborted) return
    driver.setClock(moment)
    for (const round of driver.rounds) {
      await askForRound(round)
      await untilQuiet(driver)
    }
    driver.onStep(moment, index + 1, moments.length)
  }
}

async function askForRound(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const reply = await fetch(url, { method: 'POST' })
      if (reply.ok) return
      throw new Error(`${url} answered ${reply.status}: ${(await reply.text()).slice(0, 300)}`)
    } catch (fault) {
      // A service that is restarting answers again soon.
      if (attempt === 20)
        throw new Error(`Ask for a round: ${url} does not do it`, { cause: fault })
      await pause(250)
    }
  }
}

/** Resolves when no job is queued and no list or lease holds anything. */
export async function untilQuiet({
  sql,
  redis,
  signal,
}: Pick<Driver, 'sql' | 'redis' | 'signal'>): Promise<void> {
  let settled = -1
  let movedAt = performance.now()
  for (let look = 0; !signal.aborted; look++) {
    const [row] = await sql<{ open: boolean }[]>`
      select exists (select 1 from jobs where state = 'queued') as open`
    if (!row?.open && (await isDrained(redis))) return
    if (look % 200 === 199) {
      const [count] = await sql<{ done: number; open: number }[]>`
        select count(*) filter (where state <> 'queued') as done,
               count(*) filter (where state = 'queued') as open
        from jobs`
      if (count && count.done !== settled) {
        settled = count.done
        movedAt = performance.now()
      }
      if (performance.now() - movedAt > STALL_MS) {
        throw new Error(
          `Wait for the pipeline: ${count?.open} jobs are queued and none has ended for ${STALL_MS / 1000} s`,
        )
      }
    }
    await pause(look < 20 ? 2 : 10)
  }
}

async function isDrained(redis: Redis): Promise<boolean> {
  const pipe = redis.pipeline()
  for (const list of listNames) pipe.llen(`stonks:queue:${list}`)
  for (const stage of stageNames) pipe.zcard(`stonks:leases:${stage}`)
  const replies = (await pipe.exec()) ?? []
  return replies.every(([fault, value]) => fault === null && value === 0)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}
