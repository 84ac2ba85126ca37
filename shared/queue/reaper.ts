/** The reaper: returns what a stage holds longer than it may, and finds what had its last delivery. */

import type { Logger } from '../host/log.ts'
import { startLoop, type Loop } from '../host/loop.ts'
import type { Outage } from '../host/outage.ts'
import { reap, type Claimed } from './redis/claim.ts'
import type { Redis } from './redis/connection.ts'

const REAPED_MAX = 100

export type Reaper = {
  stage: string
  redis: Redis
  log: Logger
  deliveriesMax: number
  leaseMs: number
  everyMs: number
  /** How long to wait after Redis did not answer. */
  failedMs: number
  outage: Outage
  /** Jobs that had their last delivery, leased anew to be recorded as dead. */
  onExhausted(job: Claimed): void
}

/** Starts returning jobs whose lease or back-off is over to their lists. */
export function startReaper(reaper: Reaper): Loop {
  const { stage, redis, log, deliveriesMax, leaseMs, everyMs, failedMs, outage } = reaper
  return startLoop(
    async () => {
      const due = await reap(redis, { stage, deliveriesMax, most: REAPED_MAX, leaseMs })
      if (due.returned > 0)
        log.info(
          { stage, jobs: due.returned },
          `${due.returned} jobs are back in their list, their wait is over`,
        )
      for (const job of due.exhausted) reaper.onExhausted(job)
      return everyMs
    },
    failedMs,
    outage,
  )
}
