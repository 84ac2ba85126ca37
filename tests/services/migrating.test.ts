/** Function, pump and services that came up before the schema: work waits for it, uncounted. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { childEnv } from '#shared/host/env.ts'
import { deadKey, heldKeys, pendingKey } from '#shared/queue/redis/keys.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { SCHEMA_NEEDED } from '#shared/sql/schema/version.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { emptyDatabase } from '../helpers/database.ts'
import { signedEvent } from '../helpers/secret.ts'
import { openTestRedis } from '../helpers/redis.ts'
import { TEST_SECRET } from '../helpers/secret.ts'

const { url: redisUrl, redis } = await openTestRedis()
const WAITS = `the schema is not there yet, this needs ${SCHEMA_NEEDED}`
const list = 'recommendation'
const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))

/** Starts a program of the product; `ask` gives what it answers, as `<status> <words>`. */
async function start(url: string, program: string, settings: Record<string, string> = {}) {
  const [port] = (await freePorts(1)) as [number]
  const env = childEnv({
    DATABASE_URL: url,
    REDIS_URL: redisUrl,
    LOG_LEVEL: 'fatal',
    PORT: String(port),
    SERVICE_SECRET: TEST_SECRET,
    ...settings,
  })
  const child = spawn(process.execPath, ['--no-warnings', program], { env, stdio: 'ignore' })
  children.push(child)
  const ask = (path: string, body?: string) =>
    fetch(
      `http://127.0.0.1:${port}${path}`,
      body === undefined ? {} : { method: 'POST', headers: signedEvent(body), body },
    ).then(
      async (answer) => `${answer.status} ${await answer.text()}`,
      () => '',
    )
  return { port, ask, child }
}

const started = (ask: (path: string) => Promise<string>) =>
  expect.poll(() => ask('/ready'), { timeout: 20_000 })

test('a job put by hand before the first migration is done at its first delivery', async () => {
  const { url, sql } = await emptyDatabase()
  const recommendation = await start(url, 'functions/recommendation/index.ts')
  const pump = await start(url, 'services/pump/index.ts', {
    PUMP_STAGES: 'recommendation',
    FUNCTION_URL: `http://127.0.0.1:${recommendation.port}`,
  })
  await redis.rpush(pendingKey(list), JSON.stringify({ ticker: 'AAPL', window: '7d' }))
  await started(recommendation.ask).toContain(`503 {"message":"${WAITS}`)
  await started(pump.ask).toContain(`503 {"detail":"${WAITS}`)
  const event = {
    specversion: '1.0',
    id: 'b1a1c1d1-0000-4000-8000-000000000002',
    source: '/stonks/test',
    type: 'stonks.recommendation',
    data: { ticker: 'AAPL', window: '30d' },
  }
  expect(await recommendation.ask('/', JSON.stringify(event))).toContain('503')
  expect(await redis.llen(pendingKey(list))).toBe(1)
  expect(await redis.exists(heldKeys(list).leases, deadKey(list))).toBe(0)

  await migrate(sql)

  const rows = () => sql`select state, deliveries, reason from jobs`
  await expect
    .poll(rows, { timeout: 20_000 })
    .toEqual([{ state: 'done', deliveries: 1, reason: null }])
  await started(recommendation.ask).toMatch(/^200/)
  await started(pump.ask).toMatch(/^200/)
  expect(await redis.exists(pendingKey(list), heldKeys(list).leases, deadKey(list))).toBe(0)
  for (const { child } of [recommendation, pump]) {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  }
}, 60_000)

const services = [
  'scheduler',
  'trading-engine',
  'risk-engine',
  'query-api',
  'symbol-registry',
  'market-stream',
]

test('services say what they wait for, do nothing before, and go on by themselves', async () => {
  const { url, sql } = await emptyDatabase()
  const settings = { TRADING_RISK_TIER: 'aggressive', LOG_LEVEL: 'fatal' }
  const running = await Promise.all(
    services.map((name) => start(url, `services/${name}/index.ts`, settings)),
  )
  for (const { ask } of running) {
    await started(ask).toMatch(new RegExp(`^503 .*is not ready: ${WAITS}`))
    expect(await ask('/health')).toMatch(/^200/)
    expect(await ask('/api/overview')).toMatch(/^(503 .*this needs|404)/)
  }

  await migrate(sql)

  for (const { ask } of running) await started(ask).toMatch(/^200/)
  const rounds = () =>
    sql`select from scheduler_duties where duty = 'switch' and last_good_at is not null`
  await expect.poll(rounds, { timeout: 20_000 }).toHaveLength(1)
  // What the engine does once at its start waits as well.
  const tier = () => sql`select risk_tier from trading_engine_config`
  await expect.poll(tier, { timeout: 20_000 }).toEqual([{ riskTier: 'aggressive' }])
}, 60_000)
