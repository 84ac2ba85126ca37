/** What Polygon says of the market, over HTTP into the record: each answer it really gives, and odd ones. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { readDetails } from '#shared/sql/market/details.ts'
import { jobFor, openBench } from './bench.ts'

const bench = await openBench()
const { sql, server } = bench
const NOW = '2019-01-05T01:00:00Z'
const RANGE = '/polygon/v2/aggs/ticker/AAPL/range/1/day/2018-12-25/2019-01-04'

beforeEach(async () => {
  await sql`truncate market_snapshots, minute_bars, corporate_actions, security_details, rejects,
    ingestion_runs`
})

const ok = (results: unknown, more: object = {}) => ({
  body: JSON.stringify({ status: 'OK', results, ...more }),
})
const bar = (date: string, changes: object = {}) => {
  const t = newYorkInstant(date, '00:00').getTime()
  return { t, o: 100, h: 110, l: 99, c: 105.25, v: 12345, vw: 104, n: 7, ...changes }
}
const rangeJob = (sourceName: string) =>
  jobFor(
    sql,
    { sourceType: 'market_api', sourceName, config: { kind: 'range', history_days: 10 } },
    'AAPL',
  )
const lastRun = async () =>
  (
    await sql`select status, items_new, error from ingestion_runs order by started_at desc limit 1`
  )[0]
const daysOf = async (ticker = 'AAPL') =>
  (
    await sql<{ day: string }[]>`
      select session_date::text as day from market_snapshots where ticker = ${ticker} order by 1`
  ).map(({ day }) => day)

async function run(job: IngestionJob, at = NOW) {
  await bench.run(job, at)
  return lastRun()
}

describe("a company's bars", () => {
  it('are asked for as they were traded', async () => {
    server.answer(RANGE, ok([bar('2019-01-04')]))
    await run(await rangeJob('Raw'))
    expect(server.asked.at(-1)).toContain('adjusted=false')
    const [stored] = await sql`select basis, vendor from market_snapshots`
    expect(stored).toEqual({ basis: 'raw', vendor: 'polygon' })
  })

  it('are each read by themselves, whatever stands beside them', async () => {
    const good = [
      bar('2018-12-31', { v: 1.234567e7 }),
      bar('2019-01-02', { vw: undefined, n: undefined }),
      bar('2019-01-03', { v: 0, vw: 'x' }),
    ]
    const odd = [
      null,
      7,
      'bar',
      [],
      {},
      bar('2019-01-04', { t: '1546578000000' }),
      bar('2019-01-04', { t: 1546578000 }),
      bar('2019-01-04', { t: 1546578000000000 }),
      bar('2019-01-04', { t: 1e300 }),
      bar('2019-01-04', { c: null }),
      bar('2019-01-04', { o: '100' }),
      bar('2019-01-04', { h: true }),
      bar('2019-01-04', { v: -1 }),
      bar('2019-01-04', { l: 120 }),
      bar('2019-01-01'),
    ]
    server.answer(RANGE, ok([good[2], ...odd, good[0], good[1], good[1]]))
    expect(await run(await rangeJob('Odd'))).toMatchObject({ status: 'partly', itemsNew: 3 })
    expect(await daysOf()).toEqual(['2018-12-31', '2019-01-02', '2019-01-03'])
    const stored = await sql`select volume, vwap from market_snapshots order by session_date`
    expect(stored).toEqual([
      { volume: '12345670.0000', vwap: '104.000000' },
      { volume: '12345.0000', vwap: null },
      { volume: '0.0000', vwap: null },
    ])
    const [counted] = await sql`select sum(times)::int as times from rejects`
    expect(counted).toEqual({ times: odd.length })
  })

  it('of another company are not taken for its own', async () => {
    server.answer(RANGE, ok([bar('2019-01-04')], { ticker: 'GM' }))
    await expect(run(await rangeJob('Other'))).rejects.toThrow('the answer is of "GM"')
    expect(await daysOf()).toEqual([])
    server.answer(RANGE, ok([bar('2019-01-04')], { ticker: 'aapl' }))
    await run(await rangeJob('Other'), '2019-01-06T01:00:00Z')
    expect(await daysOf()).toEqual(['2019-01-04'])
  })

  it('come from the next page at our own address, wherever that is said to be', async () => {
    const next =
      'https://api.polygon.io/v2/aggs/ticker/AAPL/range/1/day/154/2019-01-04?cursor=c1&apiKey=theirs'
    server.answer(RANGE, ok([bar('2019-01-02')], { next_url: next }))
    server.answer(
      '/polygon/v2/aggs/ticker/AAPL/range/1/day/154/2019-01-04',
      ok([bar('2019-01-03')]),
    )
    expect(await run(await rangeJob('Paged'))).toMatchObject({ status: 'succeeded' })
    expect(await daysOf()).toEqual(['2019-01-02', '2019-01-03'])
    expect(server.asked.at(-1)).toMatch(/cursor=c1$/)
  })

  it.each([
    ['fails', { status: 500 }],
    ['is refused', { status: 400 }],
    ['is no JSON', { body: '<html>' }],
    ['is the first one again', undefined],
  ])('of pages already had are kept when a later one %s', async (name, reply) => {
    const path = `/v2/aggs/ticker/AAPL/range/1/day/9/${name.replaceAll(' ', '')}`
    const own = `/v2/aggs/ticker/AAPL/range/1/day/2018-12-25/2019-01-04?adjusted=false&sort=asc&limit=50000`
    server.answer(
      RANGE,
      ok([bar('2019-01-02')], { next_url: `http://x.example${reply ? path : own}` }),
    )
    if (reply) server.answer(`/polygon${path}`, reply)
    const outcome = await run(await rangeJob(name))
    expect(outcome).toMatchObject({ status: 'partly', itemsNew: 1 })
    expect(outcome?.['error']).toMatch(/^bars of AAPL: page 2/)
  })

  it.each([
    ['unknown', { status: 404, body: '{"status":"NOT_FOUND"}' }],
    ['empty', ok(undefined, { resultsCount: 0 })],
    ['null', ok(null)],
  ])(
    'of a ticker that trades no more (%s) are said to be missing, and no job is lost',
    async (name, reply) => {
      server.answer(RANGE, reply)
      const outcome = await run(await rangeJob(name))
      expect(outcome).toEqual({
        status: 'succeeded',
        itemsNew: 0,
        error:
          'no bars of AAPL from 2018-12-25 to 2019-01-04: it may be delisted, renamed or not of this market',
      })
    },
  )

  it('that end weeks ago say since when', async () => {
    const job = await jobFor(
      sql,
      { sourceType: 'market_api', sourceName: 'Ends', config: { kind: 'range', history_days: 40 } },
      'AAPL',
    )
    const path = '/polygon/v2/aggs/ticker/AAPL/range/1/day/2018-11-25/2019-01-04'
    server.answer(path, ok([bar('2018-12-03')]))
    expect((await run(job))?.['error']).toMatch(/^no bars of AAPL since 2018-12-03/)
  })

  it('of a share class are asked for and kept under its own name', async () => {
    await sql`insert into companies (company_id, ticker, legal_name)
      values ('00000000-0000-4000-8000-00000000b1b1', 'BRK.B', 'Berkshire') on conflict do nothing`
    const job = await jobFor(sql, {
      sourceType: 'market_api',
      sourceName: 'Class',
      companyId: '00000000-0000-4000-8000-00000000b1b1',
      config: { kind: 'range', history_days: 10 },
    })
    server.answer(RANGE.replace('AAPL', 'BRK.B'), ok([bar('2019-01-04')]))
    await run(job)
    expect(await daysOf('BRK.B')).toEqual(['2019-01-04'])
    const grouped = await jobFor(sql, {
      sourceType: 'market_api',
      sourceName: 'All classes',
      config: { kind: 'grouped_daily' },
    })
    const odd = [
      { ...bar('2019-01-07'), T: null },
      { ...bar('2019-01-07'), T: 5 },
    ]
    server.answer(
      '/polygon/v2/aggs/grouped/locale/us/market/stocks/2019-01-07',
      ok([...odd, { ...bar('2019-01-07'), T: 'BRK.B' }, { ...bar('2019-01-07'), T: 'OTHER' }]),
    )
    expect(await run(grouped, '2019-01-08T01:00:00Z')).toMatchObject({ status: 'succeeded' })
    expect(await daysOf('BRK.B')).toEqual(['2019-01-04', '2019-01-07'])
  })
})

describe('sessions of all companies', () => {
  const path = (date: string) => `/polygon/v2/aggs/grouped/locale/us/market/stocks/${date}`

  it('that were had are kept when the next cannot be, and it is asked for again', async () => {
    const job = await jobFor(sql, {
      sourceType: 'market_api',
      sourceName: 'Sessions',
      config: { kind: 'grouped_daily' },
    })
    await sql`update sources set last_published_at = '2019-01-03T21:00:00Z' where source_id = ${job.source_id}`
    server.answer(path('2019-01-04'), ok([{ ...bar('2019-01-04'), T: 'AAPL' }]))
    server.answer(path('2019-01-07'), { status: 429 })
    expect(await run(job, '2019-01-08T01:00:00Z')).toMatchObject({ status: 'partly', itemsNew: 1 })
    server.answer(path('2019-01-07'), ok([{ ...bar('2019-01-07'), T: 'AAPL' }]))
    expect(await run(job, '2019-01-08T02:00:00Z')).toMatchObject({ status: 'succeeded' })
    expect(await daysOf()).toEqual(['2019-01-04', '2019-01-07'])
  })

  it('that the plan does not hold put the source to rest: it says why, and asks once a day', async () => {
    const job = await jobFor(sql, {
      sourceType: 'market_api',
      sourceName: 'No plan',
      config: { kind: 'grouped_daily' },
    })
    const message =
      'You are not entitled to this data. Please upgrade your plan at https://polygon.io/pricing'
    server.answer(path('2019-01-04'), {
      status: 403,
      body: JSON.stringify({ status: 'NOT_AUTHORIZED', request_id: 'x', message }),
    })
    const asked = server.asked.length
    for (const at of ['2019-01-05T01:00:00Z', '2019-01-05T02:00:00Z', '2019-01-05T20:00:00Z']) {
      const outcome = await run(job, at)
      expect(outcome).toMatchObject({ status: 'failed', itemsNew: 0 })
      expect(outcome?.['error']).toMatch(
        /^source_not_in_plan: .*not entitled to this data.*asked again 2019-01-06T01:00/,
      )
    }
    expect(server.asked.length).toBe(asked + 1)
    const [resting] = await sql`
      select next_try_at, failing_since from sources where source_id = ${job.source_id}`
    expect(resting).toEqual({
      nextTryAt: new Date('2019-01-06T01:00:00Z'),
      failingSince: new Date('2019-01-05T01:00:00Z'),
    })
    // Somebody changed the plan.
    server.answer(path('2019-01-04'), ok([{ ...bar('2019-01-04'), T: 'AAPL' }]))
    expect(await run(job, '2019-01-06T01:00:00Z')).toMatchObject({ status: 'succeeded' })
    const [source] =
      await sql`select state::text as state from sources where source_id = ${job.source_id}`
    expect(source).toEqual({ state: '{}' })
  })
})

describe('minutes', () => {
  const path = (date: string) => `/polygon/v2/aggs/ticker/AAPL/range/1/minute/${date}/${date}`
  const minute = (date: string, time: string, changes: object = {}) => ({
    ...bar(date),
    t: newYorkInstant(date, time).getTime(),
    ...changes,
  })
  const day = [
    minute('2019-01-04', '08:15'),
    minute('2019-01-04', '09:30'),
    minute('2019-01-04', '15:59'),
    minute('2019-01-04', '16:00'),
    minute('2019-01-04', '03:00'),
    minute('2019-01-04', '12:00', { t: newYorkInstant('2019-01-04', '12:00').getTime() + 500 }),
    minute('2019-01-04', '12:30', { h: 1 }),
  ]
  const stored = () => sql`
    select (starts_at at time zone 'America/New_York')::time::text as time, is_extended
    from minute_bars order by starts_at`
  const minuteJob = (sourceName: string, more: object = {}) =>
    jobFor(
      sql,
      { sourceType: 'market_api', sourceName, config: { kind: 'minute', ...more } },
      'AAPL',
    )

  it('of the session alone are kept, and odd ones refused', async () => {
    server.answer(path('2019-01-04'), ok(day))
    expect(await run(await minuteJob('Minutes'))).toMatchObject({ status: 'partly', itemsNew: 2 })
    expect(await stored()).toEqual([
      { time: '09:30:00', isExtended: false },
      { time: '15:59:00', isExtended: false },
    ])
    const reasons = await sql`select reason, times from rejects order by reason`
    expect(reasons).toEqual([
      { reason: 'high_below_low', times: 1 },
      { reason: 'no_session', times: 1 },
      { reason: 'no_session', times: 1 },
    ])
  })

  it('before and after it are kept and marked where wanted', async () => {
    server.answer(path('2019-01-04'), ok(day.slice(0, 4)))
    await run(await minuteJob('Extended', { extended_hours: true }))
    expect((await stored()).map(({ time, isExtended }) => [time, isExtended])).toEqual([
      ['08:15:00', true],
      ['09:30:00', false],
      ['15:59:00', false],
      ['16:00:00', true],
    ])
  })

  it('are fetched session by session, a week at most, and go on from there', async () => {
    const job = await minuteJob('Weeks')
    await sql`update sources set last_published_at = '2018-12-20T21:00:00Z' where source_id = ${job.source_id}`
    for (const date of [
      '2018-12-21',
      '2018-12-24',
      '2018-12-26',
      '2018-12-27',
      '2018-12-28',
      '2018-12-31',
    ])
      server.answer(path(date), ok([minute(date, '10:00')]))
    expect(await run(job)).toMatchObject({ itemsNew: 5 })
    server.answer(path('2019-01-02'), { status: 503 })
    expect(await run(job, '2019-01-05T02:00:00Z')).toMatchObject({ status: 'partly', itemsNew: 1 })
    const [source] =
      await sql`select last_published_at from sources where source_id = ${job.source_id}`
    expect(source).toEqual({ lastPublishedAt: new Date('2018-12-31T21:00:00Z') })
  })
})

describe('splits and dividends', () => {
  const SPLITS = '/polygon/v3/reference/splits'
  const DIVIDENDS = '/polygon/v3/reference/dividends'
  const split = { ticker: 'AAPL', execution_date: '2019-01-03', split_from: 1, split_to: 20 }
  const dividend = {
    ticker: 'MSFT',
    ex_dividend_date: '2019-01-03',
    cash_amount: 0.59375,
    currency: 'USD',
    dividend_type: 'CD',
    declaration_date: '2018-12-01',
    record_date: null,
    pay_date: '2019-02-01',
  }
  const actionsJob = (sourceName: string) =>
    jobFor(sql, { sourceType: 'reference', sourceName, config: { kind: 'actions' } })
  const standing = () => sql`
    select ticker, kind, ex_date::text as ex_date, ratio_from, ratio_to, amount, pay_on::text as pay_on
    from corporate_actions where replaced_at is null order by kind desc, ticker, ex_date`

  it('of all tickers are kept, page after page, and odd ones refused one by one', async () => {
    server.answer(SPLITS, (request) =>
      request.url?.includes('cursor=')
        ? ok([{ ...split, ticker: 'brk/b' }])
        : ok(
            [
              split,
              null,
              { ...split, split_to: 0 },
              { ...split, split_to: '20' },
              { ...split, split_to: 1 },
              { ...split, execution_date: '2019-02-30' },
              { ...split, execution_date: '0001-01-01' },
              { ...split, ticker: '' },
            ],
            { next_url: 'https://elsewhere.example/v3/reference/splits?cursor=abc' },
          ),
    )
    server.answer(
      DIVIDENDS,
      ok([{ ...dividend, cash_amount: -1 }, { ...dividend, pay_date: 'x' }, dividend]),
    )
    expect(await run(await actionsJob('All'))).toMatchObject({ status: 'partly' })
    const one = {
      kind: 'split',
      exDate: '2019-01-03',
      ratioFrom: '1',
      ratioTo: '20',
      amount: null,
      payOn: null,
    }
    expect(await standing()).toEqual([
      { ticker: 'AAPL', ...one },
      { ticker: 'BRK.B', ...one },
      {
        ticker: 'MSFT',
        kind: 'dividend',
        exDate: '2019-01-03',
        ratioFrom: null,
        ratioTo: null,
        amount: '0.59375',
        payOn: '2019-02-01',
      },
    ])
    const asked = server.asked.find((url) => url.startsWith(SPLITS))
    expect(decodeURIComponent(asked ?? '')).toContain('execution_date.gte=2017-11-30')
    const [counted] = await sql`select sum(times)::int as times from rejects`
    expect(counted).toEqual({ times: 8 })
  })

  it('of which the plan gives a few pages a minute go on from where they got to', async () => {
    const job = await actionsJob('Many pages')
    const next_url = 'https://x.example/v3/reference/dividends?cursor=2'
    server.answer(SPLITS, ok([]))
    server.answer(DIVIDENDS, (request) =>
      request.url?.includes('cursor=2') ? { status: 429 } : ok([dividend], { next_url }),
    )
    expect(await run(job, '2019-01-05T01:00:00Z')).toMatchObject({ status: 'partly' })
    server.answer(DIVIDENDS, ok([{ ...dividend, ex_dividend_date: '2019-01-04' }]))
    await run(job, '2019-01-05T07:00:00Z')
    expect(decodeURIComponent(server.asked.at(-1)!)).toContain('ex_dividend_date.gte=2019-01-03')
    await run(job, '2019-01-05T13:00:00Z')
    expect(decodeURIComponent(server.asked.at(-1)!)).toContain('ex_dividend_date.gte=2018-12-06')
  })

  it('that are told no more are withdrawn, but not by an answer that is not whole', async () => {
    const job = await actionsJob('Withdrawn')
    server.answer(SPLITS, ok([split, { ...split, ticker: 'MSFT' }]))
    server.answer(DIVIDENDS, ok([dividend]))
    await run(job, '2019-01-05T01:00:00Z')
    // One that cannot be read may be the one that was told before.
    server.answer(SPLITS, ok([split, { ...split, ticker: 'MSFT', split_to: null }]))
    server.answer(DIVIDENDS, { status: 500 })
    expect(await run(job, '2019-01-05T07:00:00Z')).toMatchObject({ status: 'partly' })
    expect(await standing()).toHaveLength(3)
    server.answer(SPLITS, ok([split]))
    server.answer(DIVIDENDS, ok([]))
    await run(job, '2019-01-05T13:00:00Z')
    expect(await standing()).toMatchObject([{ ticker: 'AAPL', kind: 'split' }])
  })
})

describe('details of a ticker', () => {
  const path = '/polygon/v3/reference/tickers/AAPL'
  const details = {
    ticker: 'AAPL',
    name: 'Apple Inc.',
    type: 'CS',
    primary_exchange: 'XNAS',
    active: true,
    currency_name: 'usd',
    cik: '0000320193',
    list_date: '1980-12-12',
    market_cap: 2.48879528237e12,
    share_class_shares_outstanding: 16319440000,
    weighted_shares_outstanding: 16185181000,
  }
  const detailsJob = (sourceName: string) =>
    jobFor(sql, { sourceType: 'reference', sourceName, config: { kind: 'details' } }, 'AAPL')

  it('are kept with the moment they came to be known, once for each time they differ', async () => {
    const job = await detailsJob('Details')
    server.answer(path, ok(details))
    server.answer(
      '/polygon/vX/reference/tickers/AAPL/events',
      ok({
        events: [
          { type: 'ticker_change', date: '2012-05-18', ticker_change: { ticker: 'OLD' } },
          { type: 'ticker_change', date: '2018-06-09', ticker_change: { ticker: 'AAPL' } },
          { type: 'ticker_change', date: 'x', ticker_change: null },
        ],
      }),
    )
    for (const at of ['05T01', '12T01']) await run(job, `2019-01-${at}:00:00Z`)
    server.answer(path, ok({ ...details, active: false, delisted_utc: '2019-01-15T00:00:00Z' }))
    expect((await run(job, '2019-01-19T01:00:00Z'))?.['error']).toBe(
      'AAPL trades no more since 2019-01-15',
    )
    expect(await sql`select from security_details`).toHaveLength(2)
    const read = (time: string) => readDetails(sql, 'AAPL', new Date(`2019-01-${time}:00:00Z`))
    expect(await read('05T01')).toBeUndefined()
    expect(await read('19T01')).toMatchObject({
      active: true,
      marketCap: '2488795282370',
      sharesOutstanding: '16319440000',
      listedOn: '1980-12-12',
      currency: 'USD',
      tickerChanges: [
        { date: '2018-06-09', ticker: 'AAPL' },
        { date: '2012-05-18', ticker: 'OLD' },
      ],
    })
    expect(await read('19T02')).toMatchObject({ active: false, delistedOn: '2019-01-15' })
  })

  it('that Polygon does not know (any more) are said to be missing, and no job is lost', async () => {
    server.answer(path, {
      status: 404,
      body: '{"status":"NOT_FOUND","message":"Ticker not found."}',
    })
    const outcome = await run(await detailsJob('Gone'))
    expect(outcome).toMatchObject({ status: 'succeeded' })
    expect(outcome?.['error']).toMatch(/^no details of AAPL/)
  })

  it('stand without what is odd in them, and not at all where they are of another', async () => {
    const job = await detailsJob('Odd details')
    server.answer(
      path,
      ok({ ...details, cik: 7, market_cap: 'much', list_date: [], name: 'A\0pple', type: null }),
    )
    server.answer('/polygon/vX/reference/tickers/AAPL/events', {
      status: 403,
      body: '{"status":"NOT_AUTHORIZED"}',
    })
    expect(await run(job)).toMatchObject({ status: 'succeeded' })
    const [row] = await sql`select name, cik, market_cap, listed_on from security_details`
    expect(row).toEqual({ name: 'A\ufffdpple', cik: null, marketCap: null, listedOn: null })
    server.answer(path, ok({ ...details, ticker: 'MSFT' }))
    expect(await run(job, '2019-01-06T01:00:00Z')).toMatchObject({ status: 'partly' })
    server.answer(path, ok([details]))
    expect(await run(job, '2019-01-07T01:00:00Z')).toMatchObject({ status: 'partly' })
  })

  it('of all tracked tickers come in turn, begin with the second fetch and again after a week', async () => {
    const job = await jobFor(sql, {
      sourceType: 'reference',
      sourceName: 'In turn',
      config: { kind: 'details', tickers_per_fetch: 2 },
    })
    await sql`update companies set active = ticker in ('AAPL', 'MSFT', 'BRK.B')`
    server.answer(path, ok(details))
    server.answer(path.replace('AAPL', 'MSFT'), ok({ ...details, ticker: 'MSFT' }))
    const told = async (at: string) => {
      const from = server.asked.length
      await run(job, at)
      return server.asked
        .slice(from)
        .filter((url) => !url.includes('events'))
        .map((url) => url.replace(/.*tickers\/|\?.*/g, ''))
    }
    expect(await told('2019-02-01T01:00:00Z')).toEqual([])
    expect(await told('2019-02-01T02:00:00Z')).toEqual(['AAPL', 'BRK.B'])
    server.answer(path.replace('AAPL', 'MSFT'), { status: 503 })
    await expect(told('2019-02-01T03:00:00Z')).rejects.toThrow('503')
    server.answer(path.replace('AAPL', 'MSFT'), ok({ ...details, ticker: 'MSFT' }))
    expect(await told('2019-02-01T04:00:00Z')).toEqual(['MSFT'])
    expect(await told('2019-02-01T05:00:00Z')).toEqual([])
    expect(await told('2019-02-08T02:00:00Z')).toEqual(['AAPL', 'BRK.B'])
  })
})
