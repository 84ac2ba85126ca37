/**
 * Intake against the simulated world: everything the scheduler asks for, fetched over HTTP in
 * whatever order, gives the same rows.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { readUniverse } from '#shared/clients/universe/read.ts'
import { readFetchHosts } from '#shared/host/fetch-hosts.ts'
import { deliver } from '#shared/queue/deliver.ts'
import { productTable } from '#shared/queue/table.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { openLog } from '#shared/host/log.ts'
import { seedUniverse } from '#shared/sql/universe/seed.ts'
import { brokerSync } from '../../../functions/broker-sync/handler.ts'
import { ingestion } from '../../../functions/ingestion/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openRounds } from '../../helpers/rounds.ts'
import { openWorld } from '../../../services/world/open.ts'
import { createWorldServer } from '../../../services/world/server.ts'
import { adaptersAt } from './bench.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-world-'))
const world = await openWorld({ seed: 3, from: '2026-01-05', to: '2026-01-07' })
let now = world.from
const clock = { mode: 'stepped' as const, speed: 1, now: () => now }
const server = createWorldServer({ world, clock })
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
vi.stubEnv('FETCH_ALLOW_HOSTS', new URL(url).host)
afterAll(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const moments = [
  '2026-01-05T15:00:00Z',
  '2026-01-05T15:05:00Z',
  '2026-01-05T21:30:00Z',
  '2026-01-06T14:40:00Z',
  '2026-01-06T22:00:00Z',
]

/** Runs all moments on a database of its own; `order` says in which order jobs are taken. */
async function replay(name: string, order: <T>(items: T[]) => T[]): Promise<Sql> {
  const { sql } = await cloneDatabase()
  const objects = openFolder(join(folder, name))
  const alpaca = openAlpaca({
    baseUrl: `${url}/alpaca`,
    dataBaseUrl: `${url}/alpaca-data`,
    key: 'k',
    secret: 's',
    timeoutMs: 10_000,
    requestsPerMinute: 100_000,
  })
  const handlersOf = {
    ingestion: ingestion({
      sql,
      objects,
      adapters: adaptersAt(url, sql),
      allowHosts: readFetchHosts(),
    }),
    'broker-sync': brokerSync({ sql, alpaca }),
  }
  const host = {
    table: productTable,
    sql,
    schema: openSchemaGate(sql, openLog('test')),
    clock,
    signal: new AbortController().signal,
  }
  const universe = await readUniverse(`${url}/world/universe`)
  await seedUniverse(sql, { ...universe, companies: universe.companies.slice(0, 8) })
  const round = openRounds({ sql, objects })
  for (const moment of moments) {
    now = new Date(moment)
    await round(now)
    const jobs = await sql<{ jobId: string; list: string; payload: string }[]>`
      select job_id, list, payload::text as payload from jobs
      where list in ('ingestion', 'broker_sync') and state = 'queued' order by seq`
    const outcomes = await Promise.all(
      order([...jobs]).map(({ jobId, list, payload }) => {
        const stage = list === 'ingestion' ? 'ingestion' : 'broker-sync'
        return deliver(
          { ...host, stage, handlers: handlersOf[stage] as never },
          {
            specversion: '1.0',
            id: jobId,
            type: `stonks.${list}`,
            source: '/test',
            time: now.toISOString(),
            datacontenttype: 'application/json',
            data: JSON.parse(payload) as unknown,
          },
          1,
        )
      }),
    )
    expect(outcomes.filter(({ status }) => status !== 204)).toEqual([])
  }
  return sql
}

async function facts(sql: Sql): Promise<Record<string, Record<string, unknown>[]>> {
  const id = sql`order by 1, 2`
  const rows = {
    documents: await sql`select * from documents ${id}`,
    bars: await sql`select ticker, session_date, open, high, low, close, volume, source_id, raw_key, fetched_at from market_snapshots ${id}`,
    sources:
      await sql`select source_id, last_published_at, last_scheduled_at, state - 'etag' as state from sources ${id}`,
    runs: await sql`select ingestion_run_id, source_id, status, started_at, items_found, items_new, error from ingestion_runs ${id}`,
    parsing:
      await sql`select job_id, payload::text as payload from jobs where list = 'parsing' ${id}`,
    accounts: await sql`select cash, equity from broker_accounts`,
  }
  // Without what the driver adds to its arrays.
  return JSON.parse(JSON.stringify(rows)) as Record<string, Record<string, unknown>[]>
}

describe('two days of the simulated world', () => {
  it('are taken in alike, whichever job comes first', { timeout: 60_000 }, async () => {
    const forward = await facts(await replay('forward', (items) => items))
    const backward = await facts(await replay('backward', (items) => items.toReversed()))
    for (const [table, rows] of Object.entries(forward)) {
      const differing = rows.filter(
        (row, place) => JSON.stringify(row) !== JSON.stringify(backward[table]?.[place]),
      )
      expect([table, backward[table]?.length, differing.slice(0, 3)]).toEqual([
        table,
        rows.length,
        [],
      ])
    }
    expect(forward['documents']?.length).toBeGreaterThan(20)
    expect(forward['bars']?.length).toBeGreaterThan(8 * 200)
    expect(forward['accounts']).toHaveLength(1)
    expect(forward['parsing']).toHaveLength(forward['documents']?.length ?? 0)
    expect(forward['runs']?.filter(({ status }) => status !== 'succeeded')).toEqual([])
    const kinds = new Set(forward['documents']?.map((row) => row['sourceType']))
    expect([...kinds]).toEqual(expect.arrayContaining(['news_api']))
  })
})
