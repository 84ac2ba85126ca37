/** Alpaca's bars over HTTP into the record: several symbols, page by page, beside Polygon's. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { saveBars } from '#shared/sql/market/save-bars.ts'
import { jobFor, openBench } from './bench.ts'

const bench = await openBench()
const { sql, server } = bench
const NOW = '2019-01-05T01:00:00Z'
const BARS = '/alpaca-data/v2/stocks/bars'

beforeEach(async () => {
  await sql`truncate market_snapshots, minute_bars, rejects, ingestion_runs`
})

const bar = (t: string, changes: object = {}) => ({
  t,
  o: 100,
  h: 110,
  l: 99,
  c: 105.25,
  v: 1200,
  n: 3,
  vw: 104,
  ...changes,
})
const ok = (bars: unknown, next_page_token: string | null = null) => ({
  body: JSON.stringify({ bars, next_page_token }),
})
const alpacaJob = (sourceName: string, config: object, ticker = '') =>
  jobFor(sql, { sourceType: 'alpaca_bars', sourceName, config: { ...config } }, ticker)

async function run(job: IngestionJob, at = NOW) {
  await bench.run(job, at)
  return (
    await sql`select status, items_new, error from ingestion_runs order by started_at desc limit 1`
  )[0]
}
const stored = () => sql`
  select ticker, session_date::text as day, close, vendor, basis from market_snapshots order by 1, 2`

describe('days of all tracked tickers', () => {
  it('are asked for at once, raw, with keys of their own, and read one by one', async () => {
    let sent: Record<string, unknown> = {}
    server.answer(BARS, (request) => {
      sent = request.headers
      return request.url?.includes('page_token=p2')
        ? ok({ MSFT: [bar('2019-01-03T05:00:00Z'), bar('2019-01-04T05:00:00Z', { c: 'x' })] })
        : ok(
            {
              AAPL: [bar('2019-01-03T05:00:00Z'), bar('2019-01-04T05:00:00Z'), null],
              OTHER: [bar('2019-01-04T05:00:00Z')],
            },
            'p2',
          )
    })
    const job = await alpacaJob('Range', { kind: 'range', history_days: 10 })
    expect(await run(job)).toMatchObject({ status: 'partly', itemsNew: 3 })
    const row = { close: '105.250000', vendor: 'alpaca_iex', basis: 'raw' }
    expect(await stored()).toEqual([
      { ticker: 'AAPL', day: '2019-01-03', ...row },
      { ticker: 'AAPL', day: '2019-01-04', ...row },
      { ticker: 'MSFT', day: '2019-01-03', ...row },
    ])
    const asked = new URL(server.asked.at(-1)!, 'http://x').searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      symbols: 'AAPL,MSFT,SPY',
      timeframe: '1Day',
      adjustment: 'raw',
      feed: 'iex',
      page_token: 'p2',
    })
    expect(sent).toMatchObject({
      'apca-api-key-id': 'data-key',
      'apca-api-secret-key': 'data-secret',
    })
  })

  it('never take the place of Polygon’s, and fill what it has not told', async () => {
    const told = {
      ticker: 'AAPL',
      sessionDate: '2019-01-04',
      open: '1',
      high: '3',
      low: '1',
      close: '2',
      volume: '1',
      vwap: null,
    }
    const origin = {
      sourceId: '00000000-0000-4000-8000-000000000001',
      rawKey: null,
      fetchedAt: new Date('2019-01-04T22:00:00Z'),
    }
    await sql.begin((tx) => saveBars(tx, [told], origin))
    server.answer(BARS, ok({ AAPL: [bar('2019-01-03T05:00:00Z'), bar('2019-01-04T05:00:00Z')] }))
    await run(await alpacaJob('Beside', { kind: 'range', history_days: 5, feed: 'sip' }, 'AAPL'))
    expect((await stored()).map(({ day, vendor }) => [day, vendor])).toEqual([
      ['2019-01-03', 'alpaca_sip'],
      ['2019-01-04', 'polygon'],
    ])
  })

  it('are all but lost to one symbol that Alpaca does not know: it alone is', async () => {
    server.answer(BARS, (request) =>
      request.url?.includes('AAPL')
        ? { status: 400, body: '{"message":"invalid symbol: AAPL"}' }
        : ok({ MSFT: [bar('2019-01-04T05:00:00Z')] }),
    )
    const outcome = await run(await alpacaJob('Unknown', { kind: 'range', history_days: 5 }))
    expect(outcome).toMatchObject({ status: 'succeeded', itemsNew: 1 })
    expect(outcome?.['error']).toMatch(/^bars of AAPL: .*400/)
  })

  it('of pages already had are kept when a later one fails', async () => {
    server.answer(BARS, (request) =>
      request.url?.includes('page_token')
        ? { status: 500 }
        : ok({ AAPL: [bar('2019-01-04T05:00:00Z')] }, 'p2'),
    )
    expect(await run(await alpacaJob('Cut', { kind: 'range', history_days: 5 }))).toMatchObject({
      status: 'partly',
      itemsNew: 1,
    })
  })

  it('that the subscription does not hold put the source to rest; a redirect takes no key along', async () => {
    const message = 'subscription does not permit querying recent SIP data'
    server.answer(BARS, { status: 403, body: JSON.stringify({ message }) })
    const job = await alpacaJob('No sip', { kind: 'range', feed: 'sip' })
    const outcome = await run(job)
    expect(outcome).toMatchObject({ status: 'failed' })
    expect(outcome?.['error']).toContain(message)
    const asked = server.asked.length
    await run(job, '2019-01-05T02:00:00Z')
    expect(server.asked.length).toBe(asked)
    server.answer(BARS, { status: 302, headers: { location: `${server.url}/elsewhere` } })
    await expect(run(await alpacaJob('Away', { kind: 'range' }))).rejects.toThrow(
      'where a key does not go',
    )
    expect(server.asked.at(-1)).not.toContain('elsewhere')
  })
})

describe('minutes', () => {
  const minutes = {
    AAPL: [
      bar('2019-01-04T13:15:00Z'),
      bar('2019-01-04T14:30:00Z'),
      bar('2019-01-04T14:31:00.123456789Z'),
    ],
  }
  const told = () =>
    sql`select ticker, starts_at, is_extended, vendor from minute_bars order by starts_at`

  it('of a session are kept, those before it where wanted', async () => {
    server.answer(BARS, ok(minutes))
    await run(await alpacaJob('Minutes', { kind: 'minute', extended_hours: true }))
    expect(
      (await told()).map(({ startsAt, isExtended }) => [startsAt.toISOString(), isExtended]),
    ).toEqual([
      ['2019-01-04T13:15:00.000Z', true],
      ['2019-01-04T14:30:00.000Z', false],
    ])
  })

  it('that are the last ones come in the running session', async () => {
    server.answer(
      `${BARS}/latest`,
      ok({ AAPL: bar('2019-01-04T15:58:00Z'), MSFT: bar('2019-01-04T15:59:00Z') }),
    )
    await run(await alpacaJob('Latest', { kind: 'latest' }), '2019-01-04T15:59:30Z')
    // A minute that is not over is not taken.
    expect((await told()).map(({ ticker }) => ticker)).toEqual(['AAPL'])
  })
})
