import { describe, expect, it } from 'vitest'
import { readBarsBefore } from '#shared/sql/market/bars.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { fc, test } from '@fast-check/vitest'
import { readBars } from '#shared/clients/polygon/read-bars.ts'
import { openBench, jobFor } from './bench.ts'

const bench = await openBench()
const { sql, server } = bench
const now = new Date('2019-01-05T01:00:00Z')

function bar(date: string, changes: Record<string, unknown> = {}) {
  return {
    t: newYorkInstant(date, '00:00').getTime(),
    o: 100,
    h: 110,
    l: 99,
    c: 105.25,
    v: 12345,
    vw: 104,
    ...changes,
  }
}

/** When everything fetched here is known. */
const AFTERWARDS = new Date('2019-02-01T00:00:00Z')

describe('readBars()', () => {
  it.each([
    [bar('2019-01-02', { h: 98 }), 'high_below_low'],
    [bar('2019-01-02', { o: 0 }), 'price_not_positive'],
    [bar('2019-01-02', { l: -1 }), 'price_not_positive'],
    [bar('2019-01-02', { c: 111 }), 'price_outside_range'],
    [bar('2019-01-02', { v: -1 }), 'volume_negative'],
    [bar('2019-01-02', { c: 'x' }), 'number_missing'],
    [bar('2019-01-02', { t: null }), 'number_missing'],
    [bar('2019-01-02', { h: 1e15 }), 'number_too_large'],
    [bar('2019-01-01'), 'no_session'],
    [bar('2019-01-02', { t: 1e18 }), 'no_session'],
    [bar('2019-01-02', { t: -1e12 }), 'no_session'],
    [null, 'not_a_bar'],
    ['x', 'not_a_bar'],
  ])('refuses %j as %s', (item, reason) => {
    expect(readBars([item], () => 'AAPL', now)).toEqual({
      bars: [],
      rejects: [expect.objectContaining({ reason })],
    })
  })

  it('passes over the session that has not closed', () => {
    const closing = new Date('2019-01-04T20:59:59Z')
    expect(readBars([bar('2019-01-04')], () => 'AAPL', closing)).toEqual({ bars: [], rejects: [] })
  })

  test.prop([fc.array(fc.anything())])('never throws, whatever it is given', (items) => {
    const read = readBars(items, () => 'AAPL', now)
    expect(read.bars.length + read.rejects.length).toBeLessThanOrEqual(items.length)
  })
})

describe("a company's past", () => {
  it('is stored from a page with holes and in any order, and what is wrong is kept apart', async () => {
    const job = await jobFor(
      sql,
      { sourceType: 'market_api', config: { kind: 'range', history_days: 10 } },
      'AAPL',
    )
    const path = '/polygon/v2/aggs/ticker/AAPL/range/1/day/2018-12-25/2019-01-04'
    const results = [
      bar('2019-01-04'),
      bar('2019-01-02'),
      bar('2019-01-03', { h: 1, l: 2 }),
      bar('2018-12-31', { o: 1e-7 }),
    ]
    server.answer(path, { body: JSON.stringify({ status: 'OK', results }) })
    await bench.run(job, now.toISOString())
    const bars = await readBarsBefore(sql, 'AAPL', 10, AFTERWARDS)
    expect(bars.map(({ sessionDate, close }) => [sessionDate, close])).toEqual([
      ['2019-01-02', '105.250000'],
      ['2019-01-04', '105.250000'],
    ])
    expect(
      await sql`select reason, says, convert_from(item, 'UTF8')::jsonb->>'h' as high, times
        from rejects order by reason`,
    ).toEqual([
      { reason: 'high_below_low', says: 'a bar of AAPL', high: '1', times: 1 },
      { reason: 'price_outside_range', says: 'a bar of AAPL', high: '110', times: 1 },
    ])
    const [run] = await sql`select status, items_found, items_new, error from ingestion_runs`
    expect(run).toEqual({
      status: 'partly',
      itemsFound: 4,
      itemsNew: 2,
      error: 'refused: 1 high_below_low, 1 price_outside_range',
    })
    const [stored] = await sql`select raw_key from market_snapshots limit 1`
    expect((await bench.objects.get('stonks-raw-market', stored?.['rawKey'])).toString()).toContain(
      '"status":"OK"',
    )
  })

  it('is refused without a ticker', async () => {
    const job = await jobFor(sql, { sourceType: 'market_api', config: { kind: 'range' } })
    await expect(bench.run(job, now.toISOString())).rejects.toMatchObject({
      reason: 'bad_source_config',
    })
  })
})

describe('one session of all companies', () => {
  const path = (date: string) => `/polygon/v2/aggs/grouped/locale/us/market/stocks/${date}`
  const grouped = (date: string, ...tickers: string[]) => {
    const t = newYorkInstant(date, '16:00').getTime()
    server.answer(path(date), {
      body: JSON.stringify({
        status: 'OK',
        ...(tickers.length ? { results: tickers.map((T) => ({ T, ...bar(date, { t }) })) } : {}),
      }),
    })
  }

  it('is fetched once for each closed session, and kept for tracked companies', async () => {
    const job = await jobFor(sql, {
      sourceType: 'market_api',
      config: { kind: 'grouped_daily' },
      sourceName: 'Grouped',
    })
    grouped('2019-01-07', 'MSFT', 'TSLA', 'SPY')
    await bench.run(job, '2019-01-08T01:00:00Z')
    expect(
      (await readBarsBefore(sql, 'MSFT', 5, AFTERWARDS)).map(({ sessionDate }) => sessionDate),
    ).toEqual(['2019-01-07'])
    expect(await sql`select from market_snapshots where ticker = 'TSLA'`).toHaveLength(0)
    // What accounts are compared with is no company, and its prices are kept.
    expect(await readBarsBefore(sql, 'SPY', 5, AFTERWARDS)).toHaveLength(1)
    const asked = server.asked.length
    await bench.run(job, '2019-01-08T20:59:00Z')
    expect(server.asked.length).toBe(asked)
    grouped('2019-01-08', 'MSFT')
    grouped('2019-01-09', 'MSFT')
    await bench.run(job, '2019-01-09T22:00:00Z')
    expect(server.asked.slice(asked).map((url) => url.split('?')[0])).toEqual([
      path('2019-01-08'),
      path('2019-01-09'),
    ])
  })

  it('that is not there yet is asked for again, until it is too old to come', async () => {
    const job = await jobFor(sql, {
      sourceType: 'market_api',
      config: { kind: 'grouped_daily' },
      sourceName: 'Late',
    })
    grouped('2019-01-10')
    await bench.run(job, '2019-01-10T21:30:00Z')
    grouped('2019-01-10', 'AAPL')
    await bench.run(job, '2019-01-10T22:30:00Z')
    expect((await readBarsBefore(sql, 'AAPL', 1, AFTERWARDS))[0]?.sessionDate).toBe('2019-01-10')
    grouped('2019-01-11')
    for (const date of ['2019-01-14', '2019-01-15', '2019-01-16']) grouped(date, 'AAPL')
    await bench.run(job, '2019-01-16T22:00:00Z')
    expect((await readBarsBefore(sql, 'AAPL', 1, AFTERWARDS))[0]?.sessionDate).toBe('2019-01-16')
  })
})
