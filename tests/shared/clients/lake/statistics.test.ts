import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import { mergeFiles } from '#shared/clients/lake/merge.ts'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import { VERSION_COLUMNS, type Cell, type Column } from '#shared/contracts/lake/columns.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-statistics-'))
const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
const duck = await instance.connect()
await duck.run("set TimeZone = 'UTC'")
afterAll(() => {
  duck.closeSync()
  instance.closeSync()
  rmSync(folder, { recursive: true, force: true })
})

const table = {
  keyColumns: ['k'],
  columns: [
    ...(
      [
        ['k', 'text'],
        ['s', 'text'],
        ['q', 'decimal'],
        ['t', 'timestamp'],
        ['d', 'date'],
        ['x', 'double'],
        ['n', 'integer'],
        ['b', 'boolean'],
      ] as const
    ).map(([name, type]) => ({ name, type, says: '' })),
    ...VERSION_COLUMNS,
  ] as Column[],
}

const LONG = 'é'.repeat(60)
const MOST = `${'9'.repeat(29)}.999999999`
/** Each column's cells but the key, oddest first: what is least or greatest must be so by the column's own order. */
const ODD: Cell[][] = [
  ['', '-0.000000001', -8_520_336_000_000_000, '0001-01-01', -0, Number.MIN_SAFE_INTEGER, false],
  [`${LONG}a`, `-${MOST}`, -1, '1969-12-31', -1.5, -1, true],
  [`${LONG}b`, MOST, 0, '1970-01-01', 5e-324, 0, false],
  ['\u{10ffff}', '4.294967296', 1, '9999-12-31', 1.7e308, 1, true],
  ['\uffff', '-4.294967296', 4_102_444_800_000_001, '2019-02-28', -1.7e308, 2 ** 32, null],
  [null, null, null, null, null, null, null],
  ['Z', '18446744073.709551616', 86_400_000_000, '2020-02-29', 0, Number.MAX_SAFE_INTEGER, true],
  ['a', '0', -86_400_000_000, null, 0.1, -(2 ** 32), null],
]
const withKeys = (cells: readonly Cell[][], from = 0): Cell[][] =>
  cells.map((row, place) => [`k${String(from + place).padStart(6, '0')}`, ...row, from + place, 1])

let files = 0
async function store(rows: Cell[][]): Promise<string> {
  const path = join(folder, `${(files += 1)}.parquet`)
  writeFileSync(path, await writeParquet(table.columns, rows))
  return path
}

/** The same rows as one file of a batch, and as the day's file that is made of two. */
async function bothWays(rows: Cell[][]): Promise<[string, string]> {
  const half = Math.ceil(rows.length / 2)
  const parts = [await store(rows.slice(half)), await store(rows.slice(0, half))]
  const into = mkdtempSync(join(folder, 'day-'))
  const merged = await mergeFiles(parts, into, table)
  return [await store(rows), merged?.path ?? '']
}

const read = async (statement: string) => (await duck.runAndReadAll(statement)).getRowsJson()
const COLUMNS = table.columns.map(({ name }) => name)

/** Bounds that a file tells of a column, each as far as it is told, beside what its rows are. */
const boundsAndRows = (path: string, name: string) =>
  read(`
    with told as (
      select row_group_id, stats_min_value as low, stats_max_value as high, stats_null_count as nulls
      from parquet_metadata('${path}') where path_in_schema = '${name}'),
    there as (
      select min(${name}) as low, max(${name}) as high, count(*) - count(${name}) as nulls from '${path}')
    select told.low, there.low::varchar, told.high, there.high::varchar, told.nulls, there.nulls from told, there`)

describe('bounds of a column', () => {
  it.each(['batch', 'day'])('are those of its cells, of every type: %s', async (way) => {
    const [batch, day] = await bothWays(withKeys(ODD))
    const path = way === 'batch' ? batch : day
    for (const name of COLUMNS.filter((name) => name !== 's')) {
      const [low, lowest, high, highest, nulls, none] = (await boundsAndRows(path, name))[0] ?? []
      expect([name, Number(nulls)]).toEqual([name, Number(none)])
      const isZero = (word: unknown) => (word === '-0.0' ? '0.0' : word)
      expect([name, isZero(low), isZero(high)]).toEqual([name, isZero(lowest), isZero(highest)])
    }
  })

  it('are wider, never narrower, where a text is longer than is told', async () => {
    for (const path of await bothWays(withKeys(ODD))) {
      const [told] = await read(`
        select stats_min_value <= low, stats_max_value >= high, octet_length(encode(stats_max_value)) <= 128, high
        from parquet_metadata('${path}'), (select min(s) as low, max(s) as high from '${path}')
        where path_in_schema = 's'`)
      expect(told).toEqual([true, true, true, '\u{10ffff}'])
    }
    const [path] = await bothWays(withKeys(ODD.filter(([s]) => s?.toString().startsWith('é'))))
    const [told] = await read(`
      select stats_min_value < low, stats_max_value > high, octet_length(encode(stats_max_value)) <= 64
      from parquet_metadata('${path}'), (select min(s) as low, max(s) as high from '${path}')
      where path_in_schema = 's'`)
    expect(told).toEqual([true, true, true])
  })

  it('are none where there is nothing, or what is no number, which then is found all the same', async () => {
    const nothing = (x: Cell): Cell[] => [null, null, null, null, x, null, null]
    for (const path of await bothWays(withKeys([nothing(null), nothing(null)])))
      for (const name of ['s', 'q', 't', 'd', 'x', 'n', 'b']) {
        const [low, , high, , nulls] = (await boundsAndRows(path, name))[0] ?? []
        expect([name, low, high, Number(nulls)]).toEqual([name, null, null, 2])
      }
    for (const path of await bothWays(withKeys([1, Number.NaN, 2, Number.NaN].map(nothing)))) {
      expect((await boundsAndRows(path, 'x'))[0]).toMatchObject({ 0: null, 2: null })
      expect(await read(`select count(*)::integer from '${path}' where x = 'nan'::double`)).toEqual(
        [[2]],
      )
      expect(await read(`select count(*)::integer from '${path}' where x > 1`)).toEqual([[3]])
    }
  })
})

/** A condition for each odd cell, as it is and from it on. */
const asked = [
  ...ODD.flatMap(([s, q, , d, x, n]) => [
    s === null ? 's is null' : `s = '${s}'`,
    s === null ? 's is not null' : `s >= '${s}'`,
    q === null ? 'q is null' : `q = ${q}::decimal(38,9)`,
    q === null ? 'q is not null' : `q < ${q}::decimal(38,9)`,
    d === null ? 'd is null' : `d <= date '${d}'`,
    x === null ? 'x is null' : `x >= ${x}::double`,
    n === null ? 'n is null' : `n = ${n}`,
  ]),
  ...ODD.map(([, , t]) => (t === null ? 't is null' : `t = make_timestamptz(${t})`)),
  'b',
  'not b',
  'b is null',
]

it('a question by a bound has the rows that it has without bounds', async () => {
  for (const path of await bothWays(withKeys(ODD))) {
    await duck.run(`create or replace table plain as from '${path}'`)
    for (const where of asked)
      expect([where, await read(`select k from '${path}' where ${where} order by k`)]).toEqual([
        where,
        await read(`select k from plain where ${where} order by k`),
      ])
  }
})

const MANY = 130_000
const many = () =>
  withKeys(Array.from({ length: MANY }, (_, n) => ['w', `${n}.5`, n, '2019-01-03', n, n, true]))

/** The file with the pages of all groups spoiled but of those with the key: whoever reads another fails. */
async function spoilOthers(path: string, key: string): Promise<string> {
  const bytes = readFileSync(path)
  const chunks = (await read(`
    select coalesce(dictionary_page_offset, data_page_offset)::integer, total_compressed_size::integer
    from parquet_metadata('${path}') where row_group_id not in (
      select row_group_id from parquet_metadata('${path}')
      where path_in_schema = 'k' and '${key}' between stats_min_value and stats_max_value)`)) as [
    number,
    number,
  ][]
  expect(chunks.length).toBeGreaterThan(0)
  for (const [from, length] of chunks) bytes.fill(0xff, from, from + length)
  const spoiled = join(folder, `spoiled-${(files += 1)}.parquet`)
  writeFileSync(spoiled, bytes)
  return spoiled
}

describe('a file of many rows', async () => {
  const [batch, day] = await bothWays(many().toReversed())

  it('is in the order of its key when it is a day', async () => {
    expect(
      await read(`select count(*)::integer, bool_and(k > before) from (
        select k, lag(k) over (order by file_row_number) as before
        from read_parquet('${day}', file_row_number = true)) where before is not null`),
    ).toEqual([[MANY - 1, true]])
  })

  it('is Zstandard, with dictionaries where words repeat', async () => {
    for (const path of [batch, day]) {
      expect(await read(`select distinct compression from parquet_metadata('${path}')`)).toEqual([
        ['ZSTD'],
      ])
      const [words] = await read(
        `select encodings, dictionary_page_offset > 0 from parquet_metadata('${path}') where path_in_schema = 's'`,
      )
      expect(words).toEqual([expect.stringContaining('DICTIONARY'), true])
    }
  })

  it('is not read where the key is not', async () => {
    for (const path of [batch, day]) {
      const one = await spoilOthers(path, 'k000007')
      await expect(read(`select sum(n) from '${one}'`)).rejects.toThrow()
      expect(await read(`select k, q::varchar from '${one}' where k = 'k000007'`)).toEqual([
        ['k000007', '7.500000000'],
      ])
      const none = await spoilOthers(path, 'k999999')
      expect(await read(`select k from '${none}' where k > 'k999998'`)).toEqual([])
    }
  })
})
