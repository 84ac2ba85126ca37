/** The API over a real database: what each route tells, and how it refuses. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IRequest } from 'itty-router'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFolder } from '#shared/clients/objects-folder.ts'
import { pino } from 'pino'
import { countDocuments } from '#shared/sql/views/documents.ts'
import { readPulse } from '#shared/sql/views/pulse.ts'
import type { DeadLetter } from '#shared/sql/views/dead-letters.ts'
import type { BriefPage, DocumentPage } from '../../../services/query-api/entities.ts'
import { openLive } from '../../../services/query-api/live.ts'
import { renderMetrics } from '../../../services/query-api/metrics.ts'
import { servePage } from '../../../services/query-api/page.ts'
import { openReads } from '../../../services/query-api/reads.ts'
import { routes } from '../../../services/query-api/routes.ts'
import type { PipelineView } from '../../../services/query-api/stages.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openTestRedis } from '../../helpers/redis.ts'
import { fillFixture } from './fixture.ts'
import { ids, NOW, textOf } from './fixture-base.ts'

const { sql } = await cloneDatabase()
const { redis } = await openTestRedis(8)
const folder = mkdtempSync(join(tmpdir(), 'stonks-page-'))
const objects = openFolder(folder)
const clock = { mode: 'stepped' as const, speed: 1, now: () => NOW }
const live = openLive(() => readPulse(sql), pino({ level: 'silent' }))
const reads = openReads({ sql, redis, clock, objects, brokerMode: 'paper', dataLabel: 'replay' })
const router = routes({
  reads,
  live: () => live.open(),
  metrics: async () => renderMetrics(await reads.pipeline(), await countDocuments(sql)),
  page: servePage(join(folder, 'page')),
})

const call = (path: string, init?: RequestInit): Promise<Response> =>
  router.fetch(new Request(`http://page${path}`, init) as unknown as IRequest)
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
const read = async <T = unknown>(path: string) => (await (await call(path)).json()) as T

beforeAll(() => fillFixture(sql, objects))
afterAll(() => {
  live.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('what it tells', () => {
  test('the strip: mode, label, session, equity and the day, what is wrong', async () => {
    await redis.rpush('stonks:queue:aggregation', 'a', 'b')
    await redis.zadd('stonks:leases:extractor', 1, 'x')
    await redis.hset('stonks:replicas', { extractor: 1, parser: 0 })
    expect(await read('/api/overview')).toMatchObject({
      mode: 'SIMULATED', dataLabel: 'replay',
      clock: { now: NOW.toISOString(), mode: 'stepped', speed: 1 },
      market: { session: { date: '2024-03-14' }, next: { date: '2024-03-15' } },
      money: { equity: expect.stringMatching(/^\d+\.\d{6}$/), openingEquity: '100100.000000' },
      pipeline: {
        state: 'degraded', pending: 2, inFlight: 1, dead: 2, redisAnswers: true,
        troubled: [{ stage: 'ingestion', why: 'dead_letters', count: 1 }, { stage: 'extractor', why: 'dead_letters', count: 1 }],
      },
      openOrders: 1,
    })
  })

  test('each stage of the table, and what moved over each edge', async () => {
    const { stages, edges } = await read<PipelineView>('/api/pipeline')
    expect(stages.map(({ stage }) => stage)).toContain('lake-publisher')
    expect(stages.find(({ stage }) => stage === 'extractor'))
      .toMatchObject({ inFlight: 1, done: 5, dead: 1, perMinute: 5, replicas: 1, paused: false })
    expect(edges).toContainEqual({ from: 'ingestion', list: 'parsing', to: 'parser', perMinute: 9 })
    expect(edges).toContainEqual({ from: null, list: 'ingestion', to: 'ingestion', perMinute: 1 })
  })

  test('documents, filtered, with what was read out of them', async () => {
    const all = await read<unknown[]>('/api/documents?limit=500')
    expect(all).toHaveLength(12)
    expect(all[0]).toMatchObject({ tickers: ['AAPL'], impacts: [{ ticker: 'AAPL', sentimentScore: 0.72 }] })
    expect(await read('/api/documents?ticker=xom')).toHaveLength(2)
    expect(await read('/api/documents?status=untracked')).toMatchObject([{ statusReason: 'no_tracked_company' }])
  })

  test('one document with its text and quotes that stand where they say', async () => {
    const page = await read<DocumentPage>(`/api/documents/${ids.document(0)}`)
    const quote = page.impacts[0]!.quotes[0]!
    expect(page.text).toBe(textOf(0).text)
    expect(page.text?.slice(quote.start, quote.end)).toBe(quote.text)
    expect(page.document.rawSha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('trends by how far they moved, decisions, positions, companies', async () => {
    expect((await read<{ ticker: string }[]>('/api/trends?limit=2')).map(({ ticker }) => ticker)).toEqual(['AAPL', 'NVDA'])
    expect(await read('/api/decisions?action=act')).toHaveLength(2)
    expect(await read('/api/positions')).toMatchObject([{ ticker: 'XOM' }, { ticker: 'AAPL', stopPrice: '167.110000' }])
    expect(await read('/api/companies')).toHaveLength(6)
  })

  test('one recommendation with evidence for and against, checks, and what came of it', async () => {
    const page = await read<BriefPage>(`/api/recommendations/${ids.recommendation('AAPL')}`)
    expect(page.evidence.map(({ side }) => side)).toEqual(['supporting', 'supporting', 'opposing'])
    expect(page.brief.checks).toContainEqual({ name: 'confidence', found: 0.71, limit: 0.55, passed: true })
    expect(page.decisions).toMatchObject([{ action: 'act', orderState: 'filled' }])
  })

  test('one order with events, fills and the evaluation it rests on', async () => {
    expect(await read(`/api/orders/${ids.order('AAPL')}`)).toMatchObject({
      order: { state: 'filled', filledPriceAvg: '171.310000' },
      events: [{ event: 'intent' }, { event: 'submitted' }, { event: 'filled' }],
      fills: [{ executionId: '20240314::execution-1' }],
      risks: [{ passed: true }],
    })
  })

  test('equity, thinned, keeps the newest point', async () => {
    const thin = await read<{ takenAt: string }[]>('/api/equity?points=5')
    expect(thin.length).toBeLessThanOrEqual(5)
    expect(thin.at(-1)?.takenAt).toBe(NOW.toISOString())
  })

  test('metrics in Prometheus text', async () => {
    const text = await (await call('/metrics')).text()
    expect(text).toContain('stonks_jobs_dead{stage="extractor"} 1\n')
    expect(text).toContain('stonks_documents{status="extracted"} 10\n')
  })
})

describe('how it refuses', () => {
  test.each([
    ['/api/documents?limit=501', 422],
    ['/api/documents?limit=-1', 422],
    ['/api/documents?surprise=1', 422],
    ['/api/documents/none', 422],
    [`/api/documents/${ids.order('AAPL')}`, 404],
    ['/api/nothing', 404],
    ['/api/equity?range=2y', 422],
    ['/../../etc/passwd', 503],
    ['/assets/none.js', 404],
  ])('%s with %d and a detail', async (path, status) => {
    const response = await call(path)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ detail: expect.any(String) })
  })

  test('a change from another site, as a form, or in another shape', async () => {
    const body = { enabled: false, reason: '' }
    expect((await post('/api/pipeline/toggle', body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post('/api/pipeline/toggle', body, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('/api/pipeline/toggle', { enabled: 'no' })).status).toBe(422)
    expect((await post('/api/pipeline/toggle', { enabled: false, reason: 'x'.repeat(201) })).status).toBe(422)
    expect((await call('/api/pipeline/toggle', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })).status).toBe(400)
    expect(await read('/api/pipeline/toggle')).toMatchObject({ enabled: true })
  })
})

describe('what it changes', () => {
  test('the switch, for PostgreSQL, Redis and the strip at once', async () => {
    expect(await (await post('/api/pipeline/toggle', { enabled: false, reason: 'a test' })).json())
      .toMatchObject({ enabled: false, changedBy: 'operator', reason: 'a test' })
    expect(await redis.get('stonks:pipeline:enabled')).toBe('0')
    expect(await read('/api/overview')).toMatchObject({ pipeline: { state: 'paused' } })
    await post('/api/pipeline/toggle', { enabled: true, reason: '' })
    expect(await read('/api/pipeline/toggle')).toMatchObject({ enabled: true })
  })

  test('a dead letter goes back to its list, once', async () => {
    const letter = (await read<DeadLetter[]>('/api/dead-letters?list=extraction'))[0]!
    expect(JSON.parse(letter.payload)).toHaveProperty('document_id')
    expect((await post(`/api/dead-letters/${letter.jobId}/replay`, {})).status).toBe(200)
    expect(await sql`select state, replayed from jobs where job_id = ${letter.jobId}`).toMatchObject([{ state: 'queued', replayed: 1 }])
    expect((await post(`/api/dead-letters/${letter.jobId}/replay`, {})).status).toBe(404)
  })
})

test('news names the topic that changed, and only while someone listens', async () => {
  const reader = live.open().body!.getReader()
  const decoder = new TextDecoder()
  let told = ''
  const until = async (wanted: string) => {
    while (!told.includes(wanted)) told += decoder.decode((await reader.read()).value)
  }
  await until('welcome')
  await sql`insert into circuit_breaker_events (breaker, opened_at) values ('manual', ${NOW})`
  const change = setInterval(() => {
    void sql`update documents set status_at = status_at + interval '1 day' where document_id = ${ids.document(3)}`
  }, 300)
  await until('"documents"')
  clearInterval(change)
  await reader.cancel()
  expect(live.clients).toBe(0)
})
