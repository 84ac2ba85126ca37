/** How a stage's pump takes jobs: its free places, filled in turn from the lists that may hold some. */

import { startLoop } from '#shared/host/loop.ts'
import type { Outage } from '#shared/host/outage.ts'
import { claim, type Claimed } from '#shared/queue/redis/claim.ts'
import { release } from '#shared/queue/redis/settle.ts'
import { readPauses } from '#shared/queue/depth.ts'
import type { StageRow } from '#shared/queue/table.ts'
import { carry, RETRY_MS, type Carrier } from './carry.ts'
import { openTurns, takeInTurn } from './turns.ts'

/** A lost wake costs this much. */
const POLL_MS = 500

export type RunJob = (job: Claimed, work: Promise<void>) => void

export type Taking = {
  /** The lists may hold something: they are asked. */
  wake(): void
  /** A place is free: the lists are asked unless they are known to be empty. */
  free(): void
  stop(): Promise<void>
}

/** Fills the free places, in turn. */
export function startTaking(
  carrier: Carrier,
  row: StageRow,
  running: ReadonlyMap<Claimed, unknown>,
  run: RunJob,
  outage: Outage,
): Taking {
  const { stage, redis, settings, stopping } = carrier
  const turns = openTurns(row.reads)
  const watchPause = openPauseWatch(carrier)
  const take = (list: string, most: number) =>
    claim(redis, { stage, list, most, leaseMs: settings.leaseMs })
  // Lists that gave less than they were asked for are empty until a push tells of itself; a push by
  // hand does not, and is found by the poll.
  let mayHold = true
  let askedAt = 0
  const loop = startLoop(
    async () => {
      await carrier.needs()
      const free = row.inFlight - running.size
      const idleMs = performance.now() - askedAt
      if (free === 0 || (!mayHold && idleMs < POLL_MS)) return Math.max(1, POLL_MS - idleMs)
      mayHold = false
      askedAt = performance.now()
      const jobs = await takeInTurn(turns, free, take).catch((fault: unknown) => {
        mayHold = true
        throw fault
      })
      if (jobs.length === free) mayHold = true
      await watchPause(running.size, jobs.length)
      for (const job of jobs) {
        if (stopping.aborted) await release(redis, stage, job, false)
        else run(job, carry(carrier, job))
      }
      return jobs.length > 0 ? 0 : POLL_MS
    },
    RETRY_MS,
    outage,
  )
  return {
    wake() {
      mayHold = true
      loop.wake()
    },
    free: loop.wake,
    stop: loop.stop,
  }
}

/** Tells who holds the stage back, once when it begins and once when it is over. */
function openPauseWatch({ stage, redis, log }: Carrier) {
  let known = ''
  return async (inFlight: number, taken: number): Promise<void> => {
    if (taken > 0 && known === '') return
    const by = (await readPauses(redis, stage)).join(' and ')
    if (by === known) return
    known = by
    if (by) log.info({ stage, by }, `${stage} is paused by ${by}: ${inFlight} in flight go on`)
    else log.info({ stage }, `${stage} is resumed`)
  }
}
