import { beforeEach, describe, expect, test } from 'vitest'
import { WINDOWS } from '#shared/contracts/sets.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { aggregation } from '../../../functions/aggregation/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putDocument } from '../../helpers/signals.ts'

const handlers = aggregation(rules)
const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_functions')
const noon = new Date('2026-01-07T17:00:00.000Z')
const later = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)

beforeEach(async () => {
  await sql`truncate companies, documents, trend_history, trend_evidence, trend_windows, market_snapshots cascade`
})

async function aggregate(ticker: string, now: Date): Promise<string[]> {
  const delivery = { jobId: deriveId('job', 'test'), now, signal: new AbortController().signal }
  const settle = await handlers.aggregation({ ticker }, delivery)
  const handed = await own.begin((tx) => settle(tx, now))
  return handed.map(({ job }) => job.window)
}

const dump = async () => ({
  windows: await sql`select * from trend_windows order by ticker, trend_window`,
  history: await sql`select * from trend_history order by trend_id`,
  evidence: await sql`select * from trend_evidence order by trend_id, side, place`,
})

describe('aggregation', () => {
  test('knows its signals by a digest that the record can be asked for, too', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'one', publishedAt: later(-1) })
    await putDocument(sql, { ticker: 'AAPL', name: 'two', publishedAt: later(-2) })
    await aggregate('AAPL', noon)
    const [{ same, all }] = (await sql`
      select count(*)::int as all, count(*) filter (where signal_digest = encode(sha256(convert_to(
        impact_ids::text || macro_ids::text || competitive_ids::text, 'UTF8')), 'hex'))::int as same
      from trend_history`) as unknown as [{ same: number; all: number }]
    expect(same).toBe(all)
    expect(all).toBeGreaterThan(0)
    expect(await aggregate('AAPL', noon)).toEqual([])
  })

  test('writes nothing of a ticker without signals', async () => {
    expect(await aggregate('AAPL', noon)).toEqual([])
    expect((await dump()).history).toEqual([])
  })

  test('sums up every window that holds a signal and asks for its judgement', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'fresh', publishedAt: later(-1) })
    await putDocument(sql, {
      ticker: 'AAPL',
      name: 'old',
      publishedAt: later(-24 * 8),
      sentiment: 'negative',
    })
    await putDocument(sql, { ticker: 'MSFT', name: 'other', publishedAt: later(-1) })
    expect((await aggregate('AAPL', noon)).sort()).toEqual([...WINDOWS].sort())
    const { windows, history, evidence } = await dump()
    const counts = Object.fromEntries(
      windows.map(({ trendWindow, signalCount }) => [trendWindow, signalCount]),
    )
    expect(counts).toEqual({ intraday: 1, '1d': 1, '7d': 1, '30d': 2, '90d': 2 })
    expect(history).toHaveLength(5)
    expect(evidence).toHaveLength(7)
    const week = history.find(({ trendWindow }) => trendWindow === '7d')
    expect(week).toMatchObject({
      trendId: deriveId('trend', 'AAPL', '7d', noon.toISOString()),
      direction: 'bullish',
      strength: 1,
      scoringVersion: 'scoring-5',
      market: { volatilityRatio: 1, volumeChange: 0, bars: 0 },
    })
    expect(week?.facts).toEqual({
      evidenceCount: 1,
      validDocuments: 1,
      dataConfidence: 0.7,
      dataQuality: 0.9,
      sourceTypes: ['news_api'],
      newestPublishedAt: later(-1).toISOString(),
      vouched: expect.objectContaining({ direction: 'bullish', stories: 1, voices: 1 }),
    })
  })

  test('a signal on the start of a window is outside, one on its end inside', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'start', publishedAt: later(-12) })
    await putDocument(sql, { ticker: 'AAPL', name: 'end', publishedAt: noon })
    await putDocument(sql, { ticker: 'AAPL', name: 'future', publishedAt: later(0.001) })
    await aggregate('AAPL', noon)
    const [intraday] = await sql`select * from trend_windows where trend_window = 'intraday'`
    expect(intraday?.signalCount).toBe(1)
  })

  test('twice at one moment changes nothing and asks for nothing more', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'one', publishedAt: later(-1) })
    await aggregate('AAPL', noon)
    const first = await dump()
    expect(await aggregate('AAPL', noon)).toEqual([])
    expect(await dump()).toEqual(first)
  })

  test('age alone is recorded only when it could matter', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'up', publishedAt: later(-1), impact: 0.9 })
    await putDocument(sql, {
      ticker: 'AAPL',
      name: 'down',
      publishedAt: later(-5),
      sentiment: 'negative',
    })
    await aggregate('AAPL', noon)
    expect(await aggregate('AAPL', later(0.25))).toEqual([])
    expect(await aggregate('AAPL', later(7.5))).toEqual(['intraday'])
  })

  test('what other rules recorded is recorded and judged anew, once', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'one', publishedAt: later(-1) })
    await aggregate('AAPL', noon)
    await sql`update trend_history set scoring_version = 'scoring-2'`
    expect((await aggregate('AAPL', later(0.01))).sort()).toEqual([...WINDOWS].sort())
    expect(await aggregate('AAPL', later(0.02))).toEqual([])
  })

  test('a window that runs empty says so once', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'one', publishedAt: later(-1) })
    await aggregate('AAPL', noon)
    expect((await aggregate('AAPL', later(30))).sort()).toEqual(['1d', 'intraday'])
    expect(await aggregate('AAPL', later(31))).toEqual([])
    const [day] = await sql`select * from trend_windows where trend_window = '1d'`
    expect(day).toMatchObject({ direction: 'neutral', signalCount: 0, confidence: 0 })
  })

  test('jobs at one moment end alike in whatever order documents came', async () => {
    const told = ['a', 'b', 'c'].map((name, index) => ({
      ticker: 'AAPL',
      name,
      publishedAt: later(-index - 1),
      publisher: name,
      sentiment: index === 1 ? ('negative' as const) : ('positive' as const),
    }))
    for (const each of told) {
      await putDocument(sql, each)
      await aggregate('AAPL', noon)
    }
    const first = await dump()
    await sql`truncate companies, documents, trend_history, trend_evidence, trend_windows cascade`
    await Promise.all(
      told.toReversed().map(async (each) => {
        await putDocument(sql, each)
        await aggregate('AAPL', noon)
      }),
    )
    expect(await dump()).toEqual(first)
  })

  test('a late job never replaces a later trend as the current one', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'one', publishedAt: later(-1) })
    await aggregate('AAPL', noon)
    await putDocument(sql, { ticker: 'AAPL', name: 'two', publishedAt: later(-2) })
    await aggregate('AAPL', later(-0.5))
    const current = await sql`select as_of from trend_windows`
    expect(current.map(({ asOf }) => asOf)).toEqual(Array.from({ length: 5 }, () => noon))
  })

  test('bars of the day itself, or fetched at the very moment, are not looked at', async () => {
    await putDocument(sql, { ticker: 'AAPL', name: 'one', publishedAt: later(-1) })
    await sql`
      insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low, close, volume, fetched_at)
      select 'AAPL', '1d', day, day::date, 10, 10, 10, 10, case when day::date = '2026-01-05' then 400 else 100 end,
        case when day::date = '2026-01-06' then ${noon} else ${later(-10)} end
      from generate_series('2025-12-01T05:00:00Z'::timestamptz, '2026-01-07T05:00:00Z', '1 day') as day`
    await aggregate('AAPL', noon)
    const [week] = await sql`select market from trend_history where trend_window = '7d'`
    expect(week?.market).toEqual({ volatilityRatio: 1, volumeChange: 3, bars: 36 })
    const [evidence] = await sql`select market_context from trend_evidence limit 1`
    expect(evidence?.marketContext).toBe(1.15)
  })
})
