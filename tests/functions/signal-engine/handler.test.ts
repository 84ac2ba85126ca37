/** What the signal engine keeps of a ticker, over a real record, as the role that it comes in. */

import { beforeEach, describe, expect, test } from 'vitest'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import type { DayBar } from '#shared/domain/technical/long-frames.ts'
import { deriveId } from '#shared/host/ids.ts'
import { signalEngine, type Deps } from '../../../functions/signal-engine/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { dayBars, putDayBars, risingCloses } from '../../helpers/engine-bars.ts'
import { putCompany } from '../../helpers/signals.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const bars = dayBars(risingCloses(300))
const LAST = bars.at(-1)!.date
/** The evening after the last session. */
const evening = newYorkInstant(shiftDate(LAST, 1), '03:00')
const later = (minutes: number) => new Date(evening.getTime() + minutes * 60_000)

beforeEach(async () => {
  await sql`truncate companies, documents, market_snapshots, corporate_actions, signal_engine_outputs cascade`
  await setMode('shadow')
  await putCompany(sql, 'AAPL')
})

const setMode = (mode: string) => sql`
  insert into risk_configs (name, value) values ('signal_engine_mode', ${JSON.stringify(mode)}::text::jsonb)
  on conflict (name) do update set value = excluded.value`

async function evaluate(now = evening, ticker = 'AAPL', deps: Partial<Deps> = {}): Promise<void> {
  const handlers = signalEngine({ sql: own, ...deps })
  const signal = new AbortController().signal
  const settle = await handlers.signal_engine(
    { ticker },
    { jobId: deriveId('job', ticker), now, signal },
  )
  expect(await own.begin((tx) => settle(tx, now))).toEqual([])
}

const outputs = () => sql`
  select *, session_date::text as session_date from signal_engine_outputs order by evaluated_at, ticker`

describe('an evaluation', () => {
  test('keeps both pipelines, the signals, the frames and what it did without', async () => {
    await putDayBars(sql, 'AAPL', bars)
    await evaluate()
    const [row, ...more] = await outputs()
    expect(more).toEqual([])
    expect(row).toMatchObject({
      outputId: deriveId('signal-engine', 'AAPL', evening.toISOString()),
      ticker: 'AAPL',
      evaluatedAt: evening,
      mode: 'shadow',
      ruleVersion: 'signal-engine-1',
      sessionDate: LAST,
      bars: 300,
      regime: 'trend_following',
      trend: 1,
      heuristicFault: null,
      probabilisticFault: null,
      filters: [],
      sentinels: [
        'minutes_missing',
        'macro_bias_unknown',
        'competitive_unknown',
        'price_to_earnings_unknown',
        'sector_median_unknown',
        'earnings_date_unknown',
        'hit_rates_unmeasured',
      ],
    })
    expect(row?.['frames'].map(({ frame }: { frame: string }) => frame)).toEqual(['D', 'W', 'M'])
    expect(row?.['confluences']).toContainEqual(
      expect.objectContaining({ name: 'ma_stack', direction: 'bullish' }),
    )
    expect(Number(row?.['exits'].stop)).toBeLessThan(Number(row?.['closePrice']))
    expect(Number(row?.['exits'].target1)).toBeGreaterThan(Number(row?.['closePrice']))
  })

  test('of what nothing changed in is not kept again; with another session it is', async () => {
    await putDayBars(sql, 'AAPL', bars.slice(0, 299))
    await evaluate()
    await evaluate()
    await evaluate(later(30))
    expect(await outputs()).toHaveLength(1)
    await putDayBars(sql, 'AAPL', bars.slice(299))
    await evaluate(later(60))
    expect(await outputs()).toHaveLength(2)
  })

  test('made twice at once is kept once, at one moment and at two', async () => {
    await putDayBars(sql, 'AAPL', bars)
    await Promise.all([evaluate(), evaluate(), evaluate(later(1)), evaluate(later(1))])
    expect(await outputs()).toHaveLength(1)
  })

  test('knows no price of its own day or of after', async () => {
    await putDayBars(sql, 'AAPL', bars)
    await evaluate(newYorkInstant(LAST, '15:00'))
    expect((await outputs())[0]).toMatchObject({ bars: 299 })
  })

  test('reads prices of before a split on the basis of after it', async () => {
    await putDayBars(sql, 'AAPL', bars)
    await evaluate()
    const [whole] = await outputs()
    await sql`truncate market_snapshots, signal_engine_outputs`
    const split = bars[200]!.date
    const doubled = (bar: DayBar) =>
      bar.date < split
        ? {
            ...bar,
            high: bar.high * 4,
            low: bar.low * 4,
            close: bar.close * 4,
            volume: bar.volume / 4,
          }
        : bar
    await putDayBars(sql, 'AAPL', bars.map(doubled))
    await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
      values (${deriveId('test', 'split')}, 'AAPL', 'split', ${split}, 1, 4, ${newYorkInstant(split, '00:00')})`
    await evaluate()
    const [row] = await outputs()
    expect(
      row?.['signals'].map((one: { name: string; frame: string }) => [one.frame, one.name]),
    ).toEqual(
      whole?.['signals'].map((one: { name: string; frame: string }) => [one.frame, one.name]),
    )
    expect(row?.['heuristicTotal']).toBeCloseTo(whole?.['heuristicTotal'], 6)
  })
})

describe('minutes', () => {
  /** One minute of each half hour, at the closes given; `extended` lie outside of the session. */
  async function putMinutes(date: string, closes: readonly number[], extended = false) {
    const opens = newYorkInstant(date, '09:30').getTime()
    const rows = closes.map((close, slot) => ({
      ticker: 'AAPL',
      starts_at: new Date(opens + (extended ? -60 + slot : slot * 30) * 60_000),
      session_date: date,
      open: close,
      high: close + 1,
      low: close - 1,
      close,
      volume: 100,
      is_extended: extended,
      vendor: 'polygon',
      fetched_at: new Date(opens + 8 * 3_600_000),
    }))
    await sql`insert into minute_bars ${sql(rows)}`
  }

  test('are read as half hours, hours and four hours of sessions that are over', async () => {
    await sql`truncate minute_bars`
    await putDayBars(sql, 'AAPL', bars)
    const [half, whole, own] = [bars[297]!.date, bars[298]!.date, shiftDate(LAST, 1)]
    await putMinutes(half, [100, 101, 102, 103, 104, 105, 106])
    // A half hour in which nobody traded leaves a hole.
    await putMinutes(
      whole,
      Array.from({ length: 13 }, (_, slot) => 100 + slot),
    )
    await sql`delete from minute_bars where session_date = ${whole} and close = 105`
    await putMinutes(whole, [900, 2], true)
    await putMinutes(own, [500])
    await evaluate()
    const frames = (await outputs())[0]?.['frames']
    expect(
      frames
        .slice(0, 3)
        .map(({ frame, bars: count }: { frame: string; bars: number }) => [frame, count]),
    ).toEqual([
      ['M30', 7 + 12],
      ['H1', 4 + 7],
      ['H4', 1 + 2],
    ])
    expect((await outputs())[0]?.['sentinels']).not.toContain('minutes_missing')
    await sql`truncate minute_bars`
  })
})

describe('one pipeline that fails', () => {
  const fails = () => {
    throw new RangeError('expected a trend, found none')
  }

  test('leaves the other’s verdict as it is, and says why', async () => {
    const { judgeHeuristically: heuristic } = await import('#shared/domain/technical/heuristic.ts')
    await putDayBars(sql, 'AAPL', bars)
    await evaluate(evening, 'AAPL', { pipelines: { heuristic, probabilistic: fails } })
    expect((await outputs())[0]).toMatchObject({
      heuristicFault: null,
      probabilisticVerdict: null,
      probabilisticFault: 'RangeError: expected a trend, found none',
      agreement: null,
      difference: null,
    })
  })

  test('and so does the other way round', async () => {
    const { judgeByChance: probabilistic } =
      await import('#shared/domain/technical/probabilistic.ts')
    await putDayBars(sql, 'AAPL', bars)
    await evaluate(evening, 'AAPL', { pipelines: { heuristic: fails, probabilistic } })
    const [row] = await outputs()
    expect(row).toMatchObject({ heuristicVerdict: null, probabilisticFault: null })
    expect(row?.['up']).toBeGreaterThan(0)
  })
})

describe('odd bars', () => {
  test.each([0, 1, 19])('%d of them are judged by no pipeline, in words', async (count) => {
    await putDayBars(sql, 'AAPL', bars.slice(300 - count))
    await evaluate()
    expect((await outputs())[0]).toMatchObject({
      bars: count,
      heuristicVerdict: 'skip',
      probabilisticVerdict: 'skip',
      agreement: null,
      filters: [{ code: 'prices_missing', found: count, limit: 20 }],
    })
  })

  test('a price that is no number is left out and told', async () => {
    await putDayBars(sql, 'AAPL', bars)
    await sql`update market_snapshots set high = 'NaN', close = 'NaN' where session_date = ${bars[250]!.date}`
    await evaluate()
    const [row] = await outputs()
    expect(row).toMatchObject({ bars: 299 })
    expect(row?.['sentinels']).toContain('bars_unsound')
  })
})

test('traded, it keeps what it says as in shadow, and by which mode', async () => {
  await putDayBars(sql, 'AAPL', bars)
  await setMode('traded')
  await evaluate()
  expect(await outputs()).toMatchObject([{ ticker: 'AAPL', mode: 'traded' }])
})

describe('the engine keeps nothing', () => {
  test.each(['off', 'live', 'yes'])('while its setting says %s', async (mode) => {
    await putDayBars(sql, 'AAPL', bars)
    await setMode(mode)
    await evaluate()
    expect(await outputs()).toEqual([])
  })

  test('in a new installation', async () => {
    await putDayBars(sql, 'AAPL', bars)
    await sql`delete from risk_configs where name = 'signal_engine_mode'`
    await evaluate()
    expect(await outputs()).toEqual([])
  })

  test('of what is not tracked', async () => {
    await putDayBars(sql, 'MSFT', bars)
    await evaluate(evening, 'MSFT')
    await sql`update companies set active = false`
    await evaluate()
    expect(await outputs()).toEqual([])
  })
})
