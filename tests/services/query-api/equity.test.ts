import { beforeEach, expect, test } from 'vitest'
import { readEquity } from '#shared/sql/trading/equity.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()
const long = new Date('2000-01-01T00:00:00.000Z')

beforeEach(() => sql`truncate portfolio_snapshots`)

/** Snapshots every `minutes`, the equity counting up; a session is a UTC day here. */
const put = (count: number, minutes: number) => sql`
  insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
    unrealised_pnl, active_pool, open_positions)
  select at, (at at time zone 'UTC')::date, g, 0, g, 0, 0, g, 0
  from generate_series(1, ${count}::integer) g,
    lateral (select timestamptz '2026-01-01 00:00:00.123456Z' + (g - 1) * ${minutes} * interval '1 minute' as at) t`

test('of few snapshots each is a point', async () => {
  await put(5, 60)
  const points = await readEquity(sql, { since: long, points: 100 })
  expect(points.map(({ equity }) => Number(equity))).toEqual([1, 2, 3, 4, 5])
})

test.each([
  ['minutes', 3_000, 1],
  ['days', 3_000, 24 * 60],
  ['weeks', 200, 7 * 24 * 60],
])(
  'over %s there are as many as asked for, evenly, and the first and newest are there',
  async (_, count, minutes) => {
    await put(count, minutes)
    const points = await readEquity(sql, { since: long, points: 50 })
    const numbers = points.map(({ equity }) => Number(equity))
    expect(numbers.length).toBe(50)
    expect([numbers[0], numbers.at(-1)]).toEqual([1, count])
    const steps = numbers.slice(1).map((number, place) => number - numbers[place]!)
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(2)
  },
)

test('what was before the range is not in it', async () => {
  await put(10, 24 * 60)
  const points = await readEquity(sql, { since: new Date('2026-01-08T00:00:00.000Z'), points: 3 })
  expect(points.map(({ equity }) => Number(equity))).toEqual([8, 9, 10])
})

test('without snapshots there is nothing', async () => {
  expect(await readEquity(sql, { since: long, points: 10 })).toEqual([])
})
