/**
 * Every server of ours as a real process, at every address it has: what a page of another site can
 * make a browser send, or a page whose name was pointed at this machine, comes to nothing.
 */

import { expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { stageNames, type JobOf } from '#shared/pipeline.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { ask, crossSite, strangeHosts } from '../helpers/ask.ts'
import { serveBroker, setClock } from '../helpers/broker.ts'
import { cloneDatabase } from '../helpers/database.ts'
import { startFleet } from '../helpers/fleet.ts'
import { openTestRedis } from '../helpers/redis.ts'
import { NOON } from '../helpers/trading.ts'

const { sql, url: database } = await cloneDatabase()
const { url: queues } = await openTestRedis()
const broker = await serveBroker(setClock())
const alpaca = openAlpaca(broker.settings)
await sql.begin(async (tx) => recordBrokerState(tx, await fetchBrokerState(alpaca, null), NOON))
const fleet = await startFleet(NOON, {
  DATABASE_URL: database,
  REDIS_URL: queues,
  BROKER_BASE_URL: broker.settings.baseUrl,
  BROKER_DATA_BASE_URL: broker.settings.dataBaseUrl,
  BROKER_API_KEY: 'key',
  BROKER_API_SECRET: 'secret',
  // What changes waits longer than the test.
  LAKE_WAIT_SECONDS: '86400',
})

/** An order that nobody of ours asked for. */
const order: JobOf<'broker_orders'> = {
  ticker: 'AAPL',
  side: 'buy',
  quantity: 0.25,
  order_type: 'market',
  limit_price: null,
  stop_price: null,
  recommendation_id: null,
  confidence: 1,
  estimated_value: 25,
  sector: 'Technology',
  source: 'a page',
}

test('the front door is asked for what it passes on, too', () => {
  const front = fleet.find(({ name }) => name === 'query-api')
  for (const passed of ['/registry/companies', '/risk/evaluate', '/api/trading/resume'])
    expect(front?.paths).toContain(passed)
})

let sent = 0
/** A job that each function would do, under an id of its own. */
function eventFor(stage: string): string {
  const list = { 'broker-adapter': 'broker_orders', aggregation: 'aggregation' }[stage] ?? 'parsing'
  const data = { broker_orders: order, aggregation: { ticker: 'AAPL' } }[list] ?? {}
  sent += 1
  const id = `page-${sent}`
  return JSON.stringify({ specversion: '1.0', id, source: '/page', type: `stonks.${list}`, data })
}

/** All that PostgreSQL holds, as one digest a table, but for how stages stood, noted by the minute. */
async function everything(): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
      and table_name not in ('stage_samples', 'lake_changes', 'service_beats') order by 1`
  const held: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await sql<{ digest: string }[]>`
      select md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as digest from ${sql(name)} t`
    held[name] = row?.digest ?? ''
  }
  return held
}

const orders = async () => (await alpaca.orders(null)).length

test.each(Object.entries(crossSite))(
  'a change as %s is refused everywhere, and changes nothing',
  async (_what, said) => {
    const before = await everything()
    for (const { name, url, paths, isFunction } of fleet)
      for (const path of paths)
        for (const method of ['POST', 'PUT', 'DELETE']) {
          const body = isFunction ? eventFor(name) : said.body
          const { status } = await ask(url, { method, path, headers: said.headers, body })
          expect([403, 415], `${name} ${method} ${path}`).toContain(status)
        }
    expect(await everything()).toEqual(before)
    expect(await orders()).toBe(0)
  },
)

test.each(strangeHosts)('asked for as %s, no server answers or does anything', async (host) => {
  const before = await everything()
  for (const { name, url, paths, isFunction } of fleet)
    for (const path of paths)
      for (const method of ['GET', 'POST']) {
        const headers = {
          host,
          origin: `http://${host}`,
          'sec-fetch-site': 'same-origin',
          'content-type': isFunction ? 'application/cloudevents+json' : 'application/json',
        }
        const body = method === 'GET' ? undefined : isFunction ? eventFor(name) : '{}'
        const { status } = await ask(url, { method, path, headers, ...(body ? { body } : {}) })
        expect([400, 421], `${name} ${method} ${path}`).toContain(status)
      }
  expect(await everything()).toEqual(before)
  expect(await orders()).toBe(0)
})

test('a program of this machine that signs nothing has no job done and no round run', async () => {
  const before = await everything()
  const doors = fleet.flatMap(({ name, url, isFunction }) => {
    if (isFunction) return [{ name, url, path: '/', type: 'application/cloudevents+json' }]
    const isStepped = ['scheduler', 'trading-engine'].includes(name)
    return isStepped ? [{ name, url, path: '/tick', type: 'application/json' }] : []
  })
  expect(doors).toHaveLength(stageNames.length + 2)
  for (const { name, url, path, type } of doors) {
    const headers = { 'content-type': type }
    const { status, text } = await ask(url, { method: 'POST', path, headers, body: eventFor(name) })
    expect([name, status, text]).toEqual([name, 401, expect.stringContaining('"unsigned"')])
  }
  expect(await everything()).toEqual(before)
  expect(await orders()).toBe(0)
})
