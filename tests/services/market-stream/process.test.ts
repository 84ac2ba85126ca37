/** market-stream as a process, at the stream that the replay world serves: killed, started anew, ended. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, inject, test } from 'vitest'
import { childEnv } from '#shared/host/env.ts'
import { deriveId } from '#shared/host/ids.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { serveWorld } from '../../helpers/world.ts'
import { TEST_SECRET } from '../../helpers/secret.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { makeWorld } from '../../../services/world/simulated/world.ts'

const { sql, url } = await cloneDatabase()
const world = makeWorld({ seed: 1, start: new Date('2026-03-02T12:00:00Z'), to: '2026-03-03' })
const { ticker } = world.companies[0]!
const server = await serveWorld(world, {
  keys: { broker: { key: 'broker', secret: 'other' }, market: 'prices' },
})
const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))

/** A Monday, an hour after the open. */
const OPEN = Date.parse('2026-03-02T15:30:00Z')
const minute = (count: number) => new Date(OPEN + count * 60_000)

async function start(at: Date, settings: Record<string, string> = {}) {
  const [port] = (await freePorts(1)) as [number]
  const roleUrl = new URL(url)
  roleUrl.username = 'stonks_functions'
  roleUrl.password = inject('rolePassword')
  const env = childEnv({
    DATABASE_URL: roleUrl.href,
    PORT: String(port),
    LOG_LEVEL: 'fatal',
    SERVICE_SECRET: TEST_SECRET,
    ALPACA_DATA_BASE_URL: `${server.url}/alpaca-data`,
    ALPACA_STREAM_URL: `${server.url.replace('http', 'ws')}/alpaca-stream`,
    ALPACA_DATA_KEY: 'data',
    ALPACA_DATA_SECRET: 'prices',
    BUSINESS_CLOCK: `scaled:${Date.now()}:${at.getTime()}:1`,
    ...settings,
  })
  const program = 'services/market-stream/index.ts'
  const child = spawn(process.execPath, ['--no-warnings', program], { env, stdio: 'ignore' })
  children.push(child)
  const ready = () =>
    fetch(`http://127.0.0.1:${port}/ready`).then(
      ({ status }) => status,
      () => 0,
    )
  return { child, ready }
}

const soon = <T>(read: () => T) => expect.poll(read, { timeout: 30_000, interval: 50 })
const standing = async () => (await sql`select * from market_streams`)[0]
const count = async () => {
  const [row] = await sql<{ first: Date; bars: number }[]>`
    select min(starts_at) as first, count(*)::integer as bars from minute_bars`
  return row
}

test('killed mid-way, its minutes are whole once it is back, and it ends when it is told to', async () => {
  await sql`insert into companies (company_id, ticker, legal_name)
    values (${deriveId('company', ticker)}, ${ticker}, 'One')`
  server.setNow(minute(0))
  const first = await start(minute(0))
  await soon(standing).toMatchObject({ state: 'live', followed: 1 })
  // What lay before its start, from the open on.
  await soon(count).toEqual({ first: new Date('2026-03-02T14:30:00Z'), bars: 60 })
  server.setNow(minute(1))
  await soon(count).toMatchObject({ bars: 61 })
  expect(
    await sql`select ticker, vendor from latest_quotes where trade_price > 0 and bid < ask`,
  ).toEqual([{ ticker, vendor: 'alpaca_iex' }])
  const killed = once(first.child, 'exit')
  first.child.kill('SIGKILL')
  await killed
  server.setNow(minute(20))
  const second = await start(minute(20))
  await soon(count).toMatchObject({ bars: 80 })
  await soon(second.ready).toBe(200)
  const ended = once(second.child, 'exit')
  second.child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(await sql`select from market_stream_rejects`).toEqual([])
}, 90_000)

test('without keys it is ready, rests and says so', async () => {
  const { ready } = await start(minute(0), { ALPACA_DATA_KEY: '', ALPACA_DATA_SECRET: '' })
  await soon(ready).toBe(200)
  await soon(standing).toMatchObject({ state: 'resting', reason: expect.stringMatching(/not set/) })
})

test('with wrong keys it says so', async () => {
  await start(minute(0), { ALPACA_DATA_SECRET: 'wrong' })
  const reason = 'Alpaca refuses ALPACA_DATA_KEY and ALPACA_DATA_SECRET: 402, auth failed'
  await soon(standing).toMatchObject({ state: 'waiting', reason })
})
