/**
 * The kill switch among real processes: the engine stands still, Redis is gone, or both, while decisions
 * come fifty a second. From its answer on nothing but cancels reaches the broker.
 */

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { openClock } from '#shared/host/clock.ts'
import { childEnv } from '#shared/host/env.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openLog } from '#shared/host/log.ts'
import { stages } from '#shared/pipeline.ts'
import { closeRedis, openRedis, type Redis } from '#shared/queue/redis/connection.ts'
import { startRelay, type Running } from '#shared/queue/relay.ts'
import { startSweeper } from '#shared/queue/sweeper.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { answerKillSwitch } from '../../services/query-api/operators/kill-switch.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway, type Postgres } from '../../services/local/embedded/postgres.ts'
import { startRedis, type RedisServer } from '../../services/local/embedded/redis.ts'
import { decide } from '../functions/broker-adapter/orders.ts'
import { serveBroker } from '../helpers/broker.ts'
import { asking, person } from '../helpers/principals.ts'
import { signedEvent, TEST_SECRET } from '../helpers/secret.ts'
import { NOON, allowMany } from '../helpers/trading.ts'

/** After the answer of the kill switch no order reaches the broker later than this. */
const QUIET_MS = 1_000
/** Open orders are taken back within. */
const BACK_MS = 5_000
const A_SECOND = 50
const OPEN_ORDERS = 8

const clockText = `scaled:${Date.now()}:${NOON.getTime()}:1`
const clock = openClock(clockText)
/** When each order reached the broker. */
const postedAt: number[] = []
const broker = await serveBroker(clock, {}, ({ method, url }) => {
  if (method === 'POST' && url?.endsWith('/v2/orders')) postedAt.push(Date.now())
  return 'none'
})
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 2_000 })
const folder = mkdtempSync(join(tmpdir(), 'stonks-kill-'))
const parts = new Map<string, ChildProcess>()
let postgres: Postgres
let redisServer: RedisServer
let redis: Redis
/** As the scheduler runs them. */
let relays: Running[]
let sql: Sql
let address = ''
let isOver = false
let reading: Promise<void>

function start(name: string, entry: string, env: Record<string, string>): void {
  parts.set(
    name,
    spawn(process.execPath, ['--no-warnings', entry], { env: childEnv(env), stdio: 'ignore' }),
  )
}

async function read(): Promise<void> {
  const told = await fetchBrokerState(alpaca, null)
  await sql.begin((tx) => recordBrokerState(tx, told, clock.now()))
}

beforeAll(async () => {
  const ports = (await freePorts(5)) as [number, number, number, number, number]
  const [port, redisPort, enginePort, pumpPort, adapterPort] = ports
  postgres = await startPostgres(join(folder, 'data'), port, throwaway)
  redisServer = await startRedis(redisPort)
  sql = openPostgres(postgres.url, 6)
  await migrate(sql)
  await allowMany(sql)
  await sql`update trading_mode set mode = 'paper', account_number = 'PA3WORLD0001'`
  await sql`insert into pipeline_control (enabled) values (true)`
  await read()
  address = `http://127.0.0.1:${adapterPort}`
  const env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redisServer.url,
    SERVICE_SECRET: TEST_SECRET,
    BUSINESS_CLOCK: clockText,
    DEPLOY_STAGE: 'kill',
    ORDER_GRACE_SECONDS: '60',
    FUNCTION_URL: address,
    BROKER_MODE: 'paper',
    BROKER_BASE_URL: broker.settings.baseUrl,
    BROKER_DATA_BASE_URL: broker.settings.dataBaseUrl,
    BROKER_API_KEY: 'key',
    BROKER_API_SECRET: 'secret',
    BROKER_REQUESTS_PER_MINUTE: '0',
    TRADING_ENABLED: 'true',
    LOG_LEVEL: 'fatal',
  }
  start('adapter', 'functions/broker-adapter/index.ts', { ...env, PORT: String(adapterPort) })
  start('engine', 'services/trading-engine/index.ts', { ...env, PORT: String(enginePort) })
  start('pump', 'services/pump/index.ts', {
    ...env,
    PORT: String(pumpPort),
    PUMP_STAGES: 'broker-adapter',
  })
  redis = openRedis(redisServer.url)
  const carrying = { sql, redis, log: openLog('kill-switch') }
  relays = [startRelay(carrying), startSweeper(carrying)]
  for (const url of [`${address}/ready`, `http://127.0.0.1:${enginePort}/ready`])
    await vi.waitFor(async () => expect((await fetch(url)).ok).toBe(true), { timeout: 60_000 })
  reading = (async () => {
    while (!isOver) {
      await read().catch(() => undefined)
      await sleep(2_000)
    }
  })()
}, 180_000)

afterAll(async () => {
  isOver = true
  await reading
  redisServer.process.kill('SIGCONT')
  for (const child of parts.values()) child.kill('SIGKILL')
  await Promise.all(relays.map((one) => one.stop()))
  await closeRedis(redis)
  await sql.end({ timeout: 2 })
  await Promise.all([postgres.stop('immediate'), redisServer.stop()])
  rmSync(folder, { recursive: true, force: true })
})

let n = 0
/** Decides once more and gives the order straight to the adapter: jobs may be at its door already. */
async function order(limit?: number): Promise<number> {
  n += 1
  const name = `kill-${n}`
  const wanted = { name, ticker: ['AAPL', 'MSFT'][n % 2]!, quantity: '0.05' }
  const { job } = await decide(sql, clock.now(), limit ? { ...wanted, limit } : wanted)
  const data = {
    specversion: '1.0',
    id: deriveId('job', name),
    source: '/test',
    type: 'stonks.broker_orders',
    datacontenttype: 'application/json',
    data: job,
  }
  const body = JSON.stringify(data)
  const response = await fetch(address, { method: 'POST', headers: signedEvent(body), body })
  await response.arrayBuffer()
  return response.status
}

const answers = () => answerKillSwitch({ sql, clock })
const ask = {
  ...asking('POST /api/trading/halt', person('operator', 'ann')),
  body: { reason: 'x' },
}
const stops: Record<string, (signal: 'SIGSTOP' | 'SIGCONT') => void> = {
  'the engine stands still': (signal) => void parts.get('engine')!.kill(signal),
  'Redis does not answer': (signal) => void redisServer.process.kill(signal),
}
const both = (signal: 'SIGSTOP' | 'SIGCONT') => {
  for (const stop of Object.values(stops)) stop(signal)
}

beforeEach(async () => {
  both('SIGCONT')
  await answers()['POST /api/trading/release'](ask as never)
  // One order in ten fills in two parts, a minute apart; of the last test's last one half may be open.
  for (const left of await alpaca.openOrders()) await alpaca.cancelOrder(left.brokerOrderId)
})

test.each([...Object.entries(stops), ['neither of the two answers', both] as const])(
  '%s: nothing but cancels reaches the broker once the kill switch has answered',
  async (_what, stop) => {
    for (let i = 0; i < OPEN_ORDERS; i++) expect(await order(50)).toBe(204)
    expect(await alpaca.openOrders()).toHaveLength(OPEN_ORDERS)
    let going = true
    const deciding = (async () => {
      const under = new Set<Promise<unknown>>()
      while (going) {
        await sleep(1_000 / A_SECOND)
        // No more at once than the pump gives it; a machine that is slower is not asked for more.
        if (under.size >= stages['broker-adapter'].inFlight) continue
        const one = order().catch(() => undefined)
        under.add(one)
        void one.then(() => under.delete(one))
      }
      await Promise.all(under)
    })()
    const before = postedAt.length
    await vi.waitFor(() => expect(postedAt.length).toBeGreaterThan(before + 5), { timeout: 30_000 })
    stop('SIGSTOP')
    await answers()['POST /api/trading/halt'](ask as never)
    const answeredAt = Date.now()
    if (stop !== both) await untilTakenBack(answeredAt)
    await sleep(3_000)
    going = false
    await deciding
    expect(postedAt.filter((at) => at > answeredAt + QUIET_MS)).toEqual([])
    stop('SIGCONT')
    await vi.waitFor(async () => expect(await alpaca.openOrders()).toEqual([]), { timeout: 60_000 })
    // What comes to itself again sends nothing either, until a person lets it.
    const sent = postedAt.length
    expect(await order()).toBe(204)
    expect(postedAt).toHaveLength(sent)
    await answers()['POST /api/trading/release'](ask as never)
    expect(await order()).toBe(204)
    expect(postedAt.length).toBeGreaterThan(sent)
  },
  180_000,
)

/** One of Redis and the engine is enough to take every open order back. */
async function untilTakenBack(since: number): Promise<void> {
  await vi.waitFor(async () => expect(await alpaca.openOrders()).toEqual([]), { timeout: 60_000 })
  expect(Date.now() - since).toBeLessThan(BACK_MS)
}
