import { spawn, type ChildProcess } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { openClock } from '#shared/host/clock.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { serveBroker, TICKERS } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { signedEvent } from '../../helpers/secret.ts'
import { NOON, allowMany } from '../../helpers/trading.ts'
import { decide, type Job } from './orders.ts'

const INTENTS = 30
const KILLS = 6
const DELIVERIES_MAX = 300
const ENTRY = 'functions/broker-adapter/index.ts'

const { sql, url } = await cloneDatabase()
const clockText = `scaled:${Date.now()}:${NOON.getTime()}:1`
const clock = openClock(clockText)
let child: ChildProcess | undefined
let posts = 0
let kills = 0

/** Orders at which the process dies, and whether before or after the broker took them. */
const doomed = new Map(
  Array.from(
    { length: KILLS },
    (_, index) =>
      [3 + index * 4, Number.parseInt(sha256(`kill:${index}`).slice(0, 2), 16) % 2 === 0] as const,
  ),
)

const broker = await serveBroker(clock, {}, ({ method }) => {
  if (method !== 'POST') return 'none'
  posts += 1
  const taken = doomed.get(posts)
  if (taken === undefined) return 'none'
  kills += 1
  child?.kill('SIGKILL')
  return taken ? 'drop-after' : 'drop-before'
})
const [port] = (await freePorts(1)) as [number]
const address = `http://127.0.0.1:${port}`

function start(): void {
  child = spawn(process.execPath, [ENTRY], {
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: url,
      BUSINESS_CLOCK: clockText,
      DEPLOY_STAGE: 'kill',
      ORDER_GRACE_SECONDS: '1',
      BROKER_BASE_URL: broker.settings.baseUrl,
      BROKER_DATA_BASE_URL: broker.settings.dataBaseUrl,
      BROKER_API_KEY: 'key',
      BROKER_API_SECRET: 'secret',
      BROKER_REQUESTS_PER_MINUTE: '0',
      LOG_LEVEL: 'fatal',
    },
    stdio: 'ignore',
  })
}
afterAll(() => {
  child?.kill('SIGKILL')
})

/** One delivery; false when the process was not there or died over it. */
async function post(job: Job, jobId: string): Promise<boolean> {
  try {
    const body = JSON.stringify({
      specversion: '1.0',
      id: jobId,
      source: '/test',
      type: 'stonks.broker_orders',
      datacontenttype: 'application/json',
      data: job,
    })
    const response = await fetch(address, { method: 'POST', headers: signedEvent(body), body })
    await response.arrayBuffer()
    return response.status === 204
  } catch {
    return false
  }
}

async function revive(): Promise<void> {
  if (child && child.exitCode === null && child.signalCode === null) return
  start()
  for (let tries = 0; tries < 400; tries += 1) {
    const alive = await fetch(`${address}/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (alive) return
    await new Promise((resolve) => {
      setTimeout(resolve, 25)
    })
  }
  throw new Error('The adapter did not come up')
}

test(`${INTENTS} orders while the process is killed ${KILLS} times: no duplicate, none missing`, async () => {
  const alpaca = openAlpaca(broker.settings)
  await sql.begin(async (tx) =>
    recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()),
  )
  await allowMany(sql)
  for (let index = 0; index < INTENTS; index += 1) {
    const { job } = await decide(sql, NOON, { name: `kill-${index}`, ticker: TICKERS[index % 2]! })
    let deliveries = 0
    let done = false
    while (!done) {
      expect(deliveries).toBeLessThan(DELIVERIES_MAX)
      await revive()
      done = await post(job, deriveId('kill', index))
      deliveries += 1
    }
  }
  const atBroker = (await alpaca.orders(null)).map((order) => order.clientOrderId)
  const stored = await sql<
    { clientOrderId: string; state: string }[]
  >`select client_order_id, state from orders`
  expect(kills).toBe(KILLS)
  expect(new Set(atBroker).size).toBe(INTENTS)
  expect(atBroker.toSorted()).toEqual(stored.map((row) => row.clientOrderId).sort())
  expect(stored.filter(({ state }) => state === 'intent')).toEqual([])
}, 120_000)
