/**
 * Drives a replay: moves business time to the next moment at which something new is to be seen,
 * and only when every job, list and lease is empty.
 */

import { beginning } from '#shared/domain/document/text/cut.ts'
import type { Redis } from 'ioredis'
import { readNumber } from '#shared/host/env.ts'
import { signRequest } from '#shared/host/signature.ts'
import { isDrained } from '#shared/queue/depth.ts'
import { endHolds, hasten } from '#shared/queue/redis/hasten.ts'
import type { Sql } from '#shared/sql/open.ts'

type Driver = {
  sql: Sql
  redis: Redis
  setClock(moment: Date): void
  /** Services asked for a round, in this order, each after the work of the one before is done. */
  rounds: readonly string[]
  /** What they are asked by: nobody else may move them. */
  secret: string
  onStep(moment: Date, done: number, all: number): void
  signal: AbortSignal
}

const LOOK_MS_MIN = 2
const LOOK_MS_MAX = 50
const STALL = { ms: 180_000, lookMs: 2_000 }
/** How long work is given before waits are ended, and between two times. */
const HASTE_MS = 300
const DELIVERIES_MAX = readNumber('DELIVERIES_MAX', 1)

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
      await askForRound(round, driver.secret)
      await untilQuiet(driver)
    }
    driver.onStep(moment, index + 1, moments.length)
  }
}

async function askForRound(url: string, secret: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const reply = await fetch(url, { method: 'POST', headers: headersOf(url, secret) })
      if (reply.ok) return
      throw new Error(`${url} answered ${reply.status}: ${beginning(await reply.text(), 300)}`)
    } catch (fault) {
      // A service that is restarting answers again soon.
      if (attempt === 20)
        throw new Error(`Ask for a round: ${url} does not do it`, { cause: fault })
      await pause(250)
    }
  }
}

function headersOf(url: string, secret: string): Record<string, string> {
  const signed = { by: 'up', method: 'POST', target: new URL(url).pathname, body: '' }
  return { ...signRequest(secret, signed), 'content-type': 'application/json' }
}

/** Resolves when no job is queued and no list or lease holds anything. */
export async function untilQuiet({
  sql,
  redis,
  signal,
}: Pick<Driver, 'sql' | 'redis' | 'signal'>): Promise<void> {
  const began = performance.now()
  const stalled = openStallWatch(sql)
  let hastenedAt = began
  while (!signal.aborted) {
    const [row] = await sql<{ open: boolean }[]>`
      select exists (select 1 from jobs where state = 'queued') as open`
    if (!row?.open && (await isDrained(redis))) return
    await stalled()
    if (performance.now() - hastenedAt > HASTE_MS) {
      await endWaits(redis)
      hastenedAt = performance.now()
    }
    // What takes long is asked for less often: the wait is at most a twentieth too long.
    const waited = performance.now() - began
    await pause(Math.min(LOOK_MS_MAX, Math.max(LOOK_MS_MIN, waited / 20)))
  }
}

/**
 * Business time stands still meanwhile: what a vendor of the world asks to wait for will not be another
 * one for the waiting.
 */
async function endWaits(redis: Redis): Promise<void> {
  await endHolds(redis)
  await hasten(redis, 'ingestion', DELIVERIES_MAX)
}

/**
 * Looks now and then whether jobs still end; throws when none has for long. Those for the lake come of themselves, each
 * minute anew, and say nothing of others that wait.
 */
export function openStallWatch(sql: Sql, { ms, lookMs } = STALL): () => Promise<void> {
  let settled = -1
  let lookedAt = performance.now()
  let movedAt = lookedAt
  return async () => {
    if (performance.now() - lookedAt < lookMs) return
    lookedAt = performance.now()
    const [count] = await sql<{ settled: number; open: number; lists: string | null }[]>`
      with of_lists as (
        select list, list = 'lake_publish' as is_lake, sum(done + cancelled + buried) as settled, sum(queued) as open
        from job_totals group by list
      )
      select coalesce(sum(settled) filter (where not is_lake or not waits), 0)::integer as settled,
             coalesce(sum(open), 0)::integer as open,
             string_agg(list, ', ' order by list) filter (where open > 0) as lists
      from of_lists, (select coalesce(bool_or(open > 0 and not is_lake), false) as waits from of_lists) others`
    if (count && count.settled !== settled) {
      settled = count.settled
      movedAt = lookedAt
    }
    if (lookedAt - movedAt <= ms) return
    throw new Error(
      `Wait for the pipeline: ${count?.open} jobs are queued (${count?.lists}) and none of them has ended for ${ms / 1000} s`,
    )
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}
