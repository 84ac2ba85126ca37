import { expect, test } from 'vitest'
import type {
  RejectRow,
  RunRow,
  StreamRow,
  WatchedSource,
  SourcePage,
} from '#shared/contracts/api/sources.ts'
import { shownText } from '../../../services/query-api/sources/rejects.ts'
import { openApi } from './api.ts'
import { ids } from './fixture-base.ts'

const { sql, call, read } = await openApi()
const states = async (path: string) =>
  (await read<WatchedSource[]>(path)).map(({ sourceName, ticker, state }) =>
    [sourceName, ticker, state].filter(Boolean).join(' '),
  )

test('sources come failing first, each with its state', async () => {
  expect(await states('/api/sources')).toEqual([
    'CNBC failing',
    'The Daily Ledger incomplete',
    'Alpaca account untried',
    'SEC EDGAR AAPL healthy',
    'Polygon bars AAPL healthy',
    'Polygon news healthy',
    'Polygon bars XOM paused',
  ])
  const [cnbc] = await read<WatchedSource[]>('/api/sources?state=failing')
  expect(cnbc).toMatchObject({
    failures: 4,
    lastError: 'Ask https://feeds.example.com/markets.xml: expected 200, found 503',
    rejects: 1,
    isInFlight: false,
  })
  expect(cnbc?.failingSince).not.toBeNull()
})

test('a source of a company that rests is paused, and one that waits for its turn says so', async () => {
  await sql`update companies set active = false where ticker = 'AAPL'`
  await sql`insert into ingestion_runs (ingestion_run_id, source_id, status, started_at)
    values (gen_random_uuid(), ${ids.source('Polygon news')}, 'put_off', now() + interval '1 year')`
  expect(await states('/api/sources?state=paused')).toEqual([
    'SEC EDGAR AAPL paused',
    'Polygon bars AAPL paused',
    'Polygon bars XOM paused',
  ])
  expect(await states('/api/sources?state=waiting_turn')).toEqual(['Polygon news waiting_turn'])
  expect(await states('/api/sources?ticker=xom&type=market_api')).toEqual([
    'Polygon bars XOM paused',
  ])
  await sql`update companies set active = true`
})

test('say how often prices bore them out, how sure that is, and whose documents they give', async () => {
  const records = new Map(
    (await read<WatchedSource[]>('/api/sources')).map((row) => [
      row.sourceName + row.ticker,
      row.record,
    ]),
  )
  expect(records.get('CNBC')).toMatchObject({ tried: 100, borneOut: 40, through: '2024-03-13' })
  expect(records.get('CNBC')?.interval.high).toBeCloseTo(0.498, 3)
  expect(records.get('The Daily Ledger')).toEqual({
    tried: 0,
    borneOut: 0,
    through: null,
    interval: { low: 0, high: 1 },
  })
  for (const silent of ['Polygon barsAAPL', 'Alpaca account'])
    expect(records.get(silent), `${silent} speaks of no company`).toBeNull()
  const { publishers } = await read<SourcePage>(`/api/sources/${ids.source('Polygon news')}`)
  expect(publishers.map(({ domain, tried }) => [domain, tried])).toEqual([
    ['reuters.com', 241],
    ['fresh-wire.example', 0],
  ])
})

test('streams say how they stand, and that nobody keeps them any more', async () => {
  const streams = async () =>
    (await read<StreamRow[]>('/api/streams')).map(({ feed, state, connects, failures }) =>
      [feed, state, connects, failures].join(' '),
    )
  expect(await streams()).toEqual(['iex live 1 0', 'trade_updates waiting 3 5'])
  // A try that is due later is no silence; one that was due long ago is.
  await sql`update market_streams set since = since - interval '1 day', seen_at = seen_at - interval '1 day',
    last_message_at = last_message_at - interval '1 day'`
  expect(await streams()).toEqual(['iex silent 1 0', 'trade_updates waiting 3 5'])
  await sql`update market_streams set next_try_at = next_try_at - interval '1 day'`
  expect(await streams()).toEqual(['iex silent 1 0', 'trade_updates silent 3 5'])
})

test('a fetch under way shows', async () => {
  await sql`insert into jobs (job_id, list, payload, state, producer, business_at, enqueued_at)
    values (gen_random_uuid(), 'ingestion', ${sql.json({ source_id: ids.source('CNBC') })}, 'queued',
      'scheduler', now(), clock_timestamp())`
  expect((await read<WatchedSource[]>('/api/sources?state=failing'))[0]?.isInFlight).toBe(true)
  await sql`update jobs set state = 'done', settled_at = now() where list = 'ingestion' and state = 'queued'`
})

test('a source’s page hides the keys of its address, and says what would go with it', async () => {
  const page = await read<SourcePage>(`/api/sources/${ids.source('CNBC')}`)
  expect(page).toMatchObject({ runs: 5, documents: 0, gives: expect.any(String) })
  expect(JSON.stringify(page)).not.toContain('s3cr3t')
  expect((await call(`/api/sources/${ids.source('nowhere')}`)).status).toBe(404)
  expect((await call(`/api/sources/${ids.source('nowhere')}/runs`)).status).toBe(404)
})

test('runs are those of one source, newest first', async () => {
  const runs = await read<RunRow[]>(`/api/sources/${ids.source('CNBC')}/runs`)
  expect(runs.map(({ status }) => status)).toEqual([
    'failed',
    'failed',
    'failed',
    'failed',
    'succeeded',
  ])
})

test('rejects begin with what can be shown, and nothing that a terminal or a reader obeys', async () => {
  const [row] = await read<RejectRow[]>(`/api/rejects?source=${ids.source('CNBC')}`)
  expect(row).toMatchObject({
    reason: 'date_absurd',
    times: 3,
    sourceName: 'CNBC',
    item: '{"title":null,"published_utc":"0000-00-00","note":"??odd?"}',
  })
  expect(await read(`/api/rejects?reason=nothing_such`)).toEqual([])
})

test.each([
  [Buffer.from('a\u001b[31mred'), 'a?[31mred'],
  [Buffer.from([0xff, 0xfe, 0x00, 0x41]), '???A'],
  [Buffer.from('two\nlines\tof'), 'two\nlines of'],
  // Cut within a character: what is left of it is not shown.
  [Buffer.concat([Buffer.alloc(599, 'x'), Buffer.from('é').subarray(0, 1)]), 'x'.repeat(599)],
])('%j as text', (bytes, text) => expect(shownText(bytes)).toBe(text))
