/**
 * A soak: every vendor gives one odd record in ten, refuses one request in five, fails one in twenty,
 * and answers slowly or in part. Nothing good is lost, and no source stops. SOAK_DAYS makes it longer.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { adaptersOver } from '#shared/clients/adapters.ts'
import { openAlpacaMarket } from '#shared/clients/alpaca/market.ts'
import { openEdgar } from '#shared/clients/edgar/client.ts'
import { openGuardedFetch } from '#shared/clients/guarded/fetch.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { openOwnTurns } from '#shared/clients/pace/own-turns.ts'
import { openPacer } from '#shared/clients/pace/pacer.ts'
import { openPolygon } from '#shared/clients/polygon/client.ts'
import { openReddit } from '#shared/clients/reddit/client.ts'
import { readUniverse } from '#shared/clients/universe/read.ts'
import { readFetchHosts } from '#shared/host/fetch-hosts.ts'
import { openLog } from '#shared/host/log.ts'
import { deliver, type Outcome } from '#shared/queue/deliver.ts'
import { productTable } from '#shared/queue/table.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { readCompanies } from '#shared/sql/universe/companies.ts'
import { seedUniverse } from '#shared/sql/universe/seed.ts'
import { ingestion } from '../../../functions/ingestion/handler.ts'
import {
  openFaults,
  readFaultRates,
  type WorldFaults,
} from '../../../services/world/http/faults.ts'
import { openWorld } from '../../../services/world/open.ts'
import { createWorldServer } from '../../../services/world/server.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openRounds } from '../../helpers/rounds.ts'

const DAYS = Number(process.env['SOAK_DAYS'] ?? 1)
const COMPANIES = Number(process.env['SOAK_COMPANIES'] ?? 2)
const RATES = readFaultRates('odd=10 refused=5 broken=20 cut=20 slow=20')
const DELIVERIES_MAX = 5

const folder = mkdtempSync(join(tmpdir(), 'stonks-soak-'))
const world = await openWorld({ seed: 5, from: '2026-01-05', to: '2026-01-23' })
let now = world.from
const clock = { mode: 'stepped' as const, speed: 1, now: () => now }
const closers: (() => void)[] = []
afterAll(() => {
  vi.unstubAllEnvs()
  for (const close of closers) close()
  rmSync(folder, { recursive: true, force: true })
})

async function serve(faults?: WorldFaults): Promise<string> {
  const server = createWorldServer({ world, clock, ...(faults ? { faults } : {}) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Every half hour of the days, and enough quiet hours after them for what failed to be tried again. */
function* moments(): Generator<Date> {
  const from = Date.parse('2026-01-05T14:00:00Z')
  for (let half = 0; half < DAYS * 48; half += DAYS > 1 ? 1 : 16)
    yield new Date(from + half * 1_800_000)
  for (let hour = 0; hour < (DAYS > 1 ? 12 : 7); hour += 1)
    yield new Date(from + DAYS * 86_400_000 + hour * 3_900_000)
}

type Tally = { deliveries: number; putOff: number; failed: number; dead: number }

async function take(name: string, faults?: WorldFaults): Promise<{ sql: Sql; tally: Tally }> {
  const url = await serve(faults)
  vi.stubEnv('FETCH_ALLOW_HOSTS', new URL(url).host)
  const { sql } = await cloneDatabase()
  const objects = openFolder(join(folder, name))
  // Waits are passed over: what is put off comes when its time has.
  let ms = 0
  const turns = openOwnTurns(1, () => ms)
  const pacerOf = (vendor: string) =>
    openPacer({ vendor, limitsOf: () => [], turns, patienceMs: 0 })
  const adapters = adaptersOver({
    guardedFetch: openGuardedFetch({ allowHosts: [new URL(url).host] }),
    polygon: openPolygon({ baseUrl: `${url}/polygon`, key: 'test', pacer: pacerOf('polygon') }),
    alpacaMarket: openAlpacaMarket({ baseUrl: `${url}/alpaca-data`, key: 'k', secret: 's' }),
    reddit: openReddit({
      baseUrl: `${url}/reddit`,
      oauthUrl: `${url}/reddit-oauth`,
      clientId: '',
      clientSecret: '',
      userAgent: 'test test@example.com',
    }),
    edgar: openEdgar({
      dataBaseUrl: `${url}/edgar-data`,
      baseUrl: `${url}/edgar`,
      userAgent: 'test test@example.com',
      perSecond: 100_000,
      pacer: pacerOf('edgar'),
    }),
    trackedTickers: async () =>
      new Set((await readCompanies(sql, { active: true })).map(({ ticker }) => ticker)),
  })
  const handlers = ingestion({ sql, objects, adapters, allowHosts: readFetchHosts() })
  const host = {
    table: productTable,
    stage: 'ingestion',
    handlers: handlers as never,
    sql,
    schema: openSchemaGate(sql, openLog('test')),
    clock,
    signal: new AbortController().signal,
  }
  const universe = await readUniverse(`${url}/world/universe`)
  await seedUniverse(sql, { ...universe, companies: universe.companies.slice(0, COMPANIES) })
  await sql`update sources set active = false where source_type = 'broker'`
  const tally: Tally = { deliveries: 0, putOff: 0, failed: 0, dead: 0 }
  const round = openRounds({ sql, objects })
  const carry = async (job: { jobId: string; payload: string }): Promise<void> => {
    for (let delivery = 1; delivery <= DELIVERIES_MAX;) {
      const outcome: Outcome = await deliver(
        host,
        {
          specversion: '1.0',
          id: job.jobId,
          type: 'stonks.ingestion',
          source: '/test',
          time: now.toISOString(),
          datacontenttype: 'application/json',
          data: JSON.parse(job.payload) as unknown,
        },
        delivery,
      )
      tally.deliveries += 1
      if (outcome.status === 204) return
      if (outcome.status === 429) {
        tally.putOff += 1
        ms += outcome.waitMs
        continue
      }
      tally.failed += 1
      if (outcome.status !== 500) break
      delivery += 1
    }
    tally.dead += 1
    await sql`update jobs set state = 'dead', settled_at = clock_timestamp() where job_id = ${job.jobId}`
  }
  for (const moment of moments()) {
    now = moment
    await round(now)
    const jobs = await sql<{ jobId: string; payload: string }[]>`
      select job_id, payload::text as payload from jobs
      where list = 'ingestion' and state = 'queued' order by seq`
    await Promise.all(jobs.map(carry))
  }
  return { sql, tally }
}

const documents = (sql: Sql) =>
  sql<
    { document: string }[]
  >`select distinct title || ' ' || (published_at at time zone 'utc')::date as document
    from documents order by 1`
const bars = (sql: Sql) =>
  sql`select ticker, session_date, open, high, low, close, volume from market_snapshots order by 1, 2`

test(
  'nothing good is lost to odd records, refusals, faults, slow and cut replies',
  { timeout: 600_000 },
  async () => {
    const calm = await take('calm')
    const faults = openFaults(RATES, 7)
    const rough = await take('rough', faults)
    const had = new Set((await documents(rough.sql)).map(({ document }) => document))
    const wanted = (await documents(calm.sql)).map(({ document }) => document)
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.filter((document) => !had.has(document))).toEqual([])
    expect(await bars(rough.sql)).toEqual(await bars(calm.sql))
    const stopped = await rough.sql`
    select source_name, failures, last_error, last_succeeded_at from sources
    where active and (last_succeeded_at is null or last_succeeded_at < ${now}::timestamptz - interval '3 hours'
      and failures > 0)`
    expect([...stopped]).toEqual([])
    const [runs] = await rough.sql`
    select count(*) filter (where status = 'put_off')::integer as put_off,
      count(*) filter (where status = 'failed')::integer as failed,
      count(*) filter (where status = 'partly')::integer as partly from ingestion_runs`
    expect(runs?.['putOff']).toBe(rough.tally.putOff)
    expect(runs?.['failed']).toBe(rough.tally.failed)
    expect(calm.tally).toMatchObject({ putOff: 0, failed: 0, dead: 0 })
    const counts = faults.counts()
    for (const many of Object.values(counts)) expect(many).toBeGreaterThan(0)
    const [refused] = await rough.sql`select count(*)::integer as records from rejects`
    expect(refused?.['records']).toBeGreaterThan(0)
    if (process.env['SOAK_DAYS'])
      console.log(
        JSON.stringify({
          documents: wanted.length,
          kept: had.size,
          ...rough.tally,
          runs,
          faults: counts,
          rejects: refused?.['records'],
        }),
      )
  },
)
