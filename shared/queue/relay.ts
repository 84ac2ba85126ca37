/**
 * The relay: pushes committed jobs to their lists.
 *
 * Rows stay locked until they are marked, so two relays never push one job twice, and a crash in
 * between only makes a copy, which delivery recognises. A list at its high-water mark takes no
 * more: its rows wait here (docs/delivery.md, G8).
 */

import { lockWaiting, markRelayed, readWaitingLists } from './record/dispatch.ts'
import type { Sql } from '../sql/open.ts'
import { writeEvent } from './envelope.ts'
import { readNumber } from '../host/env.ts'
import type { Logger } from '../host/log.ts'
import { startLoop } from '../host/loop.ts'
import { openOutage, tellAll, type Outage } from '../host/outage.ts'
import { push } from './redis/claim.ts'
import type { Redis } from './redis/connection.ts'

export type Dispatch = {
  sql: Sql
  redis: Redis
  log: Logger
  /** Throws while the record has not the schema that this code needs. */
  needs?: () => Promise<void>
  /** Told of each turn as the log is. */
  report?: Outage
}
export type Running = { stop(): Promise<void> }

const BATCH = 500
/** How long a lost notice costs, and how often a full list is looked at. */
const FALLBACK_MS = 1_000

/** Starts relaying; jobs are pushed as soon as they commit. Outlives restarts of both servers. */
export function startRelay({ sql, redis, log, needs, report }: Dispatch): Running {
  const highWater = readNumber('HIGH_WATER', 1)
  const says = { begins: 'relay waits: no job is pushed', ends: 'relay pushes jobs again' }
  const outage = tellAll(openOutage(log, says), report)
  let hearing: { unlisten(): Promise<void> } | undefined
  const deafen = async () => {
    await hearing?.unlisten().catch(() => undefined)
    hearing = undefined
  }
  const loop = startLoop(
    async () => {
      await needs?.()
      // After an outage the subscription may be gone without a word: it is made again.
      hearing ??= await sql.listen('jobs', () => loop.wake())
      return (await relayRound({ sql, redis }, highWater)) > 0 ? 0 : FALLBACK_MS
    },
    FALLBACK_MS,
    {
      over: outage.over,
      met(fault) {
        outage.met(fault)
        void deafen()
      },
    },
  )
  return {
    async stop() {
      await loop.stop()
      await deafen()
    },
  }
}

/** Pushes one batch of each list that has room; returns how many jobs were pushed. */
export async function relayRound(
  { sql, redis }: { sql: Sql; redis: Redis },
  highWater: number = readNumber('HIGH_WATER', 1),
): Promise<number> {
  let pushed = 0
  for (const list of await readWaitingLists(sql)) {
    pushed += await sql.begin(async (tx) => {
      const jobs = await lockWaiting(tx, list, BATCH)
      if (jobs.length === 0) return 0
      const taken = await push(redis, list, jobs.map(writeEvent), { highWater, needsEpoch: true })
      if (taken <= 0) return 0
      await markRelayed(
        tx,
        jobs.slice(0, taken).map(({ jobId }) => jobId),
      )
      return taken
    })
  }
  return pushed
}
