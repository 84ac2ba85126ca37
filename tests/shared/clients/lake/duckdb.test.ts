import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import type { LakeShape } from '#shared/clients/lake/engine.ts'
import { LAKE_BUCKET, PARQUET } from '#shared/clients/lake/names.ts'
import { placeInCache } from '#shared/clients/lake/place.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { VERSION_COLUMNS, type Cell, type Column } from '#shared/contracts/lake/columns.ts'
import { openLakeFolder } from '../../../helpers/lake-folder.ts'

const column = (name: string, type: Column['type']): Column => ({ name, type, says: name })
const trades: LakeShape = {
  name: 'trades',
  keyColumns: ['id'],
  columns: [
    column('id', 'text'),
    column('price', 'decimal'),
    column('at', 'timestamp'),
    column('note', 'text'),
    ...VERSION_COLUMNS,
  ],
}
const empty: LakeShape = {
  name: 'empties',
  keyColumns: ['day_date'],
  columns: [
    column('day_date', 'date'),
    column('x', 'double'),
    column('is_so', 'boolean'),
    ...VERSION_COLUMNS,
  ],
}
const AT = Date.UTC(2019, 0, 2, 15) * 1_000
const row = (id: string, price: string, version: number, note: string | null = null): Cell[] => [
  id,
  price,
  AT + 123_456,
  note,
  version,
  AT,
]
const lake = openLakeFolder([trades, empty])
const wide = { rowsMax: 100, seconds: 60, memoryMb: 256 }
const ask = (statement: string, limits = wide) =>
  lake.engine.query(statement, limits, new AbortController().signal)

beforeAll(async () => {
  // An old day of one file, written before there was a note.
  const old = trades.columns.filter(({ name }) => name !== 'note')
  const withoutNote = (cells: Cell[]) => cells.filter((_, place) => place !== 3)
  await lake.put(
    trades,
    '2019-01-01',
    [row('a', '1.5', 1), row('b', '2.000000001', 2)].map(withoutNote),
    old,
  )
  // A day of two files, in which one key stands in both.
  await lake.put(trades, '2019-01-02', [row('c', '3', 3, 'first'), row('d', '4', 4)])
  await lake.put(trades, '2019-01-02', [row('c', '3.5', 5, 'second')])
})
afterAll(() => lake.clear())

describe('a table of the lake', () => {
  it('holds the newest row of each key, columns that its file lacks as null', async () => {
    expect(
      await lake.rows('select id, price, note, version, year, month, day from trades order by id'),
    ).toEqual([
      ['a', '1.500000000', null, 1, 2019, 1, 1],
      ['b', '2.000000001', null, 2, 2019, 1, 1],
      ['c', '3.500000000', 'second', 5, 2019, 1, 2],
      ['d', '4.000000000', null, 4, 2019, 1, 2],
    ])
  })

  it('has every row in _versions', async () => {
    expect(await lake.rows('select version, note from trades_versions order by version')).toEqual([
      [1, null],
      [2, null],
      [3, 'first'],
      [4, null],
      [5, 'second'],
    ])
  })

  it('is found whatever the case of its name, quoted or behind its schema', async () => {
    expect(
      await lake.rows('select count(*) from "Trades" t join memory.main.TRADES u using (id)'),
    ).toEqual([[4]])
  })

  it('is empty where it has no file, of its columns and types', async () => {
    const { columns, rows } = await ask('select * from empties')
    expect(rows).toEqual([])
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'day_date DATE',
      'x DOUBLE',
      'is_so BOOLEAN',
      'version BIGINT',
      'changed_at TIMESTAMP WITH TIME ZONE',
      'year BIGINT',
      'month BIGINT',
      'day BIGINT',
    ])
  })

  it('gives exact decimals and UTC moments as text, whole numbers while JavaScript holds them', async () => {
    const { rows, columns } = await ask(
      `select "at", price, version, sum(version) over (), 9007199254740993::bigint, [1, 2], 'nan'::double, true
       from trades where id = 'a'`,
    )
    expect(rows).toEqual([
      [
        '2019-01-02 15:00:00.123456+00',
        '1.500000000',
        1,
        1,
        '9007199254740993',
        '[1,2]',
        'NaN',
        true,
      ],
    ])
    expect(columns[1]?.type).toBe('DECIMAL(38,9)')
  })

  it('says that there is more than was asked for', async () => {
    expect(await ask('select 1 from range(5)', { ...wide, rowsMax: 5 })).toMatchObject({
      isCut: false,
    })
    const cut = await ask('select 1 from range(6)', { ...wide, rowsMax: 5 })
    expect(cut).toMatchObject({ isCut: true })
    expect(cut.rows).toHaveLength(5)
  })

  it('names what is near a wrong name', async () => {
    await expect(ask('select prise from trades')).rejects.toMatchObject({
      code: 'statement_wrong',
      message: expect.stringContaining('"price"') as string,
    })
    await expect(ask('select * from trade')).rejects.toThrow('trades')
    await expect(ask('select\n1 +')).rejects.toThrow(/Parser Error.*line/)
  })
})

describe('files that are elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-cache-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const gets: string[] = []
  const counted = (objects: Objects): Objects => ({
    ...objects,
    get: (bucket, key) => {
      gets.push(key)
      return objects.get(bucket, key)
    },
  })
  const names = () =>
    readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.parquet'))

  it('are fetched once, and the least asked go where there is no more room', async () => {
    const objects = counted(openFolder(lake.folder))
    const [a, b, c] = lake.held
    if (!a || !b || !c) throw new Error('no files')
    const largest = Math.max(a.bytes, b.bytes, c.bytes)
    let held = [a]
    const engine = openDuckdb({
      tables: [trades],
      held: () => Promise.resolve(held),
      place: placeInCache(objects, folder, largest * 2),
    })
    const count = async () =>
      (
        await engine.query(
          'select count(*) from trades_versions',
          wide,
          new AbortController().signal,
        )
      ).rows
    expect(await Promise.all([count(), count()])).toEqual([[[2]], [[2]]])
    expect(gets).toEqual([a.key])
    held = [b]
    await count()
    held = [c]
    await count()
    expect(names()).toHaveLength(2)
    held = [a, b, c].map((file) => ({ ...file, bytes: largest }))
    await expect(count()).rejects.toMatchObject({ code: 'result_limit' })
  })

  it('are believed by their hash alone', async () => {
    const [a] = lake.held
    if (!a) throw new Error('no files')
    const lying = {
      ...a,
      sha256: '0'.repeat(64),
      key: 'trades/year=2019/month=01/day=09/other.parquet',
    }
    const objects = openFolder(lake.folder)
    await objects.put(LAKE_BUCKET, lying.key, new Uint8Array([1]), PARQUET)
    const engine = openDuckdb({
      tables: [trades],
      held: () => Promise.resolve([lying]),
      place: placeInCache(objects, folder, 1_000_000),
    })
    await expect(
      engine.query('select * from trades', wide, new AbortController().signal),
    ).rejects.toThrow('not those that were stored')
  })
})
