/**
 * Goal: whoever dies while news becomes orders and orders fill, each fact is in the lake, and once. Method: companies are
 * told of in turn; recommendation, engine, broker-adapter and lake-publisher are each killed within what they are about
 * to commit, the adapter also with an order that the broker took and nobody was told of; then the books are held against
 * the broker's, and the lake against the record. That it can fail is shown by facts that are taken from it.
 */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openClock } from '#shared/host/clock.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { countWaiting } from '#shared/sql/lake/changes.ts'
import { lakeTableOf, lakeTables } from '#shared/sql/lake/facts/all.ts'
import { verifyTable } from '../../services/cli/lake/verify.ts'
import { serveBroker } from '../helpers/broker.ts'
import { wave } from '../helpers/engine.ts'
import { memoryObjects } from '../helpers/memory-objects.ts'
import { tellTrends } from '../helpers/told-news.ts'
import { allowMany, NOON, seedBars, seedCompany } from '../helpers/trading.ts'
import { openChaosLake, type LakeRig } from './lake/rig.ts'

const TICKERS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF', 'GGG', 'HHH'] as const
/** Business minutes pass in seconds, so that an order that fills in two parts is not waited for. */
const SPEED = 20
const PATIENCE = { timeout: 240_000, interval: 200 }

/** Called as an order reaches the broker, which takes it all the same. */
let onPost: (() => void) | undefined
let rig: LakeRig
const objects = memoryObjects()

beforeAll(async () => {
  // The clock begins when all is ready: what is told of is of the hours before.
  const clockText = `scaled:${Date.now()}:${NOON.getTime()}:${SPEED}`
  const at = (when: Date) => new Date(when.getTime() - 2_000)
  const broker = await serveBroker(
    openClock(clockText),
    {
      tickers: TICKERS,
      quotes: { lastTrade: (_ticker, when) => ({ price: 100, at: at(when) }) },
    },
    ({ method, url }) => {
      if (method === 'POST' && url?.endsWith('/v2/orders')) onPost?.()
      return 'none'
    },
  )
  rig = await openChaosLake(clockText, broker.settings)
  const { sql } = rig
  for (const [place, ticker] of TICKERS.entries()) {
    await seedCompany(sql, ticker, `Sector ${place}`)
    await seedBars(sql, ticker, wave(100, 1 + place * 0.7))
  }
  await allowMany(sql)
  await sql`update trading_mode set mode = 'paper', account_number = 'PA3WORLD0001'`
  await sql`insert into pipeline_control (enabled) values (true) on conflict (only_row) do update set enabled = true`
  await rig.read()
  rig.startAll()
}, 240_000)
afterAll(() => rig.close(), 60_000)

/** Its news are summed up: what is thought of it is to be judged, and then bought. */
async function tell(ticker: string): Promise<void> {
  const company = { ticker, name: `${ticker} Holdings` }
  const asked = await tellTrends({ sql: rig.sql, objects }, company)
  await enqueue(rig.sql, asked, { key: `told ${ticker}`, now: rig.clock.now() })
}

async function killAtPost(work: () => Promise<void>): Promise<void> {
  const dead = new Promise<void>((resolve, reject) => {
    onPost = () => {
      onPost = undefined
      rig.kill('broker-adapter').then(resolve, reject)
    }
  })
  await work()
  await dead
}

const LISTS = ['recommendation', 'broker_orders', 'lake_publish']
const left = async () => {
  const [jobs] = await rig.sql<{ open: number }[]>`
    select count(*)::integer as open from jobs where state = 'queued' and list = any(${LISTS})`
  const [orders] = await rig.sql<{ filled: number }[]>`
    select count(*)::integer as filled from orders where state = 'filled'`
  const waiting = Object.values(await countWaiting(rig.sql)).reduce((a, b) => a + b, 0)
  return { ...jobs, ...orders, waiting }
}

async function verify() {
  const told = new Map<string, Awaited<ReturnType<typeof verifyTable>>>()
  for (const table of lakeTables)
    told.set(table.name, await verifyTable({ sql: rig.sql, objects: rig.objects }, table))
  return told
}

test('whoever is killed while orders fill, each fact is in the lake, and once', async () => {
  const [aaa, bbb, ccc, ddd, eee, fff, ggg, hhh] = TICKERS
  const cut = [
    await rig.killAdding('recommendation', 'recommendations', () => tell(aaa)),
    await rig.killAdding('broker-adapter', 'orders', () => tell(bbb)),
    await rig.killAdding('lake-publisher', 'lake_files', () => tell(ccc)),
  ]
  await rig.killAdding('trading-engine', 'trading_decisions', () => tell(ddd))
  await killAtPost(() => tell(eee))
  cut.push(
    await rig.killAdding('recommendation', 'recommendations', () => tell(fff)),
    await rig.killAdding('lake-publisher', 'lake_files', () => tell(ggg)),
  )
  await rig.killAdding('trading-engine', 'trading_decisions', () => tell(hhh))
  await expect.poll(left, PATIENCE).toEqual({ open: 0, filled: TICKERS.length, waiting: 0 })
  await rig.endParts()

  const { sql } = rig
  // What it had in hand and had not done when it died was done by whoever came after it.
  for (const jobs of cut) {
    const [after] = await sql<{ done: number }[]>`
      select count(*)::integer as done from jobs where job_id = any(${jobs}::uuid[]) and state = 'done'`
    expect(jobs.length).toBeGreaterThan(0)
    expect(after?.done).toBe(jobs.length)
  }
  expect(await sql`select list from jobs where state = 'dead'`).toEqual([])
  // Nothing was bought twice, and nothing that the books do not know.
  const held = (await rig.alpaca.positions()).map(({ ticker, quantity }) => [
    ticker,
    Number(quantity),
  ])
  const ordered = await sql<{ ticker: string; quantity: string }[]>`
    select ticker, sum(quantity) as quantity from order_fills group by ticker order by ticker collate "C"`
  expect(ordered.map(({ ticker, quantity }) => [ticker, Number(quantity)])).toEqual(held.toSorted())
  expect(held.map(([ticker]) => ticker).toSorted()).toEqual(TICKERS)

  const whole = await verify()
  for (const [
    name,
    { missing, extra, unequal, twice, damaged, misplaced, facts, rows, waiting },
  ] of whole) {
    const amiss = { missing, extra, unequal, twice, damaged, misplaced }
    expect([name, amiss]).toEqual([
      name,
      { missing: 0, extra: 0, unequal: 0, twice: 0, damaged: [], misplaced: [] },
    ])
    if (waiting === 0) expect([name, facts]).toEqual([name, rows])
  }
  for (const name of [
    'documents',
    'trends',
    'recommendations',
    'decisions',
    'risk_checks',
    'orders',
    'fills',
    'jobs',
  ])
    expect([name, whole.get(name)!.facts > 0]).toEqual([name, true])
}, 900_000)

test('a fact that a death had lost, or left there twice, is found', async () => {
  const { sql, objects: store } = rig
  const told = (name: string) => verifyTable({ sql, objects: store }, lakeTableOf(name))
  // Files that nobody committed.
  const [file] = await sql<{ rows: number }[]>`
    update lake_files set replaced_at = now(), replaced_by = key
    where key = (select key from lake_files where fact = 'fills' and replaced_at is null order by key limit 1)
    returning rows`
  expect(await told('fills')).toMatchObject({ missing: file!.rows, extra: 0 })
  // A change that nobody noted.
  await sql`update orders set sector = sector || '!' where order_id = (select order_id from orders order by order_id limit 1)`
  await sql`delete from lake_changes where fact = 'orders'`
  expect(await told('orders')).toMatchObject({ missing: 0, unequal: 1 })
}, 120_000)
