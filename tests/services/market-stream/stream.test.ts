import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openAlpacaMarket } from '#shared/clients/alpaca/market.ts'
import type { Clock } from '#shared/host/clock.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openLog } from '#shared/host/log.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { readCompanies } from '#shared/sql/universe/companies.ts'
import { keepStream } from '../../../services/market-stream/keep.ts'
import { openLead } from '../../../services/market-stream/lead.ts'
import type { StreamSite } from '../../../services/market-stream/site.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { barAt, serveVendor } from './vendor.ts'

const { sql, as, url } = await cloneDatabase()
const vendor = await serveVendor()
/** A Wednesday, half past ten in New York. */
const NOW = '2024-06-05T14:30:20Z'
let now = new Date(NOW)
const clock: Clock = { mode: 'real', speed: 1, now: () => now }
const functions = as('stonks_functions')
/** As market-stream comes to it. */
const roleUrl = new URL(url)
roleUrl.username = 'stonks_functions'
roleUrl.password = inject('rolePassword')
const insertCompany = (ticker: string) =>
  sql`insert into companies ${sql({ companyId: deriveId('company', ticker), ticker, legalName: ticker, sector: 'Technology' })}`

const running: (() => Promise<void>)[] = []

/** One process of it: its own session, its own loop. */
function start(change: Partial<StreamSite> = {}) {
  const leadSql = openPostgres(roleUrl.href, 1)
  const ending = new AbortController()
  const keys = { key: 'key', secret: 'secret' }
  const done = keepStream(
    {
      feed: 'iex',
      vendor: 'alpaca_iex',
      clock,
      log: openLog('market-stream'),
      lead: openLead(leadSql),
      address: { url: vendor.streamUrl, ...keys },
      market: openAlpacaMarket({ baseUrl: vendor.dataUrl, ...keys }),
      tracked: async () =>
        (await readCompanies(functions, { active: true })).map(({ ticker }) => ticker).sort(),
      pace: { keepMs: 10, registryMs: 20, secondMs: 10 },
      ...change,
    },
    ending.signal,
  )
  const stop = async () => {
    ending.abort()
    await done
    await leadSql.end({ timeout: 1 })
  }
  running.push(stop)
  return { stop, leadSql }
}

beforeEach(async () => {
  now = new Date(NOW)
  vendor.clear()
  await sql`truncate market_streams, market_stream_rejects, minute_bars, latest_quotes, companies cascade`
  for (const ticker of ['AAPL', 'MSFT']) await insertCompany(ticker)
})
afterEach(async () => {
  for (const stop of running.splice(0)) await stop()
})

const soon = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 10 })
const standing = async () => (await sql`select * from market_streams`)[0]
const minutes = async () =>
  (
    await sql<{ line: string }[]>`
    select ticker || ' ' || to_char(starts_at at time zone 'UTC', 'HH24:MI') || ' ' || close::float8 as line
    from minute_bars order by 1`
  ).map(({ line }) => line)
const live = () => soon(standing).toMatchObject({ state: 'live' })
const bar = (S: string, time: string, c: number, T = 'b') => ({
  T,
  S,
  ...barAt(`2024-06-05T${time}:00Z`, c),
})

test('minutes, corrections of them, trades and offers of tracked tickers are kept', async () => {
  start()
  await live()
  expect(vendor.follows('bars')).toEqual(['AAPL', 'MSFT'])
  expect(vendor.follows('updatedBars')).toEqual(['AAPL', 'MSFT'])
  vendor.tell(bar('AAPL', '14:28', 101), bar('OTHER', '14:28', 109), bar('MSFT', '14:28', 102))
  await soon(minutes).toEqual(['AAPL 14:28 101', 'MSFT 14:28 102'])
  now = new Date('2024-06-05T14:30:40Z')
  vendor.tell(bar('AAPL', '14:28', 101.5, 'u'))
  await soon(minutes).toEqual(['AAPL 14:28 101.5', 'MSFT 14:28 102'])
  const t = '2024-06-05T14:30:20.123456789Z'
  vendor.tell(
    { T: 't', S: 'AAPL', i: 1, x: 'V', p: 101.25, s: 3, t, c: ['@'], z: 'C' },
    {
      T: 'q',
      S: 'AAPL',
      bx: 'V',
      bp: 101.2,
      bs: 2,
      ax: 'V',
      ap: 101.3,
      as: 1,
      t,
      c: ['R'],
      z: 'C',
    },
    // Nobody bids: what was offered before stands.
    { T: 'q', S: 'AAPL', bx: 'V', bp: 0, bs: 0, ax: 'V', ap: 102, as: 1, t, c: ['R'], z: 'C' },
  )
  const quotes = () => sql`select ticker, trade_price, bid, ask, vendor from latest_quotes`
  await soon(quotes).toEqual([
    {
      ticker: 'AAPL',
      tradePrice: '101.250000',
      bid: '101.200000',
      ask: '101.300000',
      vendor: 'alpaca_iex',
    },
  ])
  expect(await sql`select from market_stream_rejects`).toEqual([])
})

test('an odd message costs itself: it is kept with its reason, and the rest goes on', async () => {
  start()
  await live()
  const t = '2024-06-05T14:30:00Z'
  vendor.tell(
    null,
    7,
    { T: 'zz', S: 'AAPL' },
    { T: 'b', S: 'not a ticker', ...barAt(t, 1) },
    { ...bar('AAPL', '14:27', 101), h: 1 },
    { ...bar('AAPL', '14:27', 101), t: '2024-13-45' },
    { ...bar('AAPL', '14:27', 101), t: '2034-06-05T14:27:00Z' },
    { T: 'q', S: 'AAPL', bp: 'NaN', ap: 1, bs: 1, as: 1, t },
    { T: 't', S: 'AAPL', p: 0, s: 1, t: '2024-06-05T14:27:00Z' },
    { T: 'x', S: 'AAPL' },
    bar('AAPL', '14:28', 103),
  )
  vendor.raw('{"cut')
  vendor.raw(Buffer.from([1, 2, 3]))
  await soon(minutes).toEqual(['AAPL 14:28 103'])
  const reasons = async () =>
    (await sql<{ reason: string }[]>`select reason from market_stream_rejects order by 1`).map(
      ({ reason }) => reason,
    )
  await soon(reasons).toEqual(
    'bad_ticker bad_time high_below_low in_the_future not_a_message not_a_message not_a_message not_a_message number_missing price_not_positive unknown_type'.split(
      ' ',
    ),
  )
  await soon(standing).toMatchObject({ state: 'live', rejected: 11 })
})

test('what was told while it was away is asked for: at its start, and after the line broke', async () => {
  vendor.state.bars = {
    AAPL: [barAt('2024-06-05T13:45:00Z', 99), barAt('2024-06-05T14:29:00Z', 100)],
  }
  start()
  await soon(minutes).toEqual(['AAPL 13:45 99', 'AAPL 14:29 100'])
  await soon(standing).toMatchObject({ wholeUntil: new Date('2024-06-05T14:29:20Z') })
  vendor.state.bars = { AAPL: [...vendor.state.bars['AAPL']!, barAt('2024-06-05T14:31:00Z', 104)] }
  const asked = vendor.state.asked.length
  vendor.drop()
  now = new Date('2024-06-05T14:35:00Z')
  await soon(minutes).toContain('AAPL 14:31 104')
  // No more than what may be missing: from two minutes before it was whole.
  const start_ = vendor.state.asked.slice(asked).map((one) => one.searchParams.get('start'))
  expect(new Set(start_)).toEqual(new Set(['2024-06-05T14:27:20.000Z']))
})

test('minutes that cannot be had are said to be missing, and had once they can be', async () => {
  vendor.state.restStatus = 500
  vendor.state.bars = { MSFT: [barAt('2024-06-05T13:45:00Z', 99)] }
  start()
  await soon(async () => (await standing())?.['reason']).toMatch(
    /it is followed; minutes are missing: .*500/,
  )
  vendor.tell(bar('AAPL', '14:29', 103))
  await soon(minutes).toEqual(['AAPL 14:29 103'])
  expect(await standing()).toMatchObject({ wholeUntil: null })
  vendor.state.restStatus = 200
  await soon(minutes).toEqual(['AAPL 14:29 103', 'MSFT 13:45 99'])
  await soon(standing).toMatchObject({ reason: 'it is followed', wholeUntil: expect.any(Date) })
})

test.each([
  [402, 'auth failed', /^Alpaca refuses ALPACA_DATA_KEY.*402, auth failed/, 300],
  [409, 'insufficient subscription', /^the plan .* ALPACA_STREAM_FEED.*409/, 300],
  [406, 'connection limit exceeded', /^another program holds the one connection.*406/, 60],
])('refused with %i %s, it says so and asks seldom', async (code, msg, words, seconds) => {
  vendor.state.refuses = { code, msg }
  start({ pace: { keepMs: 10, registryMs: 20, secondMs: 1_000 } })
  await soon(standing).toMatchObject({
    state: 'waiting',
    reason: expect.stringMatching(words),
    failures: 1,
    nextTryAt: new Date(now.getTime() + seconds * 1000),
    since: now,
  })
  expect(vendor.state.signIns).toBe(1)
})

test('lost again and again, it waits twice as long each time, and a minute at most', async () => {
  vendor.state.refuses = { code: 500, msg: 'internal error' }
  const waits = new Set<number>()
  start({ pace: { keepMs: 5, registryMs: 20, secondMs: 2 } })
  await soon(async () => {
    const { nextTryAt, failures } = (await standing()) ?? {}
    if (nextTryAt && failures) waits.add((nextTryAt.getTime() - now.getTime()) / 2)
    return (failures as number) >= 8
  }).toBe(true)
  expect(Math.max(...waits)).toBe(60)
  for (const wait of waits) expect([1, 2, 4, 8, 16, 32, 60]).toContain(wait)
  vendor.state.refuses = null
  await live()
  expect(await standing()).toMatchObject({ failures: 0, nextTryAt: null })
})

test('a line that is silent and answers nothing is given up; one that answers is kept', async () => {
  start({ patience: { signInMs: 5_000, silenceMs: 40, answerMs: 40 } })
  await live()
  const { signIns } = vendor.state
  await soon(() => vendor.follows('bars').length).toBe(2)
  expect(vendor.state.signIns).toBe(signIns)
  vendor.state.isMute = true
  await soon(standing).toMatchObject({
    state: 'waiting',
    reason: expect.stringMatching(/nothing was heard/),
  })
  vendor.state.isMute = false
  await live()
})

test('of two one leads; the other waits, and takes over what the first leaves off', async () => {
  const first = start()
  await live()
  vendor.state.signIns = 0
  start()
  vendor.tell(bar('AAPL', '14:28', 101))
  await soon(minutes).toEqual(['AAPL 14:28 101'])
  expect(vendor.state.signIns).toBe(0)
  await first.stop()
  await soon(() => vendor.state.signIns).toBe(1)
  await live()
  vendor.tell(bar('AAPL', '14:29', 102))
  await soon(minutes).toEqual(['AAPL 14:28 101', 'AAPL 14:29 102'])
})

test('one whose session was cut loses nothing it heard, be it back or another', async () => {
  start()
  await live()
  for (let place = 0; place < 20; place += 1) {
    vendor.tell(bar('AAPL', `14:${String(place + 10)}`, 100 + place / 2))
    if (place % 5 === 0)
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like '%market%' and pid <> pg_backend_pid()`
  }
  await soon(async () => (await minutes()).length).toBe(20)
})

test('the registry is followed: a new company is heard with its day so far, one gone is not', async () => {
  start()
  await live()
  vendor.state.bars = { NEWCO: [barAt('2024-06-05T13:45:00Z', 99)] }
  await insertCompany('NEWCO')
  await sql`update companies set active = false where ticker = 'MSFT'`
  await soon(() => vendor.follows('quotes')).toEqual(['AAPL', 'NEWCO'])
  await soon(minutes).toEqual(['NEWCO 13:45 99'])
})

test('a plan that holds fewer is told of, and what it holds is followed', async () => {
  vendor.state.symbolsMax = 1
  start()
  await soon(standing).toMatchObject({
    state: 'live',
    reason: expect.stringMatching(
      /405, symbol limit exceeded\): minutes of 1 of 2 tickers, and no quotes/,
    ),
    followed: 1,
    tracked: 2,
  })
  expect(vendor.follows('bars')).toEqual(['AAPL'])
  expect(vendor.follows('quotes')).toEqual([])
})

test.each([
  [
    'no key',
    NOW,
    { address: { url: vendor.streamUrl, key: '', secret: '' } },
    /ALPACA_DATA_KEY and/,
    null,
  ],
  ['a weekend', '2024-06-08T15:00:00Z', {}, /market is closed/, '2024-06-10T08:00:00Z'],
  [
    'a half day past its hours',
    '2024-07-03T21:30:00Z',
    {},
    /market is closed/,
    '2024-07-05T08:00:00Z',
  ],
] as const)(
  'on %s it rests, says until when, and connects to nobody',
  async (_what, at, change, words, until) => {
    now = new Date(at)
    start(change)
    await soon(standing).toMatchObject({
      state: 'resting',
      reason: expect.stringMatching(words),
      nextTryAt: until === null ? null : new Date(until),
    })
    expect(vendor.state.signIns).toBe(0)
  },
)

test('when trading ends it lets the line go', async () => {
  start()
  await live()
  now = new Date('2024-06-06T00:00:01Z')
  await soon(standing).toMatchObject({ state: 'resting', reason: 'the market is closed' })
  expect(vendor.follows('bars')).toEqual([])
})
