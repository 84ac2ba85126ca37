/** What the tests of ingestion share: a database, a folder of objects, a server, and one delivery. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { ingestion } from '../../../functions/ingestion/handler.ts'
import { openAlpacaMarket } from '#shared/clients/alpaca/market.ts'
import { adaptersOver, type Adapters } from '#shared/clients/adapters.ts'
import { openEdgar } from '#shared/clients/edgar/client.ts'
import { openGuardedFetch } from '#shared/clients/guarded/fetch.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { unpaced } from '#shared/clients/pace/pacer.ts'
import { openReddit } from '#shared/clients/reddit/client.ts'
import { openPolygon } from '#shared/clients/polygon/client.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { deriveId } from '#shared/host/ids.ts'
import { companyIdOf, readCompanies, saveCompanies } from '#shared/sql/universe/companies.ts'
import type { Sql } from '#shared/sql/open.ts'
import { saveSources, sourceIdOf, type NewSource } from '#shared/sql/universe/sources.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { startServer } from '../../helpers/http.ts'

export type Bench = Awaited<ReturnType<typeof openBench>>

/** AAPL and MSFT are tracked; nothing else is there. */
export async function openBench() {
  const { sql } = await cloneDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'stonks-ingestion-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const server = await startServer()
  const objects = openFolder(folder)
  const adapters = adaptersAt(server.url, sql)
  const handlers = ingestion({ sql, objects, adapters, allowHosts: [new URL(server.url).host] })
  await sql.begin((tx) =>
    saveCompanies(
      tx,
      ['AAPL', 'MSFT'].map((ticker) => ({ ticker, name: ticker, sector: '', aliases: [] })),
    ),
  )
  return {
    sql,
    objects,
    server,
    adapters,
    handlers,
    /** Delivers one job and commits it; returns what was handed on. */
    async run(job: IngestionJob, at: string) {
      const jobId = deriveId('test', job.source_id, at)
      const settle = await handlers.ingestion(job, {
        jobId,
        now: new Date(at),
        signal: new AbortController().signal,
      })
      return sql.begin((tx) => settle(tx, new Date(at)))
    },
  }
}

export function adaptersAt(url: string, sql: Sql): Adapters {
  const guardedFetch = openGuardedFetch({ allowHosts: [new URL(url).host] })
  const polygon = openPolygon({ baseUrl: `${url}/polygon`, key: 'test' })
  const tracked = async () =>
    new Set((await readCompanies(sql, { active: true })).map(({ ticker }) => ticker))
  const alpacaMarket = openAlpacaMarket({
    baseUrl: `${url}/alpaca-data`,
    key: 'data-key',
    secret: 'data-secret',
  })
  const edgar = openEdgar({
    dataBaseUrl: `${url}/edgar-data`,
    baseUrl: `${url}/edgar`,
    userAgent: 'test test@example.com',
    perSecond: 1000,
    pacer: unpaced,
  })
  const reddit = openReddit({
    baseUrl: `${url}/reddit`,
    oauthUrl: `${url}/reddit-oauth`,
    clientId: '',
    clientSecret: '',
    userAgent: 'test test@example.com',
  })
  return adaptersOver({
    polygon,
    edgar,
    alpacaMarket,
    guardedFetch,
    reddit,
    trackedTickers: tracked,
  })
}

/** Adds a source and gives the job the scheduler would write for it. */
export async function jobFor(
  sql: Sql,
  source: Partial<NewSource> & Pick<NewSource, 'sourceType' | 'config'>,
  ticker = '',
): Promise<IngestionJob> {
  const whole: NewSource = {
    companyId: ticker ? companyIdOf(ticker) : null,
    sourceName: 'Test',
    credibilityScore: 0.6,
    ...source,
  }
  await sql.begin((tx) => saveSources(tx, [whole]))
  return {
    source_id: sourceIdOf(whole),
    company_id: whole.companyId,
    ticker,
    legal_name: ticker,
    aliases: [],
    source_type: whole.sourceType,
    source_name: whole.sourceName,
    config: whole.config,
    credibility_score: whole.credibilityScore,
    scheduled_at: '2019-01-03T15:00:00Z',
  }
}
