import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { fc, test } from '@fast-check/vitest'
import { parquetReadObjects } from 'hyparquet'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import type { Cell, Column } from '#shared/contracts/lake/columns.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-parquet-'))
const duck = await (await DuckDBInstance.create()).connect()
await duck.run("set TimeZone = 'UTC'")
afterAll(() => {
  duck.closeSync()
  rmSync(folder, { recursive: true, force: true })
})

const columns: Column[] = (
  [
    ['s', 'text'],
    ['q', 'decimal'],
    ['t', 'timestamp'],
    ['d', 'date'],
    ['x', 'double'],
    ['n', 'integer'],
    ['b', 'boolean'],
  ] as const
).map(([name, type]) => ({ name, type, says: '' }))
let files = 0

/** What DuckDB reads, each cell as we gave it. */
async function throughDuck(rows: Cell[][]): Promise<Cell[][]> {
  const path = join(folder, `${(files += 1)}.parquet`)
  writeFileSync(path, await writeParquet(columns, rows))
  const read = await duck.runAndReadAll(
    `select s, q::varchar, epoch_us(t), strftime(d, '%Y-%m-%d'), x, n, b from '${path}'`,
  )
  return read
    .getRows()
    .map(([s, q, t, d, x, n, b]) => [
      s as string | null,
      q as string | null,
      t === null ? null : Number(t),
      d as string | null,
      x as number | null,
      n === null ? null : Number(n),
      b as boolean | null,
    ])
}

const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }))
  .map(([negative, units]) => {
    const text = units.toString().padStart(10, '0')
    return `${negative && units > 0n ? '-' : ''}${text.slice(0, -9)}.${text.slice(-9)}`
  })
const cell = <T extends Cell>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const row = fc.tuple(
  cell(fc.string({ unit: 'grapheme' })),
  cell(decimal),
  cell(
    fc
      .integer({ min: 0, max: 4_102_444_800 })
      .chain((s) => fc.nat(999_999).map((us) => s * 1e6 + us)),
  ),
  cell(
    fc
      .date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10)),
  ),
  cell(fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)),
  cell(fc.maxSafeInteger()),
  cell(fc.boolean()),
)

/** Decimals about where a number is exact no more, and words of four bytes are full. */
const edge = fc
  .tuple(
    fc.boolean(),
    fc.constantFrom(
      0n,
      2n ** 32n,
      2n ** 48n,
      2n ** 53n,
      2n ** 64n,
      10n ** 15n,
      10n ** 24n,
      2n ** 96n,
    ),
    fc.bigInt({ min: -3n, max: 3n }),
  )
  .map(([negative, about, off]) => {
    const units = about + off < 0n ? -about - off : about + off
    const text = units.toString().padStart(10, '0')
    return `${negative && units > 0n ? '-' : ''}${text.slice(0, -9)}.${text.slice(-9)}`
  })

/** Cells that repeat, with holes between them: words become a dictionary. */
const repeated = fc
  .tuple(fc.array(row, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(4), { maxLength: 600 }))
  .map(([rows, places]) => places.map((place) => rows[place % rows.length] as Cell[]))

describe('writeParquet()', () => {
  test.prop([fc.array(edge, { minLength: 1, maxLength: 40 })], { numRuns: 50 })(
    'writes decimals exactly, whatever way they go',
    async (decimals) => {
      const rows = decimals.map((text): Cell[] => [null, text, null, null, null, null, null])
      expect(await throughDuck(rows)).toEqual(rows)
    },
  )

  test.prop([repeated], { numRuns: 25 })('is read back where cells repeat', async (rows) => {
    expect(await throughDuck(rows)).toEqual(rows)
  })

  it('writes decimals that are shorter or longer than they need to be', async () => {
    const texts = ['5', '-0.5', '007.25', '1.2500000000000', '-0', '-4.294967296', '0.000000001']
    const rows = texts.map((text): Cell[] => [null, text, null, null, null, null, null])
    expect((await throughDuck(rows)).map(([, q]) => q)).toEqual(
      ['5', '-0.5', '7.25', '1.25', '0', '-4.294967296', '0.000000001'].map((text) => {
        const [whole, digits = ''] = text.split('.')
        return `${whole}.${digits.padEnd(9, '0')}`
      }),
    )
  })

  it('writes half a character as the sign of what cannot be read, and its neighbours as they are', async () => {
    const rows = ['a\ud83d', '\ude00b', 'é'].map((text): Cell[] => [
      text,
      null,
      null,
      null,
      null,
      null,
      null,
    ])
    expect((await throughDuck(rows)).map(([s]) => s)).toEqual(['a\ufffd', '\ufffdb', 'é'])
  })

  test.prop([fc.array(row, { minLength: 1, maxLength: 40 })], { numRuns: 25 })(
    'is read back by DuckDB as it was written',
    async (rows) => {
      expect(await throughDuck(rows)).toEqual(rows)
    },
  )

  it('is read back by hyparquet, and has the types Trino knows', async () => {
    const at = new Date('2019-01-03T15:00:00.123Z')
    const micros = at.getTime() * 1_000
    const bytes = await writeParquet(columns, [
      ['é', '-12.5', micros, '2019-01-03', 0.1, 7, true],
      [null, null, null, null, null, null, null],
    ])
    const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) }
    expect(await parquetReadObjects({ file: bytes.slice().buffer, compressors })).toEqual([
      { s: 'é', q: -12.5, t: at, d: new Date('2019-01-03'), x: 0.1, n: 7n, b: true },
      { s: null, q: null, t: null, d: null, x: null, n: null, b: null },
    ])
    const path = join(folder, 'types.parquet')
    writeFileSync(path, bytes)
    const types = await duck.runAndReadAll(
      `select column_type from (describe select * from '${path}')`,
    )
    expect(types.getRows().flat()).toEqual([
      'VARCHAR',
      'DECIMAL(38,9)',
      'TIMESTAMP WITH TIME ZONE',
      'DATE',
      'DOUBLE',
      'BIGINT',
      'BOOLEAN',
    ])
  })

  it('gives the same bytes for the same rows', async () => {
    const rows: Cell[][] = Array.from({ length: 500 }, (_, place) => [
      `r${place}`,
      `${place}.25`,
      place * 1e12 + place,
      '2019-01-03',
      place / 3,
      place,
      place % 2 === 0,
    ])
    expect(
      Buffer.compare(await writeParquet(columns, rows), await writeParquet(columns, rows)),
    ).toBe(0)
  })

  it.each(['2019-02-32', '', '2019-02-01T00:00:00Z'])('refuses the day %j', async (day) => {
    const column: Column = { name: 'd', type: 'date', says: '' }
    await expect(writeParquet([column], [['2019-02-28'], [day]])).rejects.toThrow(
      `expected one such as 2026-03-02, found ${day}`,
    )
  })

  it.each([
    ['q', '1.0000000001'],
    ['q', `1${'0'.repeat(29)}`],
    ['q', '1e5'],
    ['q', ''],
    ['q', 5],
    ['q', '1.'],
    ['q', '.5'],
    ['q', '-'],
    ['q', '1.0x'],
    ['q', '1.00000000x'],
    ['s', 5],
    ['t', '2019'],
    ['n', 0.5],
    ['b', 'true'],
  ])('refuses %s of %j', async (name, wrong) => {
    const column = columns.find((each) => each.name === name) as Column
    await expect(writeParquet([column], [[wrong as Cell]])).rejects.toThrow(RangeError)
  })
})
