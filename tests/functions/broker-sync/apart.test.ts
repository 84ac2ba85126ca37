/** Feeds that never answer, and the account's sync beside them: pump and functions as they are run. */

import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { sources } from '#shared/domain/source/sources.ts'
import { listNames, readerOf, stageNames, stages } from '#shared/pipeline.ts'
import { askSources } from '#shared/queue/ask-sources.ts'
import { EPOCH } from '#shared/queue/redis/keys.ts'
import { relayRound } from '#shared/queue/relay.ts'
import { saveSources, sourceIdOf, type NewSource } from '#shared/sql/universe/sources.ts'
import { claimBlock, freePorts } from '../../../services/local/embedded/ports.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openTestRedis } from '../../helpers/redis.ts'

const { sql, url: databaseUrl } = await cloneDatabase()
const { redis, url: redisUrl } = await openTestRedis()
const clock = setClock()
const broker = await serveBroker(clock)
await redis.set(EPOCH, 'test')
const block = await claimBlock(stageNames.length)
const [pumpPort] = (await freePorts(1)) as [number]

/** Takes requests and says nothing. */
let held = 0
const hostile = createServer(() => {
  held += 1
})
await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve))
const hostileUrl = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`

const children: ChildProcess[] = []
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  hostile.closeAllConnections()
  hostile.close()
  await block.release()
})

function start(file: string, port: number): void {
  const child = spawn(process.execPath, ['--no-warnings', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      BUSINESS_CLOCK: `scaled:${Date.now()}:${clock.now().getTime()}:1`,
      BROKER_BASE_URL: broker.settings.baseUrl,
      BROKER_DATA_BASE_URL: broker.settings.dataBaseUrl,
      BROKER_API_KEY: 'key',
      BROKER_API_SECRET: 'secret',
      BROKER_REQUESTS_PER_MINUTE: '0',
      FUNCTION_URL: 'http://127.0.0.1:{port}',
      FUNCTION_PORT_BASE: String(block.first),
      SERVICE_SECRET: 'apart-'.repeat(8),
      FETCH_ALLOW_HOSTS: new URL(hostileUrl).host,
      LOG_LEVEL: 'fatal',
    },
  })
  children.push(child)
}

/** Stages that fetch: all that a source's job can come to. */
const fetching = new Set(
  listNames.filter((list) => list === 'ingestion' || list.includes('sync')).map(readerOf),
)

async function until(ask: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await ask()))
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
}

async function ask(all: readonly NewSource[], at: Date): Promise<void> {
  await sql.begin(async (tx) => {
    await saveSources(tx, all)
    const jobs = all.map((one): IngestionJob => ({
      source_id: sourceIdOf(one),
      company_id: null,
      ticker: '',
      legal_name: '',
      aliases: [],
      source_type: one.sourceType,
      source_name: one.sourceName,
      config: one.config,
      credibility_score: one.credibilityScore,
      scheduled_at: at.toISOString(),
    }))
    await askSources(tx, jobs, 'scheduler', at)
  })
  await until(async () => {
    await relayRound({ sql, redis })
    const [row] = await sql`select count(*)::integer as count from jobs where relayed_at is null`
    return row?.['count'] === 0
  })
}

test('is read while feeds that never answer hold every place of ingestion', async () => {
  for (const stage of fetching)
    start(`functions/${stage}/index.ts`, block.first + stageNames.indexOf(stage))
  start('services/pump/index.ts', pumpPort)
  const feeds = Array.from({ length: stages.ingestion.inFlight * 2 }, (_, n): NewSource => ({
    companyId: null,
    sourceType: 'web_scrape',
    sourceName: `Hostile ${n}`,
    config: { format: 'feed', url: `${hostileUrl}/${n}` },
    credibilityScore: 0.5,
  }))
  await ask(feeds, clock.now())
  await until(() => held >= stages.ingestion.inFlight)
  const account = { companyId: null, sourceType: 'broker', credibilityScore: 1 } as const
  await ask([{ ...account, ...sources.broker.seeds.account }], new Date(clock.now().getTime() + 1))
  await until(async () => (await sql`select from broker_accounts`).length === 1)
  const [waiting] = await sql`
    select count(*)::integer as count from jobs where list = 'ingestion' and state = 'queued'`
  expect(waiting?.['count']).toBe(feeds.length)
}, 60_000)
