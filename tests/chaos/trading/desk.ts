/** Carries jobs of orders to the real handlers as the pump does, and buries those that had enough tries. */

import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { PermanentFault, PutOff } from '#shared/host/faults.ts'
import { recordDeath } from '#shared/queue/record/dead.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import type { Sql } from '#shared/sql/open.ts'
import { leaveToKeeper } from '#shared/sql/trading/dead-orders.ts'
import { Killed } from './broker.ts'

const DELIVERIES_MAX = 5

export type Row = {
  jobId: string
  list: 'broker_orders' | 'order_cancels'
  payload: string
}

export type Desk = ReturnType<typeof openDesk>

export function openDesk(sql: Sql, handlers: Handlers<'broker-adapter'>, now: () => Date) {
  const deliveries = new Map<string, number>()

  const waiting = () => sql<Row[]>`
    select job_id, list, payload::text as payload from jobs
    where list in ('broker_orders', 'order_cancels') and state = 'queued' order by seq`
  const everyOrder = () => sql<Row[]>`
    select job_id, list, payload::text as payload from jobs where list = 'broker_orders' order by seq`

  async function carry(row: Row, isKilled: boolean): Promise<void> {
    const delivery = { jobId: row.jobId, now: now(), signal: new AbortController().signal }
    try {
      const settle = await handlers[row.list](JSON.parse(row.payload) as never, delivery)
      if (isKilled) throw new Killed()
      await sql.begin(async (tx) => {
        await settle(tx, now())
        await tx`update jobs set state = 'done', settled_at = now() where job_id = ${row.jobId} and state = 'queued'`
      })
    } catch (fault) {
      if (fault instanceof PutOff) return
      const isExpected = fault instanceof Killed || fault instanceof BrokerError
      if (!isExpected && !(fault instanceof PermanentFault)) throw fault
      const times = (deliveries.get(row.jobId) ?? 0) + 1
      deliveries.set(row.jobId, times)
      if (times >= DELIVERIES_MAX || fault instanceof PermanentFault) await bury(row)
    }
  }

  /** The last delivery is over: the job is left to the keeper. */
  async function bury({ jobId, list, payload }: Row): Promise<void> {
    await sql.begin(async (tx) => {
      const ending = { reason: 'deliveries_exhausted' as const, error: 'in chaos', history: [] }
      const job = { jobId, list, payload, businessAt: now(), deliveries: DELIVERIES_MAX }
      if ((await recordDeath(tx, { ...job, ...ending })) === 'dead') await leaveToKeeper(tx, jobId)
    })
  }

  return { waiting, everyOrder, carry, bury }
}
