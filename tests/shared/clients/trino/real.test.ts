import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import type { HeldFile } from '#shared/clients/lake/engine.ts'
import { fileKey, LAKE_BUCKET, PARQUET } from '#shared/clients/lake/names.ts'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import { compareSums, sumNames, sumsText } from '#shared/clients/lake/sums.ts'
import { openTrino } from '#shared/clients/trino/engine.ts'
import { ICEBERG, LAKEHOUSE } from '#shared/clients/trino/names.ts'
import { COPIES, HIVE, viewText } from '#shared/clients/trino/shapes.ts'
import { runStatement } from '#shared/clients/trino/statement.ts'
import { readTrinoSums } from '#shared/clients/trino/sums.ts'
import { syncTrino, type TableSynced } from '#shared/clients/trino/sync.ts'
import type { NamedShape } from '#shared/clients/trino/table-sync.ts'
import { VERSION_COLUMNS, type Cell, type Column } from '#shared/contracts/lake/columns.ts'
import { openTrinoObjects, trino, whyNoTrino } from '../../../helpers/trino.ts'

const objects = openTrinoObjects()
const signal = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'stonks-trino-'))
const duck = await (await DuckDBInstance.create()).connect()
await duck.run("set TimeZone = 'UTC'")
const made: string[] = []
afterAll(async () => {
  duck.closeSync()
  rmSync(folder, { recursive: true, force: true })
  for (const name of made)
    for (const place of [LAKEHOUSE, ICEBERG])
      for (const text of [`drop view if exists ${name}`, `drop table if exists ${name}_versions`])
        await runStatement(trino, { text, ...place }, signal)
}, 600_000)

const column = (name: string, type: Column['type']): Column => ({
  name,
  type,
  says: `it's ${name}`,
})
const OWN = [
  column('k', 'text'),
  column('q', 'decimal'),
  column('t', 'timestamp'),
  column('d', 'date'),
  column('x', 'double'),
  column('n', 'integer'),
  column('b', 'boolean'),
]

/** A table of its own for a test; other runs on the same servers do not meet it. */
function shapeOf(columns: readonly Column[] = OWN): NamedShape {
  const name = `t${randomBytes(6).toString('hex')}`
  made.push(name)
  return { name, says: `A test's`, columns: [...columns, ...VERSION_COLUMNS], keyColumns: ['k'] }
}

/** Stores rows where Trino and DuckDB find them. */
async function store(shape: NamedShape, day: string, rows: readonly Cell[][]): Promise<HeldFile> {
  const bytes = await writeParquet(shape.columns, rows)
  const key = fileKey(shape.name, day, randomBytes(6).toString('hex'))
  await objects.put(LAKE_BUCKET, key, bytes, PARQUET)
  writeFileSync(pathOf(key), bytes)
  return { fact: shape.name, day, key, bytes: bytes.length, sha256: '' }
}
/** As views are compared: in other spaces, capitals and quotes they are the same. */
const bare = (text: string) => text.replaceAll(/[\s"]/g, '').toLowerCase()
const pathOf = (key: string) => join(folder, key.replaceAll('/', '_'))

async function sync(shape: NamedShape, files: readonly HeldFile[]): Promise<TableSynced> {
  const done: TableSynced[] = []
  await syncTrino({
    settings: trino,
    tables: [shape],
    held: () => Promise.resolve(files),
    signal,
    tell: (synced) => done.push(synced),
  })
  return done[0]!
}

const LIMITS = { rowsMax: 1_000, seconds: 60, memoryMb: 256 }
const ask = async (place: typeof LAKEHOUSE, text: string, limits = LIMITS) =>
  openTrino(trino, place).query(text, limits, signal)
const rowsIn = async (place: typeof LAKEHOUSE, text: string) => (await ask(place, text)).rows
const places = [LAKEHOUSE, ICEBERG]

const fromFiles = (files: readonly HeldFile[]) =>
  `read_parquet([${files.map(({ key }) => `'${pathOf(key)}'`).join(', ')}], union_by_name = true)`
const inDuck = async (text: string) => (await duck.runAndReadAll(text)).getRowsJson()
const whole = (cell: unknown) =>
  typeof cell === 'string' && /^\d+$/.test(cell) ? Number(cell) : cell

const AT = 1_546_527_600_123_456
const EDGES: Cell[][] = [
  ['a "ü" 😀\u0000z', '-1.500000001', AT, '1969-12-31', 0.1, -5, true, 1, AT],
  ['', `${'9'.repeat(29)}.${'9'.repeat(9)}`, -1, '0001-01-01', -1e300, 2 ** 53 - 1, false, 2, AT],
  ['nulls', null, null, null, null, null, null, 3, AT],
  [
    'low',
    `-${'9'.repeat(29)}.${'9'.repeat(9)}`,
    0,
    '9999-12-31',
    5e-324,
    -(2 ** 53) + 1,
    null,
    4,
    AT,
  ],
  ["it's", '0', 1, '1970-01-01', -0.5, 0, true, 5, AT],
]

describe.skipIf(whyNoTrino !== '')(`a real Trino${whyNoTrino}`, { timeout: 600_000 }, () => {
  it('reads every type as DuckDB does, from Hive and from Iceberg', async () => {
    const shape = shapeOf()
    const later = EDGES.map((row) => row.with(7, Number(row[7]) + 10))
    const files = [
      await store(shape, '2019-01-03', EDGES),
      await store(shape, '2019-11-13', [later[0]!, later[2]!]),
      await store(shape, '2019-01-03', [later[2]!, later[4]!]),
    ]
    expect(await sync(shape, files)).toMatchObject({ daysAdded: 2, copied: { files: 3, rows: 9 } })
    const texts = `k, cast(q as varchar), cast(d as varchar), x, n, b, version`
    const moment = 'cast(t as varchar)'
    const told = await inDuck(
      `select ${texts}, ${moment} from ${fromFiles(files)} order by k, version`,
    )
    const here = told.map((row) =>
      (row as unknown[]).map((cell, place) => (place === 0 ? cell : whole(cell))),
    )
    for (const place of places) {
      const rows = await rowsIn(
        place,
        `select ${texts}, t from ${shape.name}_versions order by k, version`,
      )
      const cells = rows.map((row) =>
        place === LAKEHOUSE ? row.with(7, row[7] === null ? null : `${String(row[7])}+00`) : row,
      )
      expect(cells).toEqual(
        here.map((row) => row.map((cell) => (/^-\d+$/.test(String(cell)) ? Number(cell) : cell))),
      )
      // What stands: of each key and day the newest.
      expect(
        await rowsIn(
          place,
          `select k, version, t from ${shape.name} where year = 2019 and month = 1 order by version`,
        ),
      ).toEqual([
        [EDGES[0]![0], 1, '2019-01-03 15:00:00.123456+00'],
        ['', 2, '1969-12-31 23:59:59.999999+00'],
        ['low', 4, '1970-01-01 00:00:00+00'],
        ['nulls', 13, null],
        ["it's", 15, '1970-01-01 00:00:00.000001+00'],
      ])
    }
    const [sums] = await inDuck(sumsText(shape, 'duckdb', fromFiles(files)))
    const ofDuck = Object.fromEntries(
      sumNames(shape).map((name, nth) => [name, sums![nth] as string]),
    )
    expect(compareSums(ofDuck, await readTrinoSums(trino, shape, files, signal))).toEqual([])
    const fewer = await readTrinoSums(trino, shape, files.slice(1), signal)
    expect(compareSums(ofDuck, fewer).map(({ what }) => what)).toContain('rows')
  })

  it('knows tables without a row, and what is said of tables and columns', async () => {
    const shape = shapeOf()
    expect(await sync(shape, [])).toMatchObject({
      isMade: true,
      daysAdded: 0,
      copied: { files: 0 },
    })
    for (const place of places)
      expect(await rowsIn(place, `select count(*) from ${shape.name}`)).toEqual([[0]])
    const { rows } = await runStatement(
      trino,
      { text: `show columns from ${shape.name}`, ...LAKEHOUSE },
      signal,
    )
    expect(rows[2]).toEqual(['t', 'timestamp(6) with time zone', '', "it's t"])
  })

  it('shows an added column on old files and new ones, in days it knew before', async () => {
    const shape = shapeOf()
    const old = await store(shape, '2019-01-03', EDGES.slice(0, 1))
    await sync(shape, [old])
    const wider = { ...shape, columns: [...OWN, column('extra', 'decimal'), ...VERSION_COLUMNS] }
    const row = EDGES[4]!
    const fresh = await store(wider, '2019-01-03', [[...row.slice(0, 7), '1.25', ...row.slice(7)]])
    expect(await sync(wider, [old, fresh])).toMatchObject({
      columnsAdded: ['extra'],
      daysAdded: 0,
      copied: { files: 1, rows: 1 },
    })
    for (const place of places)
      expect(
        await rowsIn(place, `select version, extra from ${shape.name} order by version`),
      ).toEqual([
        [1, null],
        [5, '1.250000000'],
      ])
    const changed = {
      ...shape,
      columns: [column('k', 'text'), column('q', 'text'), ...VERSION_COLUMNS],
    }
    await expect(sync(changed, [old])).rejects.toThrow(
      /column q is decimal\(38,9\) in Trino and varchar here/,
    )
  })

  it('leaves out what was taken back, and has a view of it made once', async () => {
    const shape = { ...shapeOf(), withdrawn: 'b' }
    const said = EDGES[2]!
    const taken = said.with(6, true).with(7, 13)
    const files = [
      await store(shape, '2019-01-03', [said, EDGES[3]!]),
      await store(shape, '2019-01-03', [taken]),
    ]
    await sync(shape, files)
    for (const [place, kind] of [
      [LAKEHOUSE, HIVE],
      [ICEBERG, COPIES],
    ] as const) {
      expect(await rowsIn(place, `select k from ${shape.name}`)).toEqual([['low']])
      expect(await rowsIn(place, `select k from ${shape.name}_versions order by version`)).toEqual([
        ['nulls'],
        ['low'],
        ['nulls'],
      ])
      // A view that Trino keeps in other words would be made anew by each sync.
      const [[kept]] = (await rowsIn(
        place,
        `select view_definition from information_schema.views
         where table_schema = '${place.schema}' and table_name = '${shape.name}'`,
      )) as [[string]]
      expect(bare(kept)).toBe(bare(viewText(shape, kind)))
    }
  })

  it('copies each row once: asked twice, ended half-way, or its file replaced', async () => {
    const shape = shapeOf()
    const [one, two] = [
      await store(shape, '2019-01-03', EDGES.slice(0, 2)),
      await store(shape, '2019-01-03', EDGES.slice(2, 4)),
    ]
    expect((await sync(shape, [one, two])).copied).toEqual({ files: 2, rows: 4 })
    expect(await sync(shape, [one, two])).toEqual({
      table: shape.name,
      isMade: false,
      columnsAdded: [],
      daysAdded: 0,
      copied: { files: 0, rows: 0 },
    })
    const between = await rowsIn(ICEBERG, `select cast(current_timestamp as varchar)`)
    // As if it had been ended between append and note.
    const text = `delete from copied_files where fact = '${shape.name}'`
    await runStatement(trino, { text, ...ICEBERG }, signal)
    expect((await sync(shape, [one, two])).copied).toEqual({ files: 2, rows: 0 })
    const whole = await store(shape, '2019-01-03', EDGES)
    expect((await sync(shape, [whole])).copied).toEqual({ files: 1, rows: 1 })
    const count = `select count(*) from ${shape.name}_versions`
    expect(await rowsIn(ICEBERG, count)).toEqual([[5]])
    const asOf = `for timestamp as of timestamp '${String(between[0]![0])}'`
    expect(await rowsIn(ICEBERG, `${count} ${asOf}`)).toEqual([[4]])
  })

  it('answers queries alone, and no longer than it may', async () => {
    for (const text of [
      'drop table x',
      'insert into x values 1',
      'explain analyze select 1',
      'call x.y()',
    ])
      await expect(ask(LAKEHOUSE, text)).rejects.toMatchObject({ code: 'statement_refused' })
    await expect(ask(LAKEHOUSE, 'select 1; drop table x')).rejects.toMatchObject({
      code: 'statement_wrong',
      message: expect.stringMatching(/^SYNTAX_ERROR: line 1:9: mismatched input ';'/) as unknown,
    })
    await expect(ask(LAKEHOUSE, 'select * from absent')).rejects.toThrow(/TABLE_NOT_FOUND/)
    const cut = await ask(LAKEHOUSE, '/* all */ select n from unnest(sequence(1, 500)) t(n);', {
      ...LIMITS,
      rowsMax: 7,
    })
    expect([cut.rows.length, cut.isCut]).toEqual([7, true])
    expect(await rowsIn(LAKEHOUSE, 'select 9223372036854775807, array[1, 2]')).toEqual([
      ['9223372036854775807', '[1,2]'],
    ])
    const mark = randomBytes(6).toString('hex')
    const endless = `select '${mark}', count(*) from unnest(sequence(1, 10000)) a(x), unnest(sequence(1, 10000)) b(y), unnest(sequence(1, 10000)) c(z) where x * y * z = 7`
    await expect(ask(LAKEHOUSE, endless, { ...LIMITS, seconds: 3 })).rejects.toMatchObject({
      code: 'time_limit',
    })
    const states = `select state from system.runtime.queries where query like '%${mark}%' and query not like '%system.runtime%'`
    await expect.poll(() => rowsIn(LAKEHOUSE, states), { timeout: 20_000 }).toEqual([['FAILED']])
  })
})
