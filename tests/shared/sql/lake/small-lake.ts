/** A small lake whose answers can be worked out by hand: rows of the record, written by the real publisher. */

import { join } from 'node:path'
import { DuckDBInstance, DuckDBTimestampTZValue, JsonDuckDBValueConverter } from '@duckdb/node-api'
import { cellOf } from '#shared/clients/lake/duckdb-cells.ts'
import { viewsOf } from '#shared/clients/lake/duckdb-views.ts'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import type { HeldFile } from '#shared/clients/lake/engine.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import { afterAll } from 'vitest'
import { cloneDatabase } from '../../../helpers/database.ts'
import { openLakeRig } from '../../../helpers/lake.ts'
import { at, idOf, putNews, type Put } from './small-news.ts'
import { putTrades } from './small-trades.ts'
import { putTrends, putWorld } from './small-trends.ts'

export async function openSmallLake() {
  const { sql, as } = await cloneDatabase()
  const put: Put = async (table, rows) => {
    for (const row of rows) await sql`insert into ${sql(table)} ${sql(row as never)}`
  }
  await putNews(put)
  await putTrends(sql, put)
  await putWorld(put)
  await putTrades(sql, put)
  await putWork(put)
  const [agent] = await sql`select agent_id from ai_agents where slug = 'document-extractor'`
  await putCalls(put, String(agent?.['agentId']))
  const rig = openLakeRig(sql, as('stonks_lake'), at('05-08T04:00'))
  await rig.flush()
  afterAll(() => rig.close())
  const held = await readHeldFiles(sql)
  const { folder, objects } = rig
  return { held, folder, objects, ask: await openViews(folder, held) }
}

/** Asks as a question's own process does, in this one: many are asked here. */
async function openViews(folder: string, held: readonly HeldFile[]) {
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  afterAll(() => duck.closeSync())
  DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0
  await duck.run("set TimeZone = 'UTC'")
  for (const table of lakeTables) {
    const own = held.filter(({ fact }) => fact === table.name)
    const placed = own.map((file) => ({ ...file, path: join(folder, LAKE_BUCKET, file.key) }))
    for (const view of viewsOf(table, placed)) await duck.run(view)
  }
  return async (statement: string) => {
    const read = await duck.runAndReadAll(statement)
    const types = read.columnTypes().map(String)
    const cells = read
      .convertRows(JsonDuckDBValueConverter)
      .map((row) => row.map((cell, place) => cellOf(cell, types[place] ?? '')))
    // As they go out: JSON has one zero.
    return { names: read.columnNames(), rows: JSON.parse(JSON.stringify(cells)) as typeof cells }
  }
}

const JOBS: [list: string, state: string, seconds: number, deliveries: number, reason?: string][] =
  [
    ['parsing', 'done', 1, 1],
    ['parsing', 'done', 2, 1],
    ['parsing', 'done', 30, 2],
    ['parsing', 'dead', 60, 5, 'deliveries_exhausted'],
    ['ingestion', 'done', 4, 1],
  ]

async function putWork(put: Put): Promise<void> {
  const begun = at('05-01T12:00')
  await put(
    'jobs',
    JOBS.map(([list, state, seconds, deliveries, reason = null], place) => ({
      jobId: idOf(`job ${place}`),
      list,
      payload: {},
      state,
      businessAt: begun,
      enqueuedAt: begun,
      settledAt: new Date(begun.getTime() + seconds * 1_000),
      deliveries,
      reason,
    })),
  )
  await put(
    'stage_samples',
    [0, 8, 4].map((pending, place) => ({
      stage: 'parser',
      sampledAt: new Date(begun.getTime() + place * 60_000),
      businessAt: begun,
      pending,
      inFlight: place,
      paused: false,
      replicas: place === 2 ? 1 : 0,
    })),
  )
}

const putCalls = (put: Put, agentId: string) =>
  put(
    'agent_performance_log',
    ['answered', 'answered', 'model_cut'].map((outcome, place) => ({
      agentId,
      documentId: idOf('a'),
      at: new Date(at('05-01T12:04').getTime() + place * 60_000),
      latencyMs: 100 * (place + 1),
      tokensIn: outcome === 'answered' ? 700 : null,
      tokensOut: outcome === 'answered' ? 50 : null,
      outcome,
      model: 'small',
      compared: outcome === 'answered' ? 2 : 0,
      agreed: outcome === 'answered' ? 1 : 0,
    })),
  )
