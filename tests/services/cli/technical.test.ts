import { beforeAll, expect, test, vi } from 'vitest'
import { newYorkInstant, sessionOf, shiftDate } from '#shared/domain/market/calendar.ts'
import { UsageError } from '../../../services/cli/command.ts'
import { command } from '../../../services/cli/commands/technical.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { url, sql } = await cloneDatabase()
const SPLIT_ON = '2019-03-04'

/** A year and a half in which a price only rises, and shares become twice as many on the way. */
beforeAll(async () => {
  const rows: Record<string, unknown>[] = []
  for (let date = '2018-01-02'; date < '2019-06-01'; date = shiftDate(date, 1)) {
    if (!sessionOf(date)) continue
    const close = (100 + rows.length * 0.5) * (date < SPLIT_ON ? 2 : 1)
    const starts = newYorkInstant(date, '00:00')
    rows.push({
      ticker: 'UPP',
      timespan: '1d',
      starts_at: starts,
      session_date: date,
      open: close.toFixed(2),
      high: (close * 1.01).toFixed(2),
      low: (close * 0.99).toFixed(2),
      close: close.toFixed(2),
      volume: '1000',
      fetched_at: newYorkInstant(date, '20:00'),
    })
  }
  await sql`insert into market_snapshots ${sql(rows)}`
  await sql`
    insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
    values (gen_random_uuid(), 'UPP', 'split', ${SPLIT_ON}, 1, 2, '2019-02-01')`
})

async function technical(...words: string[]) {
  vi.stubEnv('DATABASE_URL', url)
  const out = vi.spyOn(console, 'log').mockReturnValue()
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    const code = await command.run(words)
    const said = (calls: unknown[][]) => calls.map(([line]) => String(line)).join('\n')
    return { code, out: said(out.mock.calls), err: said(err.mock.calls) }
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}

test('of what only rose means stand in order and RSI warns, on days and weeks, and a split changes nothing', async () => {
  const { code, out } = await technical('upp', '--by', '2019-05-31', '--json')
  expect(code).toBe(0)
  const told = JSON.parse(out) as { date: string; signals: object[]; regime: object }
  expect(told).toMatchObject({ ticker: 'UPP', date: '2019-05-31', bars: 355 })
  const has = (frame: string, name: string, direction: string) =>
    expect(told.signals).toContainEqual(expect.objectContaining({ frame, name, direction }))
  has('D', 'ma_stack', 'bullish')
  has('W', 'ma_stack', 'bullish')
  has('D', 'rsi', 'bearish')
  has('M', 'rsi', 'bearish')
  expect(told.regime).toMatchObject({ trend: 1 })
})

test('prices that became known later have no part, and a week that runs is none yet', async () => {
  const read = async (day: string) => {
    const { out } = await technical('UPP', '--by', day, '--json')
    return JSON.parse(out) as { date: string; bars: number }
  }
  expect(await read('2019-05-15')).toMatchObject({ date: '2019-05-15' })
  expect((await read('2018-02-15')).bars).toBe(32)
})

test('in words', async () => {
  const { out } = await technical('UPP', '--by', '2019-05-31')
  expect(out).toMatch(/^UPP at the close of 2019-05-31, 355 daily bars, /)
  expect(out).toMatch(/\nma_stack on D, W: bullish, score /)
  expect(out).toMatch(/\nscores: \w+, total /)
  expect(out).toMatch(/\nchance: \w+, rises with 0\.\d\d/)
})

test('a ticker without prices, and wrong use, are told', async () => {
  const { code, err } = await technical('NOPE', '--by', '2019-05-31')
  expect([code, err]).toEqual([1, 'NOPE: no daily prices were known by 2019-05-31\n'])
  await expect(technical()).rejects.toThrow(UsageError)
  await expect(technical('UPP', '--by', 'may')).rejects.toThrow('expected a day such as')
  await expect(technical('UPP', '--tier', 'bold')).rejects.toThrow('found "bold"')
})
