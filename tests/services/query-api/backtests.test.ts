/** Asking for a backtest: what is taken, what is refused and why, and its end by hand. */

import { beforeAll, beforeEach, expect, test } from 'vitest'
import type {
  BacktestAnswer,
  BacktestPrices,
  BacktestRow,
  BacktestTradeRow,
} from '#shared/contracts/api/backtests.ts'
import { deriveId } from '#shared/host/ids.ts'
import { flat } from '../../helpers/backtest-feed.ts'
import { askFor, putRows, seedBacktest } from '../../helpers/backtests.ts'
import { openApi } from './api.ts'
import { NOW } from './fixture-base.ts'

const { sql, call, post, read } = await openApi()
const path = '/api/trading/backtest'
const sound = { strategy: 'momentum', startDate: '2023-01-03', endDate: '2024-03-01' }
let done: string

beforeAll(async () => {
  done = await seedBacktest(sql)
})
beforeEach(async () => {
  await sql`delete from backtest_runs where run_id <> ${done}`
  await sql`delete from jobs where list = 'backtest'`
})

const ask = (body: unknown) => post(path, body)

test('what is asked for waits as a job of its own list, and leaves its row of the audit', async () => {
  const response = await ask({ ...sound, tickers: ['xom', 'AAPL', 'aapl'], initialCapital: 5000 })
  expect(response.status).toBe(202)
  const row = (await response.json()) as BacktestRow
  expect(row).toMatchObject({
    state: 'queued',
    strategy: 'momentum',
    startDate: '2023-01-03',
    endDate: '2024-03-01',
    settings: {
      initialCapital: '5000',
      riskTier: null,
      tickers: ['AAPL', 'XOM'],
      trials: 7,
      costs: true,
    },
    sessionsTotal: 0,
    secondsLeft: null,
    return: null,
  })
  const jobs = await sql`select payload, producer from jobs where list = 'backtest'`
  expect(jobs).toEqual([{ payload: { runId: row.runId }, producer: 'query-api' }])
  const [audit] = await sql`
    select action, actor_kind, detail from audit_events where entity_id = ${row.runId}`
  expect(audit).toMatchObject({ action: 'POST /api/trading/backtest' })
})

test('a strategy of one’s own is taken by its name while its file may be asked', async () => {
  const body = { ...sound, strategy: 'three-down', tickers: ['AAPL'] }
  await sql`insert into own_strategies (file, name, summary, sha256, found_at, checked_at)
    values ('three-down.ts', 'three-down', '', 'a', ${NOW}, ${NOW})`
  const taken = await ask(body)
  expect(taken.status).toBe(202)
  expect(((await taken.json()) as BacktestRow).strategy).toBe('three-down')
  await sql`update own_strategies set gone_at = ${NOW}`
  expect((await ask(body)).status).toBe(422)
  await sql`delete from own_strategies`
})

test('nothing but days is the replay of what was recommended, of all that is tracked', async () => {
  const response = await ask({ startDate: '2024-01-03', endDate: '2024-03-01' })
  const { strategy, settings } = (await response.json()) as BacktestRow
  expect(strategy).toBe('recorded')
  expect(settings.riskTier).toBe('moderate')
  expect(settings.tickers).toEqual(['AAPL', 'AMZN', 'JPM', 'MSFT', 'NVDA', 'XOM'])
})

test('all that is tracked is all that was tracked on any of the days, those that rest now too', async () => {
  const span = (ticker: string, from: string, until: string | null) => sql`
    insert into company_tracking (company_id, ticker, tracked_from, tracked_until)
    values (gen_random_uuid(), ${ticker}, ${from}, ${until})`
  await span('GONE', '2023-01-02T15:00:00Z', '2023-06-01T15:00:00Z')
  await span('LATER', '2024-03-02T15:00:00Z', null)
  await putRows(sql, 'GONE', [flat(100)], { from: '2023-03-01' })
  await span('BARLESS', '2023-01-02T15:00:00Z', '2023-06-01T15:00:00Z')
  await span('BEFORE', '2022-01-03T15:00:00Z', '2022-12-30T15:00:00Z')
  const response = await ask(sound)
  await sql`delete from company_tracking where ticker in ('GONE', 'BARLESS', 'LATER', 'BEFORE')`
  await sql`delete from market_snapshots where ticker = 'GONE'`
  const { settings } = (await response.json()) as BacktestRow
  expect(settings.tickers).toEqual(['GONE'])
  expect(settings.asTracked).toBe(true)
})

test.each([
  [
    { endDate: '2023-01-03' },
    'endDate',
    'expected a day after startDate 2023-01-03, found 2023-01-03',
  ],
  [
    { endDate: '2025-01-01' },
    'endDate',
    'expected no day after today, 2024-03-14, found 2025-01-01',
  ],
  [
    { startDate: '1991-01-02' },
    'endDate',
    'expected at most 3660 days, until 2001-01-09, found 2024-03-01',
  ],
  [
    { startDate: 'soon' },
    'startDate',
    'expected a day from 1991-01-01 on, such as 2019-05-31, found "soon"',
  ],
  [
    { startDate: '2023-02-31' },
    'startDate',
    'expected a day from 1991-01-01 on, such as 2019-05-31, found "2023-02-31"',
  ],
  [
    { strategy: 'luck' },
    'strategy',
    'expected one of recorded, momentum, mean-reversion, news-driven, ensemble, buy-and-hold, random, found "luck"',
  ],
  [
    { initialCapital: '0' },
    'initialCapital',
    'expected dollars from 1 to 1000000000, such as "100000", found "0"',
  ],
  [
    { riskTier: 'aggressive' },
    'riskTier',
    'expected none where the strategy is momentum: a risk tier is of recorded alone',
  ],
  [
    { strategy: 'random', sweep: true },
    'sweep',
    'expected one of momentum, mean-reversion, news-driven, ensemble, which have other settings, found random',
  ],
  [
    { tickers: ['NOPE', 'AAPL'] },
    'tickers',
    'expected tickers with bars of days in the record, found none of NOPE',
  ],
  [{ trials: 0 }, 'trials', 'expected a whole number from 1 to 10000, found 0'],
])('%j is refused, with what was wanted and what was found', async (change, field, says) => {
  const response = await ask({ ...sound, ...change })
  expect(response.status).toBe(422)
  const { faults } = (await response.json()) as { faults: { field: string; says: string }[] }
  expect(faults).toEqual([{ field, says }])
  expect(await sql`select 1 from jobs where list = 'backtest'`).toEqual([])
})

test('no more than twenty wait at once', async () => {
  for (let place = 0; place < 20; place += 1)
    await askFor(sql, { runId: deriveId('test', place), askedAt: NOW, endDate: '2024-03-01' })
  const response = await ask(sound)
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({
    detail: 'At most 20 backtests wait or run at once, found 20',
  })
})

test('the list has the newest first, page by page, and says what came of each', async () => {
  const runId = deriveId('test', 'waiting')
  await askFor(sql, { runId, askedAt: NOW, endDate: '2024-03-01' })
  const [first] = await read<BacktestRow[]>(`${path}?limit=1`)
  expect(first?.runId).toBe(runId)
  const [second] = await read<BacktestRow[]>(`${path}?limit=1&after=${runId}`)
  expect(second).toMatchObject({ runId: done, state: 'done' })
  expect(second?.return).toBeTypeOf('number')
  expect(await read(`${path}?state=queued`)).toMatchObject([{ runId }])
})

test('what the list tells of a run follows from its results, whoever wrote them', async () => {
  const [kept] = await sql<{ results: BacktestAnswer['results'] }[]>`
    select results from backtest_runs where run_id = ${done}`
  const { measures, benchmark } = kept!.results!
  const runId = deriveId('test', 'other-release')
  const listed = async (results: unknown) => {
    // The release before names no other column.
    await sql`update backtest_runs set state = 'done', ended_at = ${NOW}, seconds = 1,
      results = ${sql.json(results as never)} where run_id = ${runId}`
    const [row] = await read<BacktestRow[]>(`${path}?limit=1`)
    return row
  }
  await askFor(sql, { runId, askedAt: NOW, endDate: '2024-03-01' })
  expect(await listed(kept!.results)).toMatchObject({
    runId,
    return: measures.return,
    benchmarkReturn: benchmark.return,
    sharpeDeflated: measures.sharpeDeflated,
  })
  const odd = { measures: { return: 'NaN', sharpeDeflated: null }, benchmark: {} }
  const none = { runId, return: null, benchmarkReturn: null, sharpeDeflated: null }
  expect(await listed(odd)).toMatchObject(none)
})

test('trades come page by page, and of one ticker', async () => {
  const { results } = await read<BacktestAnswer>(`${path}/${done}`)
  const all: BacktestTradeRow[] = []
  for (let after = ''; ;) {
    const page = await read<BacktestTradeRow[]>(`${path}/${done}/trades?sort=place&limit=5${after}`)
    all.push(...page)
    if (page.length < 5) break
    after = `&after=${page.at(-1)!.tradeId}`
  }
  expect(all.map(({ place }) => place)).toEqual(
    Array.from({ length: results!.trades }, (_, at) => at),
  )
  const ofXom = await read<BacktestTradeRow[]>(
    `${path}/${done}/trades?sort=place&ticker=xom&limit=500`,
  )
  expect(ofXom).toEqual(all.filter(({ ticker }) => ticker === 'XOM'))
  const none = await call(`${path}/${deriveId('nobody')}/trades`)
  expect(none.status).toBe(404)
})

test('closes that were revised since it was asked for are shown as they stand, and counted', async () => {
  const askedAt = new Date('2021-03-01T12:00:00Z')
  const runId = deriveId('test', 'revised')
  const days = { startDate: '2020-01-02', endDate: '2020-01-08', tickers: ['JPM'] }
  await askFor(sql, { runId, askedAt, ...days })
  const rows = Array.from({ length: 5 }, () => flat(100))
  await putRows(sql, 'JPM', rows, { from: '2020-01-02' })
  const prices = () => read<BacktestPrices>(`${path}/${runId}/prices?ticker=JPM`)
  const before = await prices()
  expect(before.closes.map(({ close }) => Number(close))).toEqual([100, 100, 100, 100, 100])
  expect(before.since).toBe(0)
  await sql`update market_snapshots set close = 99, low = 99, fetched_at = '2021-03-02T12:00:00Z'
    where ticker = 'JPM' and session_date = '2020-01-03' and timespan = '1d'`
  const after = await prices()
  expect(after.closes.map(({ close }) => Number(close))).toEqual([100, 99, 100, 100, 100])
  expect(after.since).toBe(1)
})

test('one that waits is ended at once, one that is done stays as it is', async () => {
  const runId = deriveId('test', 'ending')
  await askFor(sql, { runId, askedAt: NOW, endDate: '2024-03-01' })
  const ended = await post(`${path}/${runId}/cancel`, {})
  expect(await ended.json()).toMatchObject({ runId, state: 'cancelled' })
  const late = await post(`${path}/${done}/cancel`, {})
  expect(await late.json()).toMatchObject({ runId: done, state: 'done' })
  expect((await post(`${path}/${deriveId('nobody')}/cancel`, {})).status).toBe(404)
})
