/** What each route of the API tells, over a real database. */

import { describe, expect, test } from 'vitest'
import type { DocumentPage } from '#shared/contracts/api/documents.ts'
import type { DeadLetterRow } from '#shared/contracts/api/dead-letters.ts'
import type { PipelineState } from '#shared/contracts/api/operators.ts'
import type { Overview } from '#shared/contracts/api/overview.ts'
import type { BriefPage, TrendRow } from '#shared/contracts/api/signals.ts'
import { stageNames, stages } from '#shared/pipeline.ts'
import { noteModelServer } from '#shared/sql/models/servers.ts'
import { ids, NOW, textOf } from './fixture-base.ts'

import { openApi } from './api.ts'

const { sql, redis, call, read } = await openApi()

describe('what it tells', () => {
  test('the overview: mode, label, session, equity and the day, what is wrong', async () => {
    await redis.rpush('stonks:queue:aggregation', 'a', 'b')
    await redis.zadd('stonks:leases:extractor', 1, 'x')
    await redis.hset('stonks:replicas', { extractor: 1, parser: 0 })
    expect(await read('/api/overview')).toMatchObject({
      mode: 'SIMULATED',
      dataLabel: 'replay',
      clock: { now: NOW.toISOString(), mode: 'stepped', speed: 1 },
      market: { session: { date: '2024-03-14' }, next: { date: '2024-03-15' } },
      money: {
        equity: expect.stringMatching(/^\d+\.\d{6}$/),
        // No session before it is known: what the account was given is what the day began with.
        dayPnl: '242',
      },
      pipeline: {
        state: 'degraded',
        pending: 2,
        inFlight: 1,
        dead: 2,
        redisAnswers: true,
        store: null,
        troubled: [
          { stage: 'ingestion', why: 'dead_letters', count: 1 },
          { stage: 'extractor', why: 'dead_letters', count: 1 },
        ],
      },
      openOrders: 1,
      model: null,
    })
  })

  test('dead letters, and apart from them those that a later fetch settled', async () => {
    const told = await read<DeadLetterRow[]>('/api/dead-letters')
    expect(told.map(({ coveredBy }) => coveredBy)).toEqual([null, null])
    expect(await read('/api/dead-letters?state=settled&list=ingestion')).toMatchObject([
      { reason: 'fetched_since', coveredBy: ids.job(17), coveredAt: expect.any(String) },
    ])
    expect(await read('/api/dead-letters?state=settled&list=extraction')).toEqual([])
  })

  test('each stage of the table, and what moved over each edge', async () => {
    const { stages: told, edges } = await read<PipelineState>('/api/pipeline')
    expect(told.map(({ stage }) => stage)).toContain('lake-publisher')
    expect(told.find(({ stage }) => stage === 'extractor')).toMatchObject({
      inFlight: 1,
      done: 5,
      dead: 1,
      settled: 0,
      perMinute: 5,
      replicas: 1,
      paused: false,
    })
    expect(told.find(({ stage }) => stage === 'ingestion')).toMatchObject({ dead: 1, settled: 1 })
    expect(edges).toContainEqual({
      from: 'ingestion',
      service: null,
      list: 'parsing',
      to: 'parser',
      perMinute: 9,
    })
    expect(edges).toContainEqual({
      from: null,
      service: 'scheduler',
      list: 'ingestion',
      to: 'ingestion',
      perMinute: 1,
    })
  })

  test('every list a stage feeds is an edge, and every list has at least one', async () => {
    const { edges } = await read<PipelineState>('/api/pipeline')
    const fed = stageNames.flatMap((from) => stages[from].feeds.map((list) => `${from} ${list}`))
    const [inside, outside] = [true, false].map((isInside) =>
      edges.filter(({ from }) => (from !== null) === isInside),
    )
    expect(inside!.map(({ from, list }) => `${from} ${list}`).sort()).toEqual(fed.sort())
    expect(outside!.map(({ list, service }) => [list, service])).toEqual([
      ['ingestion', 'scheduler'],
      ['source_trials', 'symbol registry'],
      ['signal_engine', 'scheduler'],
      ['strategy', 'scheduler'],
      ['broker_orders', 'trading engine'],
      ['order_cancels', 'trading engine'],
      ['broker_sync', 'scheduler'],
      ['report_generation', 'scheduler'],
      ['backtest', 'query API'],
    ])
  })

  test('documents, filtered, with what was read out of them', async () => {
    const all = await read<unknown[]>('/api/documents?limit=500')
    expect(all).toHaveLength(12)
    expect(all[0]).toMatchObject({
      tickers: ['AAPL'],
      impacts: [{ ticker: 'AAPL', sentimentScore: 0.72 }],
    })
    expect(await read('/api/documents?ticker=xom')).toHaveLength(2)
    expect(await read('/api/documents?status=untracked')).toMatchObject([
      { statusReason: 'no_tracked_company' },
    ])
  })

  test('one document with its text and quotes that stand where they say', async () => {
    const page = await read<DocumentPage>(`/api/documents/${ids.document(0)}`)
    const quote = page.impacts[0]!.quotes[0]!
    expect(page.text).toBe(textOf(0).text)
    expect(page.text?.slice(quote.start, quote.end)).toBe(quote.text)
    expect(page.document.rawSha256).toMatch(/^[0-9a-f]{64}$/)
    // What is stored there by now is not what was read, and is not shown as if it were.
    const hash = page.document.normalizedSha256
    const store = (sha256: string | null) =>
      sql`update documents set normalized_sha256 = ${sha256} where document_id = ${ids.document(0)}`
    await store('f'.repeat(64))
    expect((await read<DocumentPage>(`/api/documents/${ids.document(0)}`)).text).toBeNull()
    await store(hash)
  })

  test('trends by how far they moved, decisions, positions, companies', async () => {
    expect(
      (await read<{ ticker: string }[]>('/api/trends?limit=2')).map(({ ticker }) => ticker),
    ).toEqual(['AAPL', 'NVDA'])
    expect(await read('/api/decisions?action=act')).toHaveLength(2)
    expect(await read('/api/positions')).toMatchObject([
      { ticker: 'XOM' },
      { ticker: 'AAPL', stopPrice: '167.110000' },
    ])
    expect(await read('/api/companies')).toHaveLength(6)
  })

  test('one recommendation with evidence for and against, checks, and what came of it', async () => {
    const page = await read<BriefPage>(`/api/recommendations/${ids.recommendation('AAPL')}`)
    expect(page.evidence.map(({ side }) => side)).toEqual(['supporting', 'supporting', 'opposing'])
    expect(page.brief.checks).toContainEqual({
      name: 'confidence',
      found: 0.71,
      limit: 0.55,
      passed: true,
    })
    expect(page.decisions).toMatchObject([{ action: 'act', orderState: 'filled' }])
  })

  test('one recommendation with the pairs that disagree, each with its documents, the weightiest first', async () => {
    const told = async () =>
      (await read<BriefPage>(`/api/recommendations/${ids.recommendation('AAPL')}`)).disagreements
    const { documentId, title, publisher } = (await told())[0]!.positive.document!
    expect([documentId, publisher]).toEqual([ids.document(0), expect.stringMatching(/./)])
    expect(title).toMatch(/./)
    expect(await told()).toMatchObject([
      {
        mass: 0.21,
        positive: { layer: 'company' },
        negative: { layer: 'macro', document: { documentId: ids.document(10) } },
      },
      {
        mass: 0.04,
        positive: { layer: 'competitive', document: { documentId: ids.document(3) } },
        negative: { layer: 'company', document: null },
      },
    ])
    const [pair] = await sql<{ pair: object }[]>`select disagreements -> 0 as pair
      from trend_history where trend_id = ${ids.trend('AAPL')}`
    const seven = Array.from({ length: 7 }, (_, place) => ({
      ...pair!.pair,
      mass: 0.9 - place / 10,
    }))
    await sql`update trend_history set disagreements = ${sql.json(seven)} where trend_id = ${ids.trend('AAPL')}`
    expect((await told()).map(({ mass }) => Number(mass.toFixed(1)))).toEqual([
      0.9, 0.8, 0.7, 0.6, 0.5,
    ])
  })

  test('one order with events, fills and the evaluation it rests on', async () => {
    expect(await read(`/api/orders/${ids.order('AAPL')}`)).toMatchObject({
      order: { state: 'filled', filledPriceAvg: '171.310000' },
      events: [{ event: 'intent' }, { event: 'submitted' }, { event: 'filled' }],
      fills: [{ executionId: '20240314::execution-1' }],
      risks: [{ passed: true }],
    })
  })

  test('equity of a day: since the session opened', async () => {
    const opened = Date.parse('2024-03-14T13:30:00Z')
    const taken = async (range: string) =>
      (await read<{ takenAt: string }[]>(`/api/equity?range=${range}`)).map(({ takenAt }) =>
        Date.parse(takenAt),
      )
    expect((await taken('1w')).some((at) => at < opened)).toBe(true)
    expect(Math.min(...(await taken('1d')))).toBeGreaterThanOrEqual(opened)
  })

  test('equity, thinned, keeps the newest point', async () => {
    const thin = await read<{ takenAt: string }[]>('/api/equity?points=5')
    expect(thin.length).toBeLessThanOrEqual(5)
    expect(thin.at(-1)?.takenAt).toBe(NOW.toISOString())
  })

  test('metrics in Prometheus text', async () => {
    const text = await (await call('/metrics')).text()
    expect(text).toContain('stonks_jobs_dead{list="extraction",stage="extractor"} 1\n')
    expect(text).toContain('stonks_documents{status="extracted"} 10\n')
  })
})

test('a window that ran empty has not moved, and comes last', async () => {
  const trends = () => read<TrendRow[]>('/api/trends?window=7d')
  const [first, ...others] = await trends()
  expect(first!.moved).not.toBeNull()
  await sql`update trend_windows set signal_count = 0, sentiment_mean = 0, previous_sentiment = -1
    where trend_id = ${first!.trendId}`
  const after = await trends()
  expect(after).toHaveLength(others.length + 1)
  expect(after.at(-1)).toMatchObject({ trendId: first!.trendId, moved: null })
})

test('the overview tells of the model that does not answer, and that the pipeline is degraded by it', async () => {
  const told = async () => {
    const { model, pipeline } = await read<Overview>('/api/overview')
    return { model, state: pipeline.state }
  }
  await sql`update jobs set state = 'done' where state = 'dead'`
  await redis.flushdb()
  expect(await told()).toEqual({ model: null, state: 'running' })
  const server = { server: 'http://ollama:11434', model: 'm:1', said: 'connection refused' }
  await noteModelServer(sql, { ...server, kind: 'ollama', modelVersion: '', state: 'away' })
  expect(await told()).toMatchObject({
    model: { ...server, state: 'away', since: expect.any(String) },
    state: 'degraded',
  })
  await noteModelServer(sql, { ...server, kind: 'ollama', modelVersion: '', state: 'answers' })
  expect(await told()).toEqual({ model: null, state: 'running' })
})
