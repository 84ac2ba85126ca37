/** Questions in SQL as people ask them: the answer, the file, and why there is none. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import * as v from 'valibot'
import { afterAll, describe, expect, test } from 'vitest'
import {
  ANSWER_ROWS_MAX,
  lakeRoutes,
  SqlAnswer,
  STATEMENT_LENGTH_MAX,
} from '#shared/contracts/api/lake.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { openApi } from '../api.ts'

const { sql, post, read } = await openApi()
const ask = (body: object) => post('/api/sql', body)
const answered = async (statement: string, more: object = {}) =>
  v.parse(SqlAnswer, await (await ask({ statement, ...more })).json())
const folder = mkdtempSync(join(tmpdir(), 'stonks-answer-'))
const duck = await (await DuckDBInstance.create(':memory:')).connect()
await duck.run("set TimeZone = 'UTC'")
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const refused = async (body: object) => {
  const response = await ask(body)
  return [response.status, await response.json()]
}

test('the lake is told with what each column tells', async () => {
  const { engines, tables } = v.parse(lakeRoutes['GET /api/lake'].answer, await read('/api/lake'))
  expect(engines).toEqual(['duckdb'])
  expect(tables.map(({ name }) => name)).toEqual(lakeTables.map(({ name }) => name))
  for (const { columns } of tables) expect(columns.every(({ says }) => says !== '')).toBe(true)
})

test('that the lake is behind is said, once a fact has waited for a minute', async () => {
  const behindSince = async () =>
    v.parse(lakeRoutes['GET /api/lake'].answer, await read('/api/lake')).behindSince
  await sql`truncate lake_changes`
  expect(await behindSince()).toBeNull()
  await sql`insert into lake_changes (fact, key) values ('orders', '{}')`
  expect(await behindSince()).toBeNull()
  const [row] = await sql<{ at: Date }[]>`
    update lake_changes set changed_at = now() - interval '61 seconds' returning changed_at as at`
  expect(await behindSince()).toBe(row?.at.toISOString())
  await sql`truncate lake_changes`
})

test('cells are exact, of the types that their columns say', async () => {
  const { columns, rows, isCut } = await answered(
    `select 1.50::decimal(38, 9) as price, 9007199254740993 as large, true as flag, null as nothing,
       timestamptz '2019-01-02 09:30:00.5-05' as at, date '2019-01-02' as day`,
  )
  expect(columns.map(({ name, type }) => [name, type])).toEqual([
    ['price', 'DECIMAL(38,9)'],
    ['large', 'BIGINT'],
    ['flag', 'BOOLEAN'],
    ['nothing', 'INTEGER'],
    ['at', 'TIMESTAMP WITH TIME ZONE'],
    ['day', 'DATE'],
  ])
  expect(rows).toEqual([
    ['1.500000000', '9007199254740993', true, null, '2019-01-02 14:30:00.5+00', '2019-01-02'],
  ])
  expect(isCut).toBe(false)
})

test('as many rows as are asked for, and whether there are more', async () => {
  expect(await answered('select * from range(5)', { rowsMax: 3 })).toMatchObject({
    rows: [[0], [1], [2]],
    isCut: true,
  })
  expect((await answered('select * from range(5)', { rowsMax: 5 })).isCut).toBe(false)
})

describe('no answer', () => {
  test.each<[what: string, body: object, status: number, code: string]>([
    ['a statement of another kind', { statement: 'drop view orders' }, 422, 'statement_refused'],
    ['a table that is not there', { statement: 'select * from nowhere' }, 422, 'statement_wrong'],
    ['an empty one', { statement: '' }, 422, 'invalid'],
    [
      'more than 20,000 characters',
      { statement: 'x'.repeat(STATEMENT_LENGTH_MAX + 1) },
      422,
      'invalid',
    ],
    [
      'more rows than may be',
      { statement: 'select 1', rowsMax: ANSWER_ROWS_MAX + 1 },
      422,
      'invalid',
    ],
    ['an engine that is none', { statement: 'select 1', engine: 'postgres' }, 422, 'invalid'],
    ['a field too many', { statement: 'select 1', more: 1 }, 422, 'invalid'],
    ['a zero byte', { statement: 'select 1 \0' }, 400, 'malformed'],
    ['a cell that is too large', { statement: `select repeat('x', 1000001)` }, 422, 'result_limit'],
  ])('to %s', async (_what, body, status, code) => {
    expect(await refused(body)).toMatchObject([status, { code }])
  })

  test('by Trino, where there is none', async () => {
    expect(await refused({ statement: 'select 1', engine: 'trino' })).toMatchObject([
      422,
      { faults: [{ field: 'engine', says: expect.stringContaining('expected duckdb') as string }] },
    ])
  })
})

describe('the answer as a file', () => {
  const file = (body: object) => post('/api/sql/file', body)

  test('as CSV, which no spreadsheet takes for a formula', async () => {
    const response = await file({
      statement: `select '=1+1' as text, 1.5 as price, null as nothing, 'a,b' as text`,
      format: 'csv',
    })
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="answer.csv"')
    expect(response.headers.get('x-stonks-cut')).toBe('false')
    expect(await response.text()).toBe('text,price,nothing,text\r\n"\'=1+1",1.5,,"a,b"\r\n')
  })

  test('as Parquet, exact, each column of its type', async () => {
    const response = await file({
      statement: `select n as id, n * 0.000000001::decimal(38, 9) as price, n / 4 as part, n > 1 as flag,
          timestamptz '2019-01-02 09:30:00.000001-05' as at, timestamp '2019-01-02 09:30:00' as wall,
          date '2019-01-02' as day, 'é' as word, case when n = 2 then 0.5::decimal(4, 2) end as short,
          sum(n) over () as total, 170141183460469231731687303715884105727::hugeint as huge,
          'infinity'::timestamptz as never, 'nan'::double as odd, [1, n] as list, 2 as id
        from range(1, 3) t(n)`,
      format: 'parquet',
    })
    expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet')
    const path = join(folder, 'answer.parquet')
    writeFileSync(path, new Uint8Array(await response.arrayBuffer()))
    const types = await duck.runAndReadAll(`describe select * from '${path}'`)
    expect(types.getRows().map(([name, type]) => `${String(name)} ${String(type)}`)).toEqual([
      'id BIGINT',
      'price DECIMAL(38,9)',
      'part DOUBLE',
      'flag BOOLEAN',
      'at TIMESTAMP WITH TIME ZONE',
      'wall TIMESTAMP',
      'day DATE',
      'word VARCHAR',
      'short DECIMAL(4,2)',
      'total BIGINT',
      'huge VARCHAR',
      'never VARCHAR',
      'odd DOUBLE',
      'list VARCHAR',
      'id_2 BIGINT',
    ])
    const cells = await duck.runAndReadAll(`select columns(*)::varchar from '${path}'`)
    expect(cells.getRows()).toEqual([
      [
        '1',
        '0.000000001',
        '0.25',
        'false',
        '2019-01-02 14:30:00.000001+00',
        '2019-01-02 09:30:00',
        '2019-01-02',
        'é',
        null,
        '3',
        '170141183460469231731687303715884105727',
        'infinity',
        'nan',
        '["1","1"]',
        '2',
      ],
      [
        '2',
        '0.000000002',
        '0.5',
        'true',
        '2019-01-02 14:30:00.000001+00',
        '2019-01-02 09:30:00',
        '2019-01-02',
        'é',
        '0.50',
        '3',
        '170141183460469231731687303715884105727',
        'infinity',
        'nan',
        '["1","2"]',
        '2',
      ],
    ])
  })

  test('of more than 100,000 rows is cut, and says so', async () => {
    const response = await file({ statement: 'select * from range(100001)', format: 'csv' })
    expect(response.headers.get('x-stonks-cut')).toBe('true')
    expect(response.headers.get('x-stonks-rows')).toBe('100000')
    expect((await response.text()).split('\r\n')).toHaveLength(100_002)
  })

  test('is told of in the audit, with what was asked', async () => {
    await file({ statement: 'select 7', format: 'csv' })
    const [row] = await sql`select detail from audit_events
      where action = 'POST /api/sql/file' order by audit_event_id desc limit 1`
    expect(row).toMatchObject({ detail: { statement: 'select 7', rows: 1, format: 'csv' } })
  })
})
