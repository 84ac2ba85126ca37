/**
 * A model that takes 20 seconds for each answer, in real time: two replicas of the extractor, each a process
 * with a pump of its own, share its eight places. Whoever waits there is neither delivered again nor dead.
 */

import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { openLog } from '#shared/host/log.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { startRelay } from '#shared/queue/relay.ts'
import { restoreIfLost } from '#shared/queue/sweeper.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { newsItem, openDesk } from '../../helpers/documents.ts'
import { killAll, startProgram } from '../../helpers/processes.ts'
import { openTestRedis } from '../../helpers/redis.ts'

const DOCUMENTS = 40
const PLACES = 8
const ANSWER_MS = 20_000
/** Twice what it takes where nothing else runs. */
const PATIENCE_MS = 2 * (DOCUMENTS / PLACES) * ANSWER_MS + 60_000

const { sql, url } = await cloneDatabase()
const { redis, url: redisUrl } = await openTestRedis()
const { folder, place } = await openDesk(sql)

let [asked, answering, most] = [0, 0, 0]
const reply = [
  { choices: [{ delta: { content: '{"AAPL":["rise","guidance",[1]]}' } }] },
  { choices: [{ delta: {}, finish_reason: 'stop' }] },
  { choices: [], usage: { prompt_tokens: 90, completion_tokens: 9 } },
]
const model = createServer((request, response) => {
  void textOf(request).then(() => {
    if (request.method === 'GET') return response.end(JSON.stringify({ data: [{ id: 'm:1' }] }))
    asked += 1
    answering += 1
    most = Math.max(most, answering)
    response.on('close', () => (answering -= 1))
    const say = () => response.end(reply.map((one) => `data: ${JSON.stringify(one)}\n\n`).join(''))
    return setTimeout(say, ANSWER_MS)
  })
})
await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve))

const ports = await freePorts(6)
const run = (path: string, port: number | undefined, env: Record<string, string>) =>
  startProgram(
    path,
    {
      DATABASE_URL: url,
      REDIS_URL: redisUrl,
      OBJECTS_DIR: folder,
      OPENAI_BASE_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}`,
      OPENAI_MODEL: 'm:1',
      MODEL_READER: 'openai',
      MODEL_PARALLEL: String(PLACES),
      LOG_LEVEL: 'error',
      PORT: String(port),
      ...env,
    },
    'ignore',
  )
/** A function and the pump that asks that one alone. */
const replica = (stage: string, at: number): ChildProcess[] => [
  run(`functions/${stage}/index.ts`, ports[at], {}),
  run('services/pump/index.ts', ports[at + 1], {
    PUMP_STAGES: stage,
    FUNCTION_URL: `http://127.0.0.1:${ports[at]}`,
  }),
]
const processes = [...replica('parser', 0), ...replica('extractor', 2), ...replica('extractor', 4)]
await restoreIfLost({ sql, redis })
const relay = startRelay({ sql, redis, log: openLog('test') })

afterAll(async () => {
  await relay.stop()
  await killAll(processes)
  model.closeAllConnections()
  model.close()
})

test(
  `${DOCUMENTS} documents at ${ANSWER_MS / 1_000} s a call end with none dead, and each is delivered once`,
  async () => {
    const ids: string[] = []
    for (let index = 0; index < DOCUMENTS; index += 1) {
      const title = `Apple raises outlook of its product ${index}`
      const at = new Date(Date.now() - 60_000).toISOString()
      ids.push(await place(title, { raw: newsItem(title), at }))
    }
    const jobs = ids.map((id) => ({
      to: 'parsing' as const,
      job: { document_id: id, ticker: '' as const, source_type: 'news_api' as const },
    }))
    await sql.begin((tx) => enqueue(tx, jobs, { key: 'test:slow', now: new Date() }))
    const countRead = async () =>
      (await sql`select from documents where status = 'extracted'`).length
    await expect.poll(countRead, { timeout: PATIENCE_MS, interval: 500 }).toBe(DOCUMENTS)

    const [went] = await sql`
      select count(*)::int as jobs, sum(deliveries)::int as deliveries, max(deliveries) as most,
        count(*) filter (where state = 'dead')::int as dead
      from jobs where list = 'extraction'`
    expect(went).toEqual({ jobs: DOCUMENTS, deliveries: DOCUMENTS, most: 1, dead: 0 })
    expect(asked).toBe(DOCUMENTS)
    expect(most).toBe(PLACES)
    const [log] = await sql`
      select count(*)::int as calls, count(*) filter (where outcome = 'answered')::int as answered
      from agent_performance_log`
    expect(log).toEqual({ calls: DOCUMENTS, answered: DOCUMENTS })
  },
  PATIENCE_MS + 60_000,
)
