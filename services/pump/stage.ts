/**
 * One stage's share of the pump: takes jobs in turn, holds their leases, has them delivered, and
 * records how each ended.
 */

import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { buryJob } from '#shared/runtime/dead-letters.ts'
import { messageOf } from '#shared/runtime/faults.ts'
import { startLoop } from '#shared/runtime/loop.ts'
import type { Logger } from '#shared/runtime/log.ts'
import { acknowledge, claim, fail, reap, release, renew, type Claimed } from '#shared/runtime/queue.ts'
import type { Redis } from '#shared/runtime/redis.ts'
import type { StageRow } from '#shared/runtime/table.ts'
import type { Sql } from '#shared/sql/open.ts'
import { post, type Answer } from './courier.ts'
import { openGate } from './gate.ts'
import { openTurns } from './turns.ts'

export type Settings = { leaseMs: number; reaperMs: number; deliveriesMax: number }
export type StageParts = {
  stage: string
  row: StageRow
  url: URL
  sql: Sql
  redis: Redis
  log: Logger
  settings: Settings
}
export type Counts = { inFlight: number; done: number; repeats: number; failed: number; dead: number; held: number }
export type StagePump = {
  wake(): void
  counts(): Counts
  /** Takes nothing more, waits up to `graceMs` for what is in flight, puts back the rest. */
  stop(graceMs: number): Promise<void>
}

/** A lost wake costs this much. */
const POLL_MS = 500
const RETRY_MS = 1_000
/** How long a job is kept for a function that does not answer, before it waits in its list again. */
const HOLD_MS = 120_000
const HOLD_PAUSE_MS_MAX = 1_000
const BACK_OFF_MS_MAX = 60_000
const REAPED_MAX = 100

/** Milliseconds until the next delivery: 1 s, 2 s, 4 s … 60 s. No chance in it: runs repeat. */
export function backOffMs(delivery: number): number {
  return Math.min(BACK_OFF_MS_MAX, 1_000 * 2 ** (delivery - 1))
}

export function startStage(parts: StageParts): StagePump {
  const { stage, row, redis, log, settings } = parts
  const agent = new Agent({ keepAlive: true, maxSockets: row.inFlight })
  const turns = openTurns(row.reads)
  const gate = openGate()
  const running = new Map<Claimed, Promise<void>>()
  const giveUp = new AbortController()
  const stopping = new AbortController()
  const counts = { done: 0, repeats: 0, failed: 0, dead: 0, held: 0 }
  const waits = (fault: unknown) => log.warn({ stage, err: fault }, `${stage}: waits for its servers: ${messageOf(fault)}`)

  const take = async (): Promise<number> => {
    const free = row.inFlight - running.size
    if (free <= 0) return POLL_MS
    const jobs = await takeTurns(parts, turns, free)
    for (const job of jobs) {
      if (stopping.signal.aborted) await release(redis, stage, job, false)
      else start(job)
    }
    return jobs.length > 0 ? 0 : POLL_MS
  }

  const start = (job: Claimed) => {
    log.debug({ stage, job: job.id, list: job.list, delivery: job.delivery }, 'job claimed')
    running.set(job, carry(job).catch(waits).finally(() => { running.delete(job); taking.wake() }))
  }

  const carry = async (job: Claimed): Promise<void> => {
    if (job.delivery > settings.deliveriesMax) return bury(job, exhausted(settings, 'it was put back after its last delivery'))
    const answer = await hold(job)
    if (answer.outcome === 'done') {
      counts.done++
      if (answer.repeat) counts.repeats++
      await acknowledge(redis, stage, job)
    } else if (answer.outcome === 'refused') await bury(job, answer)
    else if (answer.outcome === 'absent') await putBack(job, answer.error)
    else if (giveUp.signal.aborted) await release(redis, stage, job, true)
    else if (job.delivery >= settings.deliveriesMax) await bury(job, exhausted(settings, answer.error))
    else await tryAgain(job, answer)
  }

  /** Posts until a function has taken the job, while the lease is renewed. */
  const hold = async (job: Claimed): Promise<Answer> => {
    const until = performance.now() + HOLD_MS
    let alone = job.suspect
    for (let pause = 50; ; pause = Math.min(HOLD_PAUSE_MS_MAX, pause * 2)) {
      let company = 0
      const answer = await gate.pass(alone, () => {
        company = gate.inside() - 1
        const { event, delivery } = job
        return post({ url: parts.url, agent, event, delivery, signal: giveUp.signal })
          .finally(() => { company = Math.max(company, gate.inside() - 1) })
      })
      const guilty = answer.outcome === 'broken' && (alone || company === 0)
      const held = answer.outcome === 'absent' || (answer.outcome === 'broken' && !guilty)
      if (!held || stopping.signal.aborted || performance.now() > until) return answer
      if (answer.outcome === 'broken') alone = true
      counts.held++
      log.debug({ stage, job: job.id }, `job is held, its function does not answer: ${answer.error}`)
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const tryAgain = async (job: Claimed, answer: Extract<Answer, { error: string }>) => {
    counts.failed++
    const wait = backOffMs(job.delivery)
    const words = `job of ${job.list} failed, delivery ${job.delivery} of ${settings.deliveriesMax}, again in ${wait / 1_000} s: ${answer.error}`
    log.warn({ stage, job: job.id, list: job.list, delivery: job.delivery }, words)
    const suspect = answer.outcome === 'broken'
    await fail(redis, stage, job, { backOffMs: wait, error: answer.error, counts: true, suspect })
  }

  const putBack = async (job: Claimed, error: string) => {
    if (stopping.signal.aborted) return void (await release(redis, stage, job, false))
    log.warn({ stage, job: job.id }, `job of ${job.list} goes back to its list, ${stage} has not answered for ${HOLD_MS / 1_000} s: ${error}`)
    await fail(redis, stage, job, { backOffMs: RETRY_MS, error, counts: false })
  }

  /** Until PostgreSQL has it on record; a pump that stops before leaves that to the reaper. */
  const bury = async (job: Claimed, death: { reason: string; error: string }): Promise<void> => {
    while (!giveUp.signal.aborted) {
      try {
        if (!(await buryJob(parts, stage, job, death))) return
        counts.dead++
        log.error({ stage, job: job.id, list: job.list, reason: death.reason }, `job of ${job.list} is dead: ${death.reason}: ${death.error}`)
        return
      } catch (fault) {
        waits(fault)
        await sleep(RETRY_MS, undefined, { signal: giveUp.signal }).catch(() => undefined)
      }
    }
  }

  const reapOnce = async (): Promise<number> => {
    const { deliveriesMax, leaseMs } = settings
    const { returned, exhausted: last } = await reap(redis, { stage, deliveriesMax, most: REAPED_MAX, leaseMs })
    if (returned > 0) log.info({ stage, jobs: returned }, `${returned} jobs are back in their list after a failure`)
    for (const job of last) {
      running.set(job, bury(job, exhausted(settings, 'its holder died or let the lease run out')).finally(() => running.delete(job)))
    }
    return settings.reaperMs
  }

  const beat = setInterval(() => {
    for (const job of running.keys()) void renew(redis, stage, job, settings.leaseMs).catch(waits)
  }, settings.leaseMs / 3)
  const taking = startLoop(take, RETRY_MS, waits)
  const reaping = startLoop(reapOnce, RETRY_MS, waits)

  return {
    wake: taking.wake,
    counts: () => ({ inFlight: running.size, ...counts }),
    async stop(graceMs) {
      stopping.abort()
      const ended = (async () => {
        await Promise.all([taking.stop(), reaping.stop()])
        await Promise.all(running.values())
      })()
      await Promise.race([ended, sleep(graceMs, undefined, { ref: false })])
      giveUp.abort()
      // Time to put back what is left; a Redis that is away may not keep this process.
      await Promise.race([ended, sleep(RETRY_MS, undefined, { ref: false })])
      clearInterval(beat)
      agent.destroy()
    },
  }
}

function exhausted({ deliveriesMax }: Settings, error: string) {
  return { reason: 'deliveries_exhausted', error: `after ${deliveriesMax} deliveries: ${error}` }
}

/** Up to `free` jobs, each from the list whose turn it is, or the next that has one. */
async function takeTurns(
  { stage, row, redis, settings: { leaseMs } }: StageParts,
  turns: ReturnType<typeof openTurns>,
  free: number,
): Promise<Claimed[]> {
  if (new Set(row.reads).size === 1) return claim(redis, { stage, list: row.reads[0]!, most: free, leaseMs })
  const taken: Claimed[] = []
  while (taken.length < free) {
    let found: Claimed[] = []
    for (const list of turns.order()) {
      found = await claim(redis, { stage, list, most: 1, leaseMs })
      if (found.length > 0) break
    }
    if (found.length === 0) break
    taken.push(...found)
    turns.next()
  }
  return taken
}
