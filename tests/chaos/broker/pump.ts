/**
 * Carries jobs to adapter processes as the product's pump does: one at a time each, five deliveries with
 * doubling waits, a death of the process counted, a put-off not; then the job is left to the keeper.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { BrokerOrderJob } from '#shared/contracts/jobs/broker-orders.ts'
import { recordDeath } from '#shared/queue/record/dead.ts'
import type { Sql } from '#shared/sql/open.ts'
import { leaveToKeeper } from '#shared/sql/trading/dead-orders.ts'
import { signedEvent } from '../../helpers/secret.ts'
import type { Fleet } from './fleet.ts'

export type Carried = {
  list: 'broker_orders' | 'order_cancels'
  jobId: string
  payload: BrokerOrderJob | object
}

type Waiting = Carried & { deliveries: number; dueAt: number }

const DELIVERIES_MAX = 5
/** The product's is a second; here all is shorter by the same share as the clock is faster. */
const BACK_OFF_MS = 150
const PUT_OFF_HEADER = 'x-stonks-put-off'

export type ChaosPump = { put(job: Carried): void; waiting(): number; stop(): Promise<void> }

export function startPump(
  { sql, fleet, business }: { sql: Sql; fleet: Fleet; business: () => Date },
  workers: number,
): ChaosPump {
  const queue: Waiting[] = []
  let busy = 0
  let stopped = false
  const take = () => {
    const index = queue.findIndex(({ dueAt }) => dueAt <= Date.now())
    return index < 0 ? undefined : queue.splice(index, 1)[0]
  }
  const carry = async (job: Waiting, worker: number) => {
    const answer = await post(fleet, worker, job)
    if (answer.status === 204) return
    if (answer.status === 0 && !answer.wasTaken)
      return void queue.push({ ...job, dueAt: Date.now() + 50 })
    if (answer.status === 429)
      return void queue.push({ ...job, dueAt: Date.now() + Math.min(answer.waitMs, 4_000) })
    const deliveries = job.deliveries + 1
    if (deliveries < DELIVERIES_MAX)
      return void queue.push({
        ...job,
        deliveries,
        dueAt: Date.now() + BACK_OFF_MS * 2 ** deliveries,
      })
    await bury(sql, job, business())
  }
  const work = async (worker: number) => {
    while (!stopped) {
      const job = take()
      if (!job) {
        await sleep(10)
        continue
      }
      busy += 1
      await carry(job, worker).finally(() => (busy -= 1))
    }
  }
  const done = Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  return {
    put: (job) => void queue.push({ ...job, deliveries: 0, dueAt: 0 }),
    waiting: () => queue.length + busy,
    async stop() {
      stopped = true
      await done
    },
  }
}

type Answer = { status: number; waitMs: number; wasTaken: boolean }

async function post(fleet: Fleet, worker: number, job: Carried): Promise<Answer> {
  const body = JSON.stringify({
    specversion: '1.0',
    id: job.jobId,
    source: '/chaos',
    type: `stonks.${job.list}`,
    datacontenttype: 'application/json',
    data: job.payload,
  })
  try {
    const response = await fetch(fleet.urlOf(worker), {
      method: 'POST',
      headers: signedEvent(body),
      body,
    })
    await response.arrayBuffer()
    const waitMs = Number(response.headers.get(PUT_OFF_HEADER) ?? 1_000)
    return { status: response.status, waitMs, wasTaken: true }
  } catch (fault) {
    const { code } = ((fault as Error).cause ?? {}) as { code?: string }
    return { status: 0, waitMs: 0, wasTaken: code !== 'ECONNREFUSED' }
  }
}

async function bury(sql: Sql, { jobId, list, payload, deliveries }: Waiting, businessAt: Date) {
  await sql.begin(async (tx) => {
    const state = await recordDeath(tx, {
      jobId,
      list,
      payload: JSON.stringify(payload),
      businessAt,
      reason: 'deliveries_exhausted',
      error: 'in chaos',
      deliveries,
      history: [],
    })
    if (state === 'dead') await leaveToKeeper(tx, jobId)
  })
}
