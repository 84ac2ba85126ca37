import { expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { openAlpaca, type Alpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { serveBroker, setClock, TICKERS, type Fault } from '../../helpers/broker.ts'
import { allowMany } from '../../helpers/trading.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { decide, deliverOrder } from './orders.ts'

const INTENTS = 300
const SEED = 20240603
const DELIVERIES_MAX = 40

/** The same faults in every run: the n-th draw of a named sequence, in [0, 1). */
function draws(name: string): () => number {
  let drawn = 0
  return () => Number.parseInt(sha256(`${SEED}:${name}:${drawn++}`).slice(0, 8), 16) / 2 ** 32
}

const network = draws('network')
const death = draws('death')
const { sql } = await cloneDatabase()
const clock = setClock()
let faults = 0
let deaths = 0

function faultOf(method: string | undefined): Fault {
  const drawn = network()
  if (method !== 'POST') return drawn < 0.005 ? 'drop-before' : 'none'
  const kinds: [Fault, number][] = [
    ['refuse-429', 0.05],
    ['drop-after', 0.12],
    ['answer-504', 0.07],
    ['garble', 0.03],
    ['drop-before', 0.05],
  ]
  let bound = 0
  for (const [kind, share] of kinds) {
    bound += share
    if (drawn < bound) {
      faults += 1
      return kind
    }
  }
  return 'none'
}

function die(share: number, where: string): void {
  if (death() >= share) return
  deaths += 1
  throw new Error(`Died ${where}`)
}

const broker = await serveBroker(clock, {}, ({ method }) => faultOf(method))
const alpaca = openAlpaca(broker.settings)

/** The adapter, dying where it hurts: about the POST, and inside the transaction that records it. */
const mortal: Alpaca = {
  ...alpaca,
  async submitOrder(order) {
    die(0.05, 'before the POST')
    const sent = await alpaca.submitOrder(order)
    die(0.08, 'after the POST')
    return sent
  },
}
const adapter = brokerAdapter({
  sql,
  alpaca: mortal,
  deployStage: 'crash',
  rules,
  graceSeconds: 60,
})
const handlers: typeof adapter = {
  ...adapter,
  async broker_orders(job, delivery) {
    const settle = await adapter.broker_orders(job, delivery)
    die(0.06, 'before settling')
    return async (tx, now) => {
      const handovers = await settle(tx, now)
      die(0.04, 'while settling')
      return handovers
    }
  },
}

test(`${INTENTS} orders through crashes, 429s and lost answers: no duplicate, none missing (seed ${SEED})`, async () => {
  await sql.begin(async (tx) =>
    recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()),
  )
  await sql`update risk_configs set value = '1' where name in ('position_pct_max', 'sector_pct_max')`
  await sql`update risk_configs set value = '"1000000"' where name = 'position_value_max'`
  await allowMany(sql)
  for (let index = 0; index < INTENTS; index += 1) {
    const ticker = TICKERS[index % 2]!
    const { job } = await decide(sql, clock.now(), { name: `crash-${index}`, ticker })
    let deliveries = 0
    for (let status = 0; status !== 204; deliveries += 1) {
      expect(deliveries).toBeLessThan(DELIVERIES_MAX)
      ;({ status } = await deliverOrder(sql, clock, handlers, job, deriveId('crash', index)))
      expect([204, 429, 500]).toContain(status)
      // It may be there unseen: it comes again when the grace is over.
      if (status === 429) {
        clock.set(new Date(clock.now().getTime() + 61_000))
        // The account goes on being read meanwhile.
        await sql`update broker_accounts set synced_at = ${clock.now()}`
        await sql`update positions set marked_at = ${clock.now()}`
      }
    }
  }
  clock.set(new Date(clock.now().getTime() + 120_000))
  const atBroker = (await alpaca.orders(null)).map((order) => order.clientOrderId)
  const stored = await sql<
    { clientOrderId: string; state: string }[]
  >`select client_order_id, state from orders`
  expect(atBroker).toHaveLength(INTENTS)
  expect(new Set(atBroker).size).toBe(INTENTS)
  expect(stored.map((row) => row.clientOrderId).sort()).toEqual(atBroker.toSorted())
  expect(stored.filter(({ state }) => state === 'intent')).toEqual([])
  expect(faults + deaths).toBeGreaterThan(INTENTS / 5)

  await sql.begin(async (tx) =>
    recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()),
  )
  const held = await sql`select ticker, quantity::text as quantity from positions order by ticker`
  expect(held).toEqual(['AAPL', 'MSFT'].map((ticker) => ({ ticker, quantity: '37.500000000' })))
  expect(await sql`select from orders where state <> 'filled'`).toHaveLength(0)
  expect(await sql`select from audit_events where action = 'position_mismatch'`).toHaveLength(0)
  const [cash] = await sql<{ same: boolean }[]>`
    select cash = opened_with - (select sum(quantity * price) from order_fills) as same from broker_accounts`
  expect(cash?.same).toBe(true)
}, 120_000)
