/** One stage's share of the pump: takes jobs in turn, holds their leases, returns lost ones. */

import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '#shared/host/faults.ts'
import type { Logger } from '#shared/host/log.ts'
import type { Loop } from '#shared/host/loop.ts'
import { renew, type Claimed } from '#shared/queue/redis/claim.ts'
import { openOutage, tellAll, type Outage } from '#shared/host/outage.ts'
import { startReaper } from '#shared/queue/reaper.ts'
import type { StageRow } from '#shared/queue/table.ts'
import { buryFor, exhausted, RETRY_MS, type Carrier, type Tally } from './carry.ts'
import { openGate } from './gate.ts'
import { startTaking, type RunJob } from './taking.ts'

export type StageParts = { row: StageRow } & Pick<
  Carrier,
  'stage' | 'url' | 'sql' | 'redis' | 'deaths' | 'log' | 'settings' | 'needs' | 'secret'
>

export type StagePump = {
  wake(): void
  counts(): Tally & { inFlight: number }
  /** Why its function does not let it in; undefined while it does. */
  barred(): string | undefined
  /** Takes nothing more, waits up to `graceMs` for what is in flight, puts back the rest. */
  stop(graceMs: number): Promise<void>
}

export function startStage(parts: StageParts): StagePump {
  const { row, redis, stage, log, settings } = parts
  const stopping = new AbortController()
  const givingUp = new AbortController()
  const tally: Tally = { done: 0, repeats: 0, failed: 0, dead: 0, held: 0, putOff: 0 }
  const agent = new Agent({ keepAlive: true, maxSockets: row.inFlight })
  const waits = (fault: unknown) => {
    log.warn({ stage, err: fault }, `${stage}: Redis was not told of a job: ${messageOf(fault)}`)
  }
  const outages = stageOutages(log, stage)
  const bar = openBar()
  const { running, run, leave, settled } = openFlight(() => taking.free(), waits)
  const carrier: Carrier = {
    ...parts,
    agent,
    tally,
    gate: openGate(),
    recording: outages.recording,
    entering: tellAll(outages.entering, bar),
    stopping: stopping.signal,
    givingUp: givingUp.signal,
    leave,
  }
  const taking = startTaking(carrier, row, running, run, outages.taking)
  const reaping = startReaping(carrier, run, outages.returning)
  const beating = setInterval(() => {
    for (const job of running.keys()) void renew(redis, stage, job, settings.leaseMs).catch(waits)
  }, settings.leaseMs / 3)
  const ended = async () => {
    await Promise.all([taking.stop(), reaping.stop()])
    await settled()
  }
  return {
    wake: taking.wake,
    counts: () => ({ inFlight: running.size, ...tally }),
    barred: bar.why,
    async stop(graceMs) {
      stopping.abort()
      const end = ended()
      await Promise.race([end, sleep(graceMs, undefined, { ref: false })])
      givingUp.abort()
      // Time to put back what is left; a Redis that is away must not keep this process.
      await Promise.race([end, sleep(RETRY_MS, undefined, { ref: false })])
      clearInterval(beating)
      agent.destroy()
    },
  }
}

/** What can stand still in a stage while a server is away. */
function stageOutages(log: Logger, stage: string) {
  const open = (begins: string, ends: string) =>
    openOutage(log, { begins: `${stage} ${begins}`, ends: `${stage} ${ends}` }, { stage })
  return {
    taking: open('takes no jobs', 'takes jobs again'),
    returning: open('returns no expired leases', 'returns expired leases again'),
    recording: open('cannot record dead jobs', 'records dead jobs again'),
    entering: open(
      'is not let in by its function, and its jobs wait: SERVICE_SECRET must be the same in both, and ALLOWED_HOSTS name the function',
      'is let in by its function again',
    ),
  }
}

/** Remembers the newest refusal at the function's door, for whoever asks whether the pump is ready. */
function openBar(): Outage & { why(): string | undefined } {
  let why: string | undefined
  return {
    met(fault) {
      why = messageOf(fault)
    },
    over() {
      why = undefined
    },
    why: () => why,
  }
}

type OnFault = (fault: unknown) => void

type Flight = Pick<Carrier, 'leave'> & {
  /** Jobs that take up a place. */
  running: ReadonlyMap<Claimed, Promise<void>>
  run: RunJob
  /** Resolves when every job and every last word is through. */
  settled(): Promise<void>
}

/** Keeps what is in flight: jobs in their places, and the last words of those that left theirs. */
function openFlight(onFree: () => void, waits: OnFault): Flight {
  const running = new Map<Claimed, Promise<void>>()
  const leaving = new Set<Promise<unknown>>()
  return {
    running,
    run(job, work) {
      running.set(
        job,
        work.catch(waits).finally(() => {
          running.delete(job)
          onFree()
        }),
      )
    },
    leave(job, lastWord) {
      running.delete(job)
      leaving.add(lastWord)
      void lastWord.catch(waits).finally(() => leaving.delete(lastWord))
      onFree()
    },
    async settled() {
      await Promise.allSettled(running.values())
      await Promise.allSettled(leaving)
    },
  }
}

/** Returns what is due to its lists, and buries what had its last delivery. */
function startReaping(carrier: Carrier, run: RunJob, outage: Outage): Loop {
  const { stage, redis, log, settings } = carrier
  const { deliveriesMax, leaseMs, reaperMs } = settings
  const death = exhausted(settings, 'its holder died or let the lease run out')
  return startReaper({
    stage,
    redis,
    log,
    deliveriesMax,
    leaseMs,
    outage,
    everyMs: reaperMs,
    failedMs: RETRY_MS,
    onExhausted: (job) => run(job, buryFor(carrier, job, death)),
  })
}
