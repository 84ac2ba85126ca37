/** What the backtester makes of a run, over a real record, as the role that it comes in. */

import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { BacktestAnswer, type BacktestRow } from '#shared/contracts/api/backtests.ts'
import { reportBacktest } from '#shared/domain/backtest/report.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import { deriveId } from '#shared/host/ids.ts'
import { cancelBacktest } from '#shared/sql/backtest/runs.ts'
import type { Tx } from '#shared/sql/open.ts'
import { saveCompanies } from '#shared/sql/universe/companies.ts'
import { tellNow } from '#shared/sql/universe/tracking.ts'
import {
  listBacktestTrades,
  readBacktest,
} from '../../../services/query-api/backtests/told-runs.ts'
import { driveDefaults, type Drive } from '../../../functions/backtester/drive.ts'
import { backtester } from '../../../functions/backtester/handler.ts'
import { feedOf, flat, FROM, walk, type Row } from '../../helpers/backtest-feed.ts'
import { askFor, putRows } from '../../helpers/backtests.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { sayEngine, setEngine } from '../../helpers/engine-said.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const api = as('stonks_api')
const askedAt = new Date('2020-06-01T12:00:00Z')
const runId = deriveId('test', 'run')
const idle = new AbortController().signal
const hasty: Drive = { ...driveDefaults, breathMs: 0, tellMs: 0 }

beforeEach(async () => {
  await sql`truncate backtest_runs, jobs, market_snapshots, corporate_actions, split_suspicions, documents,
    recommendations, retention_marks cascade`
})

async function prepare(pace: Drive = driveDefaults, signal = idle) {
  const handlers = backtester({ sql: own, drive: pace })
  const now = askedAt
  return handlers.backtest({ run_id: runId }, { jobId: deriveId('test', 'job'), now, signal })
}

async function run(pace?: Drive) {
  const settle = await prepare(pace)
  expect(await own.begin((tx) => settle(tx, askedAt))).toEqual([])
  return told()
}

/** As the API tells it. */
async function told() {
  const row = await readBacktest(api, runId)
  return v.parse(BacktestAnswer, JSON.parse(JSON.stringify(row)))
}

const sessions = 120
const paths = () => {
  const random = randomOf(3)
  return { AAPL: walk(sessions, random), XOM: walk(sessions, random) }
}
const ask = (more: Partial<Parameters<typeof askFor>[1]> = {}) =>
  askFor(sql, { runId, askedAt, endDate: '2019-12-31', ...more })

describe('a run', () => {
  test.each(['momentum', 'random', 'buy-and-hold'] as const)(
    '%s comes to what the command line comes to over the same prices',
    async (strategy) => {
      const rows = paths()
      for (const [ticker, path] of Object.entries(rows)) await putRows(sql, ticker, path)
      await ask({ strategy })
      const { state, results, sessionsDone, sessionsTotal, seconds } = await run()
      expect(state).toBe('done')
      expect(seconds).toBeGreaterThan(0)
      expect([sessionsDone, sessionsTotal]).toEqual([2 * sessions, 2 * sessions])
      const rounded = (path: readonly Row[]) =>
        path.map((row) => row!.map((one) => Number(one!.toFixed(6))) as unknown as Row)
      const feed = feedOf(
        Object.fromEntries(Object.entries(rows).map(([ticker, path]) => [ticker, rounded(path)])),
      )
      const found = strategies.find(({ name }) => name === strategy)!
      const wanted = reportBacktest(found, feed, { ...backtestDefaults, from: FROM }, { count: 7 })
      expect(results?.curve.map(({ date, equity }) => [date, equity])).toEqual(
        wanted.run.dates.map((date, at) => [date, wanted.run.equity[at]!.toFixed(2)]),
      )
      expect(results?.measures).toMatchObject({
        return: wanted.measures.return,
        sharpeDeflated: wanted.measures.sharpeDeflated,
        randomChance: wanted.randomChance,
      })
      const trades = await listBacktestTrades(api, runId, { sort: 'place', limit: 500 })
      expect(trades?.map(({ ticker, profit }) => [ticker, Number(profit).toFixed(2)])).toEqual(
        wanted.run.trades.map(({ ticker, profit }) => [ticker, Number(profit).toFixed(2)]),
      )
    },
  )

  test('delivered again after it was cut off begins anew, and keeps one result', async () => {
    for (const [ticker, path] of Object.entries(paths())) await putRows(sql, ticker, path)
    await ask()
    const stopping = new AbortController()
    stopping.abort(new Error('the host stops'))
    await expect(prepare(hasty, stopping.signal)).rejects.toThrow('the host stops')
    expect((await told()).state).toBe('running')
    const first = await run()
    expect(first.state).toBe('done')
    // A repeat of what is done changes nothing.
    expect(await run()).toEqual(first)
  })

  test('of two deliveries at once the later keeps its result, and the job of the other stays open', async () => {
    for (const [ticker, path] of Object.entries(paths())) await putRows(sql, ticker, path)
    await ask()
    const earlier = await prepare()
    const later = await prepare()
    await expect(own.begin((tx) => earlier(tx, askedAt))).rejects.toThrow('another delivery')
    expect(await listBacktestTrades(api, runId, { sort: 'place', limit: 5 })).toEqual([])
    await own.begin((tx) => later(tx, askedAt))
    expect((await told()).state).toBe('done')
  })

  test('tells how far it is, and ends where somebody asked for it', async () => {
    for (const [ticker, path] of Object.entries(paths())) await putRows(sql, ticker, path)
    await ask({ sweep: true })
    const seen: BacktestRow['sessionsDone'][] = []
    const left: BacktestRow['secondsLeft'][] = []
    const watching = new Proxy(own, {
      apply(target, self, args) {
        const made = Reflect.apply(target, self, args) as Promise<unknown>
        const text = (args[0] as string[] | undefined)?.join?.('') ?? ''
        if (!text.includes('set sessions_total')) return made
        return made.then(async (rows) => {
          const { sessionsDone, sessionsTotal, secondsLeft } = await told()
          seen.push(sessionsDone)
          left.push(secondsLeft)
          expect(sessionsTotal).toBe(14 * sessions)
          if (seen.length === 3) await api.begin((tx) => cancelBacktest(tx, runId, 'ann', askedAt))
          return rows
        })
      },
    })
    const handlers = backtester({ sql: watching, drive: hasty })
    const delivery = { jobId: deriveId('test', 'job'), now: askedAt, signal: idle }
    const settle = await handlers.backtest({ run_id: runId }, delivery)
    expect((await told()).isEnding).toBe(true)
    await own.begin((tx) => settle(tx, askedAt))
    expect(await told()).toMatchObject({ state: 'cancelled', results: null, isEnding: false })
    // Told of it as soon as it looks again.
    expect(seen).toHaveLength(4)
    // Nobody knows before the first of them; then by the pace so far.
    expect(left[0]).toBeNull()
    expect(left[1]).toBeGreaterThan(0)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })

  test('is cancelled while it waits, and its job then does nothing', async () => {
    await ask()
    await api.begin((tx) => cancelBacktest(tx, runId, 'ann', askedAt))
    const before = await told()
    expect(before.state).toBe('cancelled')
    expect(await run()).toEqual(before)
  })

  test('that takes too long ends by itself, and says so', async () => {
    for (const [ticker, path] of Object.entries(paths())) await putRows(sql, ticker, path)
    await ask()
    expect(await run({ ...hasty, mostMs: 0 })).toMatchObject({
      state: 'failed',
      reason: 'too_long',
    })
  })

  test('is given up where its job is, and runs once that is delivered again', async () => {
    const jobId = await ask()
    await sql`update jobs set state = 'dead', settled_at = now(), reason = 'deliveries_exhausted',
      last_error = 'after 5 deliveries: out of memory' where job_id = ${jobId}`
    const lost = { state: 'failed', reason: 'job_lost', says: 'after 5 deliveries: out of memory' }
    expect(await told()).toMatchObject(lost)
    await sql`update jobs set state = 'queued', settled_at = null where job_id = ${jobId}`
    expect((await told()).state).toBe('queued')
  })
})

describe('too little', () => {
  test('sessions are a failure in words', async () => {
    await putRows(
      sql,
      'AAPL',
      Array.from({ length: 7 }, () => flat(100)),
    )
    await ask()
    expect(await run()).toMatchObject({
      state: 'failed',
      reason: 'too_few_sessions',
      says: 'expected bars of at least 20 sessions from 2019-01-02 to 2019-12-31, found 7',
    })
  })

  test.each([
    ['recorded', 'no_recommendations'],
    ['news-driven', 'no_news'],
  ] as const)('for %s is %s', async (strategy, reason) => {
    await putRows(sql, 'AAPL', walk(60, randomOf(1)))
    await ask({ strategy })
    expect(await run()).toMatchObject({ state: 'failed', reason })
  })

  test('of one ticker is a note, and the others run', async () => {
    await putRows(sql, 'AAPL', walk(60, randomOf(1)))
    await ask()
    expect((await run()).results?.notes).toEqual([{ code: 'no_bars', about: 'XOM' }])
  })
})

describe('what the record holds', () => {
  const held = async () => {
    const [row] = await listBacktestTrades(api, runId, { sort: 'place', limit: 1 }).then(
      (all) => all!,
    )
    return row!
  }

  test('a split changes shares and no dollar, whatever basis a bar was fetched on', async () => {
    const before = Array.from({ length: 30 }, () => flat(100))
    const after = Array.from({ length: 30 }, () => flat(25))
    await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
      values (gen_random_uuid(), 'AAPL', 'split', '2019-02-14', 1, 4, '2019-02-01')`
    const days = await putRows(sql, 'AAPL', [...before, ...after])
    expect(days[30]).toBe('2019-02-14')
    // Fetched long after, on the basis of then: prices carry the split already.
    await putRows(
      sql,
      'XOM',
      Array.from({ length: 60 }, () => flat(25)),
      {
        basis: 'adjusted',
        fetchedAt: new Date('2020-01-02T12:00:00Z'),
      },
    )
    await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
      values (gen_random_uuid(), 'XOM', 'split', '2019-02-14', 1, 4, '2019-02-01')`
    await ask({ strategy: 'buy-and-hold' })
    const { results } = await run()
    // But for costs nothing was made or lost: one night would have taken three quarters.
    expect(Math.abs(results!.measures.return)).toBeLessThan(0.001)
    expect(results!.measures.drawdownMax).toBeLessThan(0.001)
  })

  test('a dividend is paid to who holds over its day', async () => {
    await putRows(
      sql,
      'AAPL',
      Array.from({ length: 60 }, () => flat(100)),
    )
    await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, amount, currency, known_at)
      values (gen_random_uuid(), 'AAPL', 'dividend', '2019-02-14', 2, 'USD', '2019-02-01')`
    await ask({ strategy: 'buy-and-hold', tickers: ['AAPL'] })
    const { results } = await run()
    const { quantity } = await held()
    expect(Number(results!.dividends)).toBeCloseTo(2 * Number(quantity), 6)
  })

  test('bars that came after it was asked are not read, nor those behind what looks like a split', async () => {
    await putRows(sql, 'AAPL', walk(60, randomOf(1)))
    await putRows(sql, 'XOM', walk(60, randomOf(2)), { fetchedAt: shiftedBy(1) })
    await sql`insert into split_suspicions (ticker, session_date, previous_close, open, flagged_at)
      values ('AAPL', '2019-01-15', 100, 50, '2019-01-15')`
    await ask()
    const { results } = await run()
    expect(results?.notes).toEqual([
      { code: 'split_suspected', about: 'AAPL before 2019-01-15' },
      { code: 'no_bars', about: 'XOM' },
    ])
    expect(results?.curve[0]?.date).toBe('2019-01-15')
  })
})

/** Without the rows that these would point at. */
const unchecked = (insert: (tx: Tx) => Promise<unknown>) =>
  sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await insert(tx)
  })
const shiftedBy = (days: number) => new Date(askedAt.getTime() + days * 86_400_000)
const at = (day: string, time: string) => newYorkInstant(day, time)

describe('recommendations of the time', () => {
  const trend = deriveId('test', 'trend')

  async function recommend(action: string, made: Date, more: Record<string, unknown> = {}) {
    const row = {
      recommendation_id: deriveId('test', 'advice', action, made.toISOString()),
      ticker: 'AAPL',
      trend_window: '7d',
      trend_id: trend,
      generated_at: made,
      action,
      mode: 'paper_eligible',
      confidence: 0.7,
      strength: 0.5,
      contradiction: 0,
      direction: 'bullish',
      checks: sql.json([]),
      portfolio_pct: 0.05,
      max_loss_pct: 0.01,
      thesis: '',
      thesis_model: '',
      ...more,
    }
    await unchecked((tx) => tx`insert into recommendations ${tx(row as never)}`)
  }

  const fills = async () => {
    const rows = await listBacktestTrades(api, runId, { sort: 'place', limit: 50 })
    return rows!.map(({ entryDate, exitDate, isOpen }) => [entryDate, isOpen ? 'open' : exitDate])
  }

  test('are entered at the open after they were made, and left at the one after a sale', async () => {
    const days = await putRows(
      sql,
      'AAPL',
      Array.from({ length: 60 }, (_, place) => rises(place)),
    )
    // Within a session: it could be acted on at its close, for the next open.
    await recommend('buy', at(days[30]!, '11:00'))
    // After a close: the next close is the first that knows of it.
    await recommend('sell', at(days[35]!, '16:01'))
    await ask({ strategy: 'recorded', tickers: ['AAPL'] })
    const { state, results } = await run()
    expect(state).toBe('done')
    expect(await fills()).toEqual([[days[31], days[37]]])
    expect(results?.checks?.rules).toEqual(['backtest-4', 'trading-3', 'risk-2'])
  })

  test('of one moment the surest counts, and of one close the newest', async () => {
    const days = await putRows(
      sql,
      'AAPL',
      Array.from({ length: 50 }, (_, place) => rises(place)),
    )
    await recommend('buy', at(days[30]!, '11:00'), { confidence: 0.8 })
    await recommend('sell', at(days[30]!, '11:00'), { trend_window: '90d', confidence: 0.6 })
    await recommend('sell', at(days[35]!, '10:00'), { confidence: 0.9 })
    await recommend('buy', at(days[35]!, '11:00'), { confidence: 0.6 })
    await ask({ strategy: 'recorded', tickers: ['AAPL'] })
    expect((await run()).state).toBe('done')
    expect(await fills()).toEqual([[days[31], 'open']])
  })

  test('under the confidence of the tier, merely told, or of after it was asked, are not', async () => {
    const days = await putRows(
      sql,
      'AAPL',
      Array.from({ length: 60 }, (_, place) => rises(place)),
    )
    await recommend('buy', at(days[30]!, '11:00'), { confidence: 0.5 })
    await recommend('buy', at(days[31]!, '11:00'), { mode: 'informational' })
    await recommend('hold', at(days[32]!, '11:00'))
    await ask({ strategy: 'recorded', tickers: ['AAPL'] })
    const { state, results } = await run()
    expect([state, results?.trades]).toEqual(['done', 0])
    // What was not acted on is kept with its code and numbers.
    expect(results?.refused.latest).toMatchObject([
      { ticker: 'AAPL', side: 'buy', code: 'confidence_below_tier', found: 0.5, limit: 0.55 },
    ])
  })

  test('are held back where the signal engine has a say, by what it said then', async () => {
    const days = await putRows(
      sql,
      'AAPL',
      Array.from({ length: 60 }, (_, place) => rises(place)),
    )
    for (const [place, verdict] of [
      [30, 'watch'],
      [40, 'buy'],
    ] as const) {
      await recommend('buy', at(days[place]!, '11:00'), { confidence: 0.8 })
      await sayEngine(sql, {
        ticker: 'AAPL',
        scores: verdict,
        session: days[place]!,
        at: at(days[place]!, '17:00'),
      })
    }
    const played = async () => {
      await sql`truncate backtest_runs, jobs cascade`
      await ask({ strategy: 'recorded', tickers: ['AAPL'] })
      const { results } = await run()
      return { results, fills: await fills() }
    }
    // In shadow, as an installation begins, it has none.
    const shadow = await played()
    expect(shadow.fills[0]?.[0]).toBe(days[31])
    expect(shadow.results?.checks?.asked).not.toContain('engine_against')
    await setEngine(sql, 'traded')
    const { results, fills: made } = await played()
    await setEngine(sql, 'off')
    expect(made[0]?.[0]).toBe(days[41])
    const against = {
      code: 'engine_against',
      found: 'scores watch, chance buy',
      limit: 'both buy',
    }
    expect(results?.refused.latest).toContainEqual(expect.objectContaining(against))
    expect(results?.checks?.asked).toContain('engine_against')
    expect(results?.checks?.unasked).toContain('volatility')
    expect(results?.notes).toContainEqual({ code: 'engine_begins', about: `from ${days[30]}` })
  })

  test('that retention may have taken are said to be gone', async () => {
    const days = await putRows(
      sql,
      'AAPL',
      Array.from({ length: 60 }, (_, place) => rises(place)),
    )
    await recommend('buy', at(days[30]!, '11:00'))
    await sql`insert into retention_marks (rule, reached, began_at) values ('recommendations', '2019-02-01T12:00:00Z', now())`
    await ask({ strategy: 'recorded', tickers: ['AAPL'] })
    expect((await run()).results?.notes).toEqual([
      { code: 'words_begin', about: `from ${days[30]}` },
      { code: 'recommendations_gone', about: 'before 2019-02-01' },
    ])
  })
})

describe('who was tracked when', () => {
  const day = (date: string) => newYorkInstant(date, '12:00')
  beforeEach(async () => {
    await sql`truncate companies, company_tracking cascade`
  })

  async function track(ticker: string, from: string, until?: string) {
    await sql.begin(async (tx) => {
      await tellNow(tx, day(from))
      await saveCompanies(tx, [{ ticker, name: `${ticker} Inc.`, sector: '', aliases: [] }])
      if (!until) return
      await tellNow(tx, day(until))
      await tx`update companies set active = false where ticker = ${ticker}`
    })
  }

  const bought = async () => {
    const rows = await listBacktestTrades(api, runId, { sort: 'place', limit: 500 })
    return rows!.map(({ ticker, entryDate }) => [ticker, entryDate] as const)
  }

  test('bounds what is traded, and the run says where the record of it begins and changes', async () => {
    await track('AAPL', '2019-03-15')
    await track('MSFT', '2019-03-15', '2019-05-01')
    await track('XOM', '2019-04-15')
    for (const ticker of ['AAPL', 'MSFT', 'XOM']) await putRows(sql, ticker, walk(120, randomOf(3)))
    await ask({ strategy: 'random', tickers: ['AAPL', 'MSFT', 'XOM'], asTracked: true })
    const { state, results } = await run()
    expect(state).toBe('done')
    expect(results?.notes).toEqual([
      { code: 'universe_begins', about: 'from 2019-03-15' },
      { code: 'tracked_within', about: 'MSFT until 2019-05-01, XOM from 2019-04-15' },
    ])
    const trades = await bought()
    const days = (ticker: string) => trades.filter(([of]) => of === ticker).map(([, at]) => at)
    // Those of its first day count before it.
    expect(trades.some(([, at]) => at < '2019-03-15')).toBe(true)
    expect(days('MSFT').length).toBeGreaterThan(0)
    expect(days('MSFT').every((at) => at <= '2019-05-01')).toBe(true)
    expect(days('XOM').length).toBeGreaterThan(0)
    expect(days('XOM').every((at) => at > '2019-04-15')).toBe(true)
    expect(results?.benchmark.name).toBe('equal money in the 2 tickers tracked as it began')
  })

  test('is not asked where it is not to count', async () => {
    await track('AAPL', '2018-01-02')
    await track('XOM', '2019-06-03')
    for (const ticker of ['AAPL', 'XOM']) await putRows(sql, ticker, walk(100, randomOf(3)))
    await ask({ strategy: 'random', asTracked: false })
    expect((await run()).results?.notes).toEqual([])
    expect((await bought()).some(([ticker]) => ticker === 'XOM')).toBe(true)
  })

  test('an end that was worked out is said to be a guess, and what never was a company trades', async () => {
    await track('AAPL', '2018-01-02')
    await track('XOM', '2018-01-02', '2019-03-01')
    await sql`update company_tracking set is_guess = true where ticker = 'XOM'`
    for (const ticker of ['AAPL', 'SPY', 'XOM']) await putRows(sql, ticker, walk(60, randomOf(3)))
    await ask({ strategy: 'random', tickers: ['AAPL', 'SPY', 'XOM'], asTracked: true })
    expect((await run()).results?.notes).toEqual([
      { code: 'tracked_within', about: 'XOM until 2019-03-01' },
      { code: 'tracking_guessed', about: 'XOM until 2019-03-01' },
      { code: 'never_tracked', about: 'SPY' },
    ])
  })
})

describe('a record younger than the days asked for', () => {
  test('says where its prices begin, and which tickers begin later still', async () => {
    const random = randomOf(1)
    const late = await putRows(sql, 'AAPL', walk(60, random), { from: '2019-01-14' })
    await putRows(sql, 'XOM', walk(60, random), { from: '2019-01-24' })
    const later = await putRows(sql, 'NVDA', walk(40, random), { from: '2019-03-01' })
    await ask({ tickers: ['AAPL', 'NVDA', 'XOM'] })
    const { results } = await run()
    expect(results?.notes).toEqual([
      { code: 'bars_begin', about: `from ${late[0]}` },
      { code: 'bars_begin', about: `NVDA from ${later[0]}` },
    ])
    expect(results?.curve[0]?.date).toBe(late[0])
  })

  test('names a few tickers, and of the others how many', async () => {
    const tickers = Array.from({ length: 9 }, (_, place) => `T${place}`)
    await putRows(sql, 'AAPL', walk(60, randomOf(1)))
    for (const ticker of tickers)
      await putRows(sql, ticker, walk(30, randomOf(1)), { from: '2019-02-01' })
    await ask({ tickers: ['AAPL', ...tickers] })
    const notes = (await run()).results?.notes
    expect(notes).toHaveLength(1)
    expect(notes?.[0]?.about).toMatch(/^T0 from 2019-02-01, .*T5 from 2019-02-01, and 3 more/)
  })

  test('says nothing where fewer than ten days are missing', async () => {
    await putRows(sql, 'AAPL', walk(60, randomOf(1)), { from: shiftDate(FROM, 9) })
    await ask({ tickers: ['AAPL'] })
    expect((await run()).results?.notes).toEqual([])
  })
})

/** A dollar's range each day, a tenth of a dollar up. */
const rises = (place: number): Row => {
  const close = 100 + place / 10
  return [close, close + 0.5, close - 0.5, close]
}

/** What a document was read to say of AAPL, the first or another time. */
async function read(document: number, extractedAt: Date, score: number, more: Reading = {}) {
  const { number = 1, publishedAt = extractedAt } = more
  const documentId = deriveId('test', 'document', document)
  const readingId = deriveId('test', 'reading', document, number)
  await unchecked(async (tx) => {
    await tx`insert into document_intelligence (reading_id, document_id, number, is_current, model, model_version,
        prompt_version, confidence, input_sha256, input_length, extracted_at)
      values (${readingId}, ${documentId}, ${number}, ${number === 2}, 'rules', '1', '1', 0.9, '', 0, ${extractedAt})`
    await tx`insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker, sentiment,
        sentiment_score, impact_score, confidence, published_at, extracted_at, is_current)
      values (${readingId}, ${readingId}, ${documentId}, ${documentId}, 'AAPL', 'positive', ${score}, 0.5, 0.9,
        ${publishedAt}, ${extractedAt}, ${number === 2})`
  })
}
type Reading = { number?: number; publishedAt?: Date }

test('news is known from when it was first read, whatever it was read as later', async () => {
  const days = await putRows(sql, 'AAPL', walk(60, randomOf(1)))
  const publishedAt = at(days[20]!, '10:00')
  await read(1, at(days[30]!, '11:00'), 0.9, { publishedAt })
  await read(2, at(days[30]!, '12:00'), 0.9, { publishedAt })
  // Later somebody read the contrary out of both.
  await read(1, at(days[50]!, '11:00'), -0.9, { number: 2, publishedAt })
  await read(2, at(days[50]!, '11:00'), -0.9, { number: 2, publishedAt })
  await ask({ strategy: 'news-driven', tickers: ['AAPL'] })
  const { results } = await run()
  const trades = await listBacktestTrades(api, runId, { sort: 'place', limit: 5 })
  expect(trades?.[0]?.entryDate).toBe(days[31])
  expect(results?.notes).toEqual([{ code: 'words_begin', about: `from ${days[30]}` }])
})

test('what was read before the first day is no news of a run in which it is read again', async () => {
  const days = await putRows(sql, 'AAPL', walk(60, randomOf(1)))
  const startDate = days[10]!
  for (const document of [1, 2]) {
    await read(document, at(days[5]!, '11:00'), 0.9)
    await read(document, at(days[30]!, '11:00'), 0.9, { number: 2 })
  }
  await ask({ strategy: 'news-driven', tickers: ['AAPL'], startDate })
  expect(await run()).toMatchObject({ state: 'failed', reason: 'no_news' })
})

test('news that retention may have taken is said to be gone', async () => {
  const days = await putRows(sql, 'AAPL', walk(60, randomOf(1)))
  await read(1, at(days[2]!, '11:00'), 0.9)
  await sql`insert into retention_marks (rule, reached, began_at) values ('document_intelligence', '2019-02-01T12:00:00Z', now())`
  await ask({ strategy: 'news-driven', tickers: ['AAPL'] })
  expect((await run()).results?.notes).toEqual([{ code: 'news_gone', about: 'before 2019-02-01' }])
})

test('a run is bounded well under the time that a delivery may take', () => {
  const row = /backtester:[^]*?timeoutSeconds: (\d+)/.exec(readFileSync('helm/values.yaml', 'utf8'))
  expect(driveDefaults.mostMs / 1_000).toBeLessThan(Number(row?.[1]) - 100)
})
