/** Folding many repeats handles each row a few times, however many there are: counted in rows, not in time. */

import { beforeAll, expect, test } from 'vitest'
import { COUNT_MAX } from '#shared/contracts/api/words.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { searchDecisions, totalDecisions } from '../../../services/query-api/trading/decisions.ts'
import { readStory } from '../../../services/query-api/universe/story.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { url, sql } = await cloneDatabase()
const TICKERS = 4
const PER_DAY = 100
const DAYS = 40
/** Of one ticker on the last day, besides. */
const BAD_DAY = 2_000
/** Handled for each row that is folded: itself and the next one, at each step of a plan. */
const ROWS_MAX = 12

beforeAll(async () => {
  // Rows that fit each other need no checking one by one.
  await sql.unsafe(`
    set local session_replication_role = replica;
    insert into companies (company_id, ticker, legal_name)
      select md5('c' || g)::uuid, 'T' || g, 'T' || g from generate_series(0, ${TICKERS - 1}) g;
    insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, side, checks, risk_tier)
      select md5(t || '-' || d || '-' || g)::uuid, 'T' || t,
        timestamptz '2024-06-03T14:00:00Z' + d * interval '1 day' + g * interval '1 minute',
        'exit', 'skip', 'no_position', 'sell', '[]', 'moderate'
      from generate_series(0, ${DAYS - 1}) d, generate_series(1, ${PER_DAY}) g, generate_series(0, ${TICKERS - 1}) t;
    insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, side, checks, risk_tier)
      select md5('bad-' || g)::uuid, 'T0', timestamptz '2024-07-12T16:00:00Z' + g * interval '1 second',
        'exit', 'skip', 'no_position', 'sell', '[]', 'moderate'
      from generate_series(1, ${BAD_DAY}) g`)
  await sql.unsafe('vacuum analyze trading_decisions')
})

type Plan = { [measure: string]: unknown; Plans?: Plan[] }

/** Rows that a path handled, those it looked at and threw away too: a join may do so with few rows read. */
async function rowsOf(path: (db: Sql) => Promise<unknown>): Promise<number> {
  const db = openPostgres(url, 1)
  const sent: { text: string; parameters: readonly unknown[] }[] = []
  try {
    await db`select`
    const options = db.options as { debug: unknown }
    options.debug = (_connection: number, text: string, parameters: readonly unknown[]) =>
      sent.push({ text, parameters: [...parameters] })
    await path(db)
    options.debug = false
    const one = sent.find(({ text }) => text.includes('trading_decisions'))!
    const [row] = await db.unsafe(
      `explain (analyze, timing off, format json) ${one.text}`,
      one.parameters as never,
    )
    return handled((Object.values(row!)[0] as [{ Plan: Plan }])[0].Plan)
  } finally {
    await db.end({ timeout: 2 })
  }
}

function handled(plan: Plan): number {
  const rows = ['Actual Rows', 'Rows Removed by Filter', 'Rows Removed by Join Filter']
    .map((measure) => Number(plan[measure] ?? 0))
    .reduce((all, some) => all + some, 0)
  const own = rows * Number(plan['Actual Loops'])
  return (plan.Plans ?? []).reduce((all, part) => all + handled(part), own)
}

test('a page of folds handles each row that it folds a few times', async () => {
  const limit = 40
  // The last day with its bad ticker, and the nine before it.
  const folded = 10 * TICKERS * PER_DAY + BAD_DAY
  const rows = await searchDecisions(sql, { repeats: 'fold', limit })
  expect(rows).toHaveLength(limit)
  expect(rows.map(({ repeats }) => repeats?.count)).toEqual([
    1_000,
    ...Array.from({ length: limit - 1 }, () => PER_DAY),
  ])
  expect(rows[0]!.repeats).toMatchObject({ isMore: true, firstAt: '2024-07-12T14:01:00.000Z' })
  expect(await rowsOf((db) => searchDecisions(db, { repeats: 'fold', limit }))).toBeLessThan(
    ROWS_MAX * folded,
  )
})

test('a count of folds looks at no more rows than a count of rows, with a probe of each', async () => {
  // The first days are not among the newest rows that are counted.
  const total = await totalDecisions(sql, { repeats: 'fold' })
  expect(total.isMore).toBe(true)
  expect(total.count).toBeLessThan(DAYS * TICKERS)
  expect(await totalDecisions(sql, { repeats: 'fold', ticker: 'T1' })).toEqual({
    count: DAYS,
    isMore: false,
  })
  expect(await rowsOf((db) => totalDecisions(db, { repeats: 'fold' }))).toBeLessThan(
    ROWS_MAX * COUNT_MAX,
  )
})

test('the story of a company handles each of its repeats a few times', async () => {
  const filter = { kind: 'decision', sort: '-at', limit: 10 } as const
  expect(await readStory(sql, 'T0', filter)).toHaveLength(10)
  expect(await rowsOf((db) => readStory(db, 'T0', filter))).toBeLessThan(
    ROWS_MAX * (DAYS * PER_DAY + BAD_DAY),
  )
})
