/** Documents that cannot be read or parsed, through real pump and functions: they say so, and it counts. */

import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { openLog } from '#shared/host/log.ts'
import { deriveId } from '#shared/host/ids.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { replayDead } from '#shared/queue/record/dead.ts'
import { startRelay } from '#shared/queue/relay.ts'
import { restoreIfLost } from '#shared/queue/sweeper.ts'
import { readerOf, stageNames, stages, type ListName } from '#shared/pipeline.ts'
import { claimBlock, freePorts } from '../../../services/local/embedded/ports.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { newsItem, openDesk } from '../../helpers/documents.ts'
import { killAll, startProgram } from '../../helpers/processes.ts'
import { openTestRedis } from '../../helpers/redis.ts'

/** One outlet tells all of it, which nobody else confirms. */
const ALONE = ['unconfirmed_story', 'unseasoned_story']

/** From the parser on, all that is fed. */
const STAGES = new Set([readerOf('parsing')])
for (const stage of STAGES)
  for (const list of stages[stage].feeds as readonly ListName[]) STAGES.add(readerOf(list))
/** Processes start, and jobs are tried twice, with a second between. */
const PATIENT = { timeout: 60_000, interval: 100 }

const { sql, url } = await cloneDatabase()
const { redis, url: redisUrl } = await openTestRedis()
const { objects, folder, place } = await openDesk(sql)

/** A model that answers well, but for texts of riddles while it does not know them. */
let knowsRiddles = false
const model = createServer((request, response) => {
  void textOf(request).then((body) => {
    if (request.url === '/api/tags')
      return response.end(JSON.stringify({ models: [{ name: 'm:1', digest: 'sha256:aa' }] }))
    const { prompt } = JSON.parse(body) as { prompt: string }
    const [title = ''] = /Apple [a-z]+ \w+ \d/.exec(prompt) ?? []
    const isLost = title.includes('riddle') && !knowsRiddles
    const said = isLost ? 'I do not know' : '{"AAPL":["rise","guidance",[1]]}'
    return response.end(`${JSON.stringify({ response: said, done: true, done_reason: 'stop' })}\n`)
  })
})
await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve))

const block = await claimBlock(stageNames.length)
const [pumpPort] = (await freePorts(1)) as [number]
const env = {
  DATABASE_URL: url,
  REDIS_URL: redisUrl,
  OBJECTS_DIR: folder,
  OLLAMA_MODEL: 'm:1',
  OLLAMA_BASE_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}`,
  FUNCTION_URL: 'http://127.0.0.1:{port}',
  FUNCTION_PORT_BASE: String(block.first),
  PUMP_STAGES: [...STAGES].join(','),
  DELIVERIES_MAX: '2',
  REAPER_SECONDS: '0.05',
  LOG_LEVEL: 'error',
}
const run = (path: string, port: number) =>
  startProgram(path, { ...env, PORT: String(port) }, 'ignore')
const processes: ChildProcess[] = [
  ...[...STAGES].map((stage) =>
    run(`functions/${stage}/index.ts`, block.first + stageNames.indexOf(stage)),
  ),
  run('services/pump/index.ts', pumpPort),
]
await restoreIfLost({ sql, redis })
const relay = startRelay({ sql, redis, log: openLog('test') })

afterAll(async () => {
  await relay.stop()
  await killAll(processes)
  model.closeAllConnections()
  model.close()
})

/** Documents that came in a moment ago, each with its job to be parsed; their ids. */
async function send(titles: readonly string[], stored = true): Promise<string[]> {
  const ids: string[] = []
  for (const title of titles) {
    const at = new Date(Date.now() - 60_000).toISOString()
    ids.push(await place(title, { raw: newsItem(title), at, stored }))
  }
  // Of an outlet that is known: what nobody knows proves nothing by telling it twice.
  await sql`update documents set credibility_score = 0.8 where document_id = any(${ids}::uuid[])`
  await sql.begin((tx) => parse(tx, ids))
  return ids
}

const parse = (tx: Parameters<typeof enqueue>[0], ids: readonly string[]) =>
  enqueue(
    tx,
    ids.map((id) => ({
      to: 'parsing' as const,
      job: { document_id: id, ticker: '' as const, source_type: 'news_api' as const },
    })),
    { key: `test:${ids.join()}`, now: new Date() },
  )

/** As the scheduler does, an hour later. */
const readAgain = (tx: Parameters<typeof enqueue>[0], ids: readonly string[]) =>
  enqueue(
    tx,
    ids.map((id) => ({
      to: 'extraction' as const,
      job: { document_id: id, ticker: 'AAPL' as const, normalized_text: '' },
    })),
    { key: `test:again:${ids.join()}`, now: new Date() },
  )

const statesOf = async (ids: readonly string[]) =>
  (
    await sql<{ status: string; statusReason: string | null }[]>`
      select status, status_reason from documents where document_id = any(${[...ids]}::uuid[])`
  ).map(({ status, statusReason }) => `${status} ${statusReason ?? ''}`.trim())

const all = (count: number, state: string) => Array.from({ length: count }, () => state)

async function heldBackFor(): Promise<string[] | undefined> {
  const [row] = await sql<{ suppressions: string[] }[]>`
    select suppressions from recommendations where ticker = 'AAPL' and trend_window = '7d'
    order by generated_at desc limit 1`
  return row?.suppressions
}

const titlesOf = (kind: string, count: number) =>
  Array.from({ length: count }, (_, index) => `Apple raises ${kind} ${index}`)

test('readings that failed for good hold a recommendation back until one succeeds', async () => {
  const good = await send(titlesOf('outlook', 3))
  await expect.poll(() => statesOf(good), PATIENT).toEqual(all(3, 'extracted'))
  await expect.poll(heldBackFor, PATIENT).toEqual(ALONE)

  const riddles = await send(titlesOf('riddle', 5))
  const failed = all(5, 'extraction_failed model_not_json')
  await expect.poll(() => statesOf(riddles), PATIENT).toEqual(failed)
  await send(titlesOf('forecast', 1))
  await expect
    .poll(heldBackFor, PATIENT)
    .toEqual(expect.arrayContaining(['high_extraction_failure_rate']))

  knowsRiddles = true
  await sql.begin((tx) => readAgain(tx, riddles))
  await expect.poll(() => statesOf(riddles), PATIENT).toEqual(all(5, 'extracted'))
  await expect.poll(heldBackFor, PATIENT).toEqual(ALONE)
}, 180_000)

test('a document that cannot be parsed says why, and moves on once it can', async () => {
  const [id] = (await send(['Apple raises dividend 0'], false)) as [string]
  await expect.poll(() => statesOf([id]), PATIENT).toEqual(['parse_failed raw_object_missing'])
  const bytes = Buffer.from(JSON.stringify(newsItem('Apple raises dividend 0')))
  await objects.put('stonks-raw-news', 'Apple raises dividend 0.bin', bytes, 'application/json')
  expect(await replayDead(sql, { list: 'parsing' })).toHaveLength(1)
  await expect.poll(() => statesOf([id]), PATIENT).toEqual(['extracted'])
}, 120_000)

test('a dead job that names no document ends none, and is buried all the same', async () => {
  const before = await sql`select status, count(*) from documents group by status order by status`
  const jobId = deriveId('job', 'nonsense')
  await sql.begin(async (tx) => {
    await tx`insert into jobs (job_id, list, payload, business_at, producer)
      values (${jobId}, 'extraction', '{"document_id":"nonsense"}', now(), 'test')`
    await tx`select pg_notify('jobs', '')`
  })
  const stateOf = async () =>
    (await sql<{ state: string }[]>`select state from jobs where job_id = ${jobId}`)[0]?.state
  await expect.poll(stateOf, PATIENT).toBe('dead')
  expect(await sql`select status, count(*) from documents group by status order by status`).toEqual(
    before,
  )
}, 90_000)
