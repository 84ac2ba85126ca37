/** Cells of the lake as engines tell them: of what was written, and of what hyparquet reads. */

import { zstdDecompressSync } from 'node:zlib'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import type { Cell, Column, ColumnType } from '#shared/contracts/lake/columns.ts'

const DECIMALS = 9

/** What a query tells of a row that was written so: exact decimals with nine digits, moments in UTC. */
export const rowTold = (columns: readonly Column[], cells: readonly Cell[]): Cell[] =>
  columns.map(({ type }, place) => cellTold(type, cells[place] ?? null))

function cellTold(type: ColumnType, cell: Cell): Cell {
  if (cell === null) return null
  if (type === 'decimal') return decimalOf(String(cell))
  if (type === 'timestamp') return momentOf(BigInt(cell))
  // In JSON there is one zero.
  return cell === 0 ? 0 : cell
}

function decimalOf(text: string): string {
  const [whole = '', digits = ''] = text.split('.')
  return `${whole}.${digits.padEnd(DECIMALS, '0')}`
}

function momentOf(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const seconds = new Date(Number((micros - rest) / 1_000n)).toISOString().slice(0, 19)
  const fraction = String(rest).padStart(6, '0').replace(/0+$/, '')
  return `${seconds.replace('T', ' ')}${fraction ? `.${fraction}` : ''}+00`
}

/** Rows of a file by hyparquet, with all digits: by itself it would make decimals numbers and cut moments. */
export async function readByHyparquet(
  columns: readonly Column[],
  bytes: Uint8Array,
): Promise<Cell[][]> {
  // A Buffer may be a piece of a larger one.
  const file = new Uint8Array(bytes).buffer
  const metadata = await parquetMetadataAsync(file)
  for (const element of metadata.schema)
    if (element.converted_type === 'DECIMAL') {
      delete element.converted_type
      delete element.logical_type
    }
  const rows = await parquetReadObjects({
    file,
    metadata,
    compressors: { ZSTD: (input) => new Uint8Array(zstdDecompressSync(input)) },
    parsers: {
      timestampFromMicroseconds: momentOf,
      dateFromDays: (days) => new Date(days * 86_400_000).toISOString().slice(0, 10),
    },
  })
  return rows.map((row) => columns.map(({ name, type }) => cellRead(type, row[name])))
}

function cellRead(type: ColumnType, value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (type === 'decimal') return scaled(value as Uint8Array)
  if (typeof value === 'bigint') return Number(value)
  return value === 0 ? 0 : (value as Cell)
}

function scaled(bytes: Uint8Array): string {
  const units = BigInt.asIntN(128, BigInt(`0x${Buffer.from(bytes).toString('hex')}`))
  const digits = String(units < 0n ? -units : units).padStart(DECIMALS + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`
}
