/** One claimed job, from its claim to how it ended. */

import type { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { buryJob, type Death, type Deaths } from '#shared/queue/dead-letters.ts'
import type { Logger } from '#shared/host/log.ts'
import type { Outage } from '#shared/host/outage.ts'
import type { Claimed } from '#shared/queue/redis/claim.ts'
import { acknowledge, fail, release } from '#shared/queue/redis/settle.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import type { Sql } from '#shared/sql/open.ts'
import { post, type FunctionAnswer } from './courier.ts'
import type { PumpGate } from './gate.ts'

export type CarrySettings = {
  /** Longer than any function may take. */
  answerMs: number
  leaseMs: number
  reaperMs: number
  deliveriesMax: number
  /** Wait after the first failed delivery; it doubles with each. */
  backOffMs: number
}

/** What happened since the pump started. */
export type Tally = {
  done: number
  repeats: number
  failed: number
  dead: number
  held: number
  putOff: number
}

export type Carrier = {
  stage: string
  url: URL
  agent: Agent
  sql: Sql
  redis: Redis
  deaths: Deaths
  log: Logger
  settings: CarrySettings
  gate: PumpGate
  /** Throws while the record has not the schema that this code needs: then no job is taken. */
  needs: () => Promise<void>
  /** Whether dead jobs can be recorded. */
  recording: Outage
  /** Whether functions let this pump in. */
  entering: Outage
  secret: string
  tally: Tally
  /** Frees a job's place before its last word is through: the next claim travels with that. */
  leave(job: Claimed, lastWord: Promise<unknown>): void
  /** Aborts when the pump takes no more. */
  stopping: AbortSignal
  /** Aborts when it waits no longer for what is in flight. */
  givingUp: AbortSignal
}

export const RETRY_MS = 1_000
/** How long a job is kept for a function that does not answer, before it waits in its list again. */
const HOLD_MS = 120_000
const HOLD_PAUSE_MS_MAX = 250
const BACK_OFF_MS_MAX = 60_000

/** Milliseconds until the next delivery: doubling, up to a minute. No chance in it: runs repeat. */
export function backOffAfter(delivery: number, firstMs: number): number {
  return Math.min(BACK_OFF_MS_MAX, firstMs * 2 ** (delivery - 1))
}

/** Why a job that used up its deliveries is dead. */
export function exhausted({ deliveriesMax }: CarrySettings, error: string): Death {
  return { reason: 'deliveries_exhausted', error: `after ${deliveriesMax} deliveries: ${error}` }
}

/** Has a job delivered and records the end of it. Throws nothing that retrying would not mend. */
export async function carry(carrier: Carrier, job: Claimed): Promise<void> {
  const { redis, stage, settings, tally } = carrier
  const { deliveriesMax } = settings
  if (job.delivery > deliveriesMax)
    return buryFor(carrier, job, exhausted(settings, 'put back after the last'))
  const answer = await hold(carrier, job)
  if (answer.outcome === 'done') {
    tally.done++
    if (answer.repeat) tally.repeats++
    carrier.leave(job, acknowledge(redis, stage, job))
  } else if (answer.outcome === 'refused') await buryFor(carrier, job, answer)
  else if (answer.outcome === 'absent' || answer.outcome === 'barred')
    await putBack(carrier, job, answer.error)
  else if (answer.outcome === 'put_off') await putOff(carrier, job, answer)
  else if (carrier.givingUp.aborted) await release(redis, stage, job, true)
  else if (job.delivery >= deliveriesMax)
    await buryFor(carrier, job, exhausted(settings, answer.error))
  else await tryAgain(carrier, job, answer)
}

/** Posts until a function has taken the job; the pump renews its lease meanwhile. */
async function hold(carrier: Carrier, job: Claimed): Promise<FunctionAnswer> {
  const { gate, url, agent, log, stage, stopping, givingUp, secret, entering } = carrier
  const { answerMs } = carrier.settings
  const until = performance.now() + HOLD_MS
  let alone = job.suspect
  for (let pause = 50; ; pause = Math.min(HOLD_PAUSE_MS_MAX, pause * 2)) {
    let company = 0
    const lookAround = () => {
      company = Math.max(company, gate.inside() - 1)
    }
    const answer = await gate.pass(alone, () => {
      lookAround()
      const { event, delivery } = job
      const signal = givingUp
      return post({ url, agent, event, delivery, secret, stage, answerMs, signal }).finally(
        lookAround,
      )
    })
    if (answer.outcome === 'barred') entering.met(new Error(answer.error))
    else if (answer.outcome !== 'absent' && answer.outcome !== 'broken') entering.over()
    // A function died. With others in it any of them may be the cause: this one goes alone now.
    const innocent = answer.outcome === 'broken' && company > 0
    const { outcome } = answer
    const held = outcome === 'absent' || outcome === 'barred' || innocent
    if (outcome === 'done' || !held || stopping.aborted || performance.now() > until) return answer
    if (innocent) alone = true
    carrier.tally.held++
    log.debug({ stage, job: job.id }, `job is held, its function does not take it: ${answer.error}`)
    await sleep(pause, undefined, { signal: stopping }).catch(() => undefined)
  }
}

async function tryAgain(
  carrier: Carrier,
  job: Claimed,
  answer: Extract<FunctionAnswer, { error: string }>,
): Promise<void> {
  const { redis, stage, log, settings } = carrier
  const { id, list, delivery } = job
  const { error } = answer
  const backOff = backOffAfter(delivery, settings.backOffMs)
  carrier.tally.failed++
  log.warn(
    { stage, job: id, list, delivery },
    `job of ${list} failed, delivery ${delivery} of ${settings.deliveriesMax}, again in ${backOff / 1_000} s: ${error}`,
  )
  const suspect = answer.outcome === 'broken'
  await fail(redis, stage, job, { backOffMs: backOff, error, counts: true, suspect })
}

/** It waits among the leases as if it had never been delivered, however often this happens. */
async function putOff(
  { redis, stage, log, tally }: Carrier,
  job: Claimed,
  { waitMs, error }: Extract<FunctionAnswer, { outcome: 'put_off' }>,
): Promise<void> {
  tally.putOff++
  log.info(
    { stage, job: job.id, list: job.list, waitMs },
    `job of ${job.list} is put off for ${Math.ceil(waitMs / 1_000)} s: ${error}`,
  )
  await fail(redis, stage, job, { backOffMs: waitMs, error, counts: false, putOff: true })
}

async function putBack(
  { redis, stage, log, stopping }: Carrier,
  job: Claimed,
  error: string,
): Promise<void> {
  if (stopping.aborted) {
    await release(redis, stage, job, false)
    return
  }
  log.warn(
    { stage, job: job.id, list: job.list },
    `job of ${job.list} goes back to its list, ${stage} has not taken it for ${HOLD_MS / 1_000} s: ${error}`,
  )
  await fail(redis, stage, job, { backOffMs: RETRY_MS, error, counts: false })
}

/** Buries a job, however long PostgreSQL is away; a pump that stops before leaves it to the reaper. */
export async function buryFor(carrier: Carrier, job: Claimed, death: Death): Promise<void> {
  const { stage, log, givingUp } = carrier
  while (!givingUp.aborted) {
    try {
      const isBuried = await buryJob(carrier, stage, job, death)
      carrier.recording.over()
      if (!isBuried) return
      carrier.tally.dead++
      const words = `job of ${job.list} dead-lettered: ${death.reason}: ${death.error}`
      log.error({ stage, job: job.id, list: job.list, reason: death.reason }, words)
      return
    } catch (fault) {
      carrier.recording.met(fault)
      await sleep(RETRY_MS, undefined, { signal: givingUp }).catch(() => undefined)
    }
  }
}
