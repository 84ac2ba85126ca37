/** What goes on while a mode runs: decisions, kills, the keeper, readings, and the quiet after. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import type { Clock } from '#shared/host/clock.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { decide } from '../../functions/broker-adapter/orders.ts'
import type { Random } from '../random.ts'
import type { Fleet } from './fleet.ts'
import type { ChaosPump } from './pump.ts'
import type { MockBroker } from './server.ts'

export const GRACE_SECONDS = 60
export const WORKERS = 4
const QUIET_MS_MAX = 120_000

export type Broker = ReturnType<typeof openAlpaca>

type Stage = {
  sql: Sql
  clock: Clock
  pump: ChaosPump
  fleet: Fleet
  random: Random
  mock: MockBroker
}

/** Decides a few orders at a time, as fast as they are carried; kills fall about the POSTs and anywhere. */
export async function decideAll(
  stage: Stage,
  { intents, kills }: { intents: number; kills: number },
): Promise<string[]> {
  const { sql, clock, pump, fleet, random, mock } = stage
  let left = kills
  const die = () => {
    if (left > 0 && fleet.kill(random.between(0, WORKERS - 1))) left -= 1
  }
  const share = kills / Math.max(1, intents)
  mock.onPost = () => {
    if (random.next() < share * 0.7) die()
  }
  const decisions: string[] = []
  for (let index = 0; index < intents; index++) {
    while (pump.waiting() > 60) await sleep(10)
    const side = index % 4 === 3 ? 'sell' : 'buy'
    const ticker =
      side === 'sell' ? random.pick(['SELLA', 'SELLB']) : random.pick(['BUYA', 'BUYB', 'BUYC'])
    const made = await decide(sql, clock.now(), {
      name: `chaos-${index}`,
      ticker,
      side,
      price: '100',
    })
    decisions.push(made.decisionId)
    const jobId = deriveId('chaos', index)
    await sql`insert into jobs (job_id, list, payload, business_at, relayed_at)
      values (${jobId}, 'broker_orders', ${sql.json(made.job as never)}, ${clock.now()}, now())`
    pump.put({ list: 'broker_orders', jobId, payload: made.job })
    if (random.next() < share * 0.6) die()
  }
  while (left > 0) {
    await sleep(20)
    die()
  }
  return decisions
}

/** The keeper each five business seconds and a reading each forty, whatever becomes of either. */
export function keepGoing(at: { sql: Sql; alpaca: Broker; clock: Clock; speed: number }) {
  const { sql, alpaca, clock, speed } = at
  let stopped = false
  const every = async (businessSeconds: number, act: () => Promise<unknown>) => {
    while (!stopped) {
      await act().catch(() => undefined)
      await sleep((businessSeconds * 1000) / speed)
    }
  }
  const deps = { sql, broker: alpaca, graceSeconds: GRACE_SECONDS }
  const done = Promise.all([
    every(5, () => keepOrders(deps, clock.now())),
    every(40, async () => {
      const now = clock.now()
      const state = await fetchBrokerState(alpaca, null)
      await sql.begin((tx) => recordBrokerState(tx, state, now))
    }),
  ])
  return {
    async stop() {
      stopped = true
      await done
    },
  }
}

/** All is carried, and every order has ended; a while longer, so that what is told late is told. */
export async function untilQuiet(at: {
  sql: Sql
  pump: { waiting(): number }
  mock: MockBroker
  isBlind: boolean
  speed: number
}) {
  const { sql, pump, mock, isBlind, speed } = at
  const until = performance.now() + QUIET_MS_MAX
  for (;;) {
    const [row] = await sql<{ open: number }[]>`
      select (select count(*)::int from orders where state in ('intent', 'submitted', 'partially_filled', 'unknown'))
        + (select count(*)::int from jobs where list in ('broker_orders', 'order_cancels')
            and (state in ('queued', 'dead') or reason = 'left_to_keeper')) as open`
    if (pump.waiting() === 0 && (isBlind || row?.open === 0)) break
    if (performance.now() > until) return
    await sleep(100)
  }
  mock.calm(true)
  await sleep((130 * 1000) / speed + 2_500)
}
