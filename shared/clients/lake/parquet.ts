/** Rows as one Parquet file, read alike by DuckDB, Trino and hyparquet. */

import { constants, zstdCompressSync } from 'node:zlib'
import type { SchemaElement } from 'hyparquet'
import type { Cell, Column, ColumnType } from '../../contracts/lake/columns.ts'
import { DAY_MS } from '../../domain/spans.ts'

const DECIMAL = { precision: 38, scale: 9, bytes: 16 }
/** Digits before the point. */
const WHOLE_DIGITS = DECIMAL.precision - DECIMAL.scale
const TOO_MANY = 10n ** BigInt(DECIMAL.precision)

/**
 * The file's bytes; the same rows give the same bytes.
 *
 * @param rows cells in the order of the columns.
 * @throws RangeError when a cell is not of its column's type or does not fit.
 */
export async function writeParquet(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Promise<Uint8Array> {
  return writeStored(
    columns.map(({ name, type }, place) => ({
      name,
      element: ELEMENTS[type],
      cells: rows.map((row) => toStored(type, row[place] ?? null, name)),
    })),
  )
}

/** What Parquet calls a type, without the name of its column. */
export type StoredType = Omit<SchemaElement, 'name'>
/** A cell as it is stored: moments and decimals as whole numbers of their smallest unit. */
export type StoredCell = string | number | bigint | boolean | null

/** The bytes of a file of columns whose cells are of their types already. */
export async function writeStored(
  columns: readonly { name: string; element: StoredType; cells: StoredCell[] }[],
): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  const columnData = columns.map(({ name, cells }) => ({ name, data: cells }))
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, element }) => ({
      name,
      repetition_type: 'OPTIONAL' as const,
      ...element,
    })),
  ]
  // Node before 22.15 has no Zstandard; Snappy is the writer's own.
  const compression =
    typeof zstdCompressSync === 'function'
      ? { codec: 'ZSTD' as const, compressors: { ZSTD: zstd } }
      : { codec: 'SNAPPY' as const }
  return new Uint8Array(
    parquetWriteBuffer({ columnData, schema, createdBy: 'stonks-oracle', ...compression }),
  )
}

function zstd(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
}

export const ELEMENTS: Record<ColumnType, StoredType> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  decimal: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: DECIMAL.bytes,
    converted_type: 'DECIMAL',
    precision: DECIMAL.precision,
    scale: DECIMAL.scale,
    logical_type: { type: 'DECIMAL', precision: DECIMAL.precision, scale: DECIMAL.scale },
  },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  double: { type: 'DOUBLE' },
  integer: { type: 'INT64' },
  boolean: { type: 'BOOLEAN' },
}

function toStored(type: ColumnType, cell: Cell, name: string): StoredCell {
  if (cell === null) return null
  if (type === 'text' && typeof cell === 'string') return cell
  if (type === 'decimal' && typeof cell === 'string') return unscaled(cell)
  if (type === 'date' && typeof cell === 'string') return Date.parse(`${cell}T00:00:00Z`) / DAY_MS
  if (type === 'double' && typeof cell === 'number') return cell
  if ((type === 'integer' || type === 'timestamp') && Number.isSafeInteger(cell))
    return BigInt(cell as number)
  if (type === 'boolean' && typeof cell === 'boolean') return cell
  throw new RangeError(`Write column ${name}: expected ${type}, found ${String(cell)}`)
}

/** Decimal text as a whole number of its smallest unit. */
function unscaled(text: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  const decimals = parts?.[3]?.replace(/0+$/, '') ?? ''
  const units = parts ? BigInt(`${parts[2]}${decimals.padEnd(DECIMAL.scale, '0')}`) : 0n
  if (!parts || decimals.length > DECIMAL.scale || units >= TOO_MANY) {
    throw new RangeError(
      `Write a decimal: expected up to ${WHOLE_DIGITS} digits and ${DECIMAL.scale} decimals, found ${text}`,
    )
  }
  return parts[1] ? -units : units
}
