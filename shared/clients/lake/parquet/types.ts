/** What Parquet calls our types, and how its pages are made small. */

import { constants, zstdCompressSync } from 'node:zlib'
import type { CompressionCodec, SchemaElement } from 'hyparquet'
import type { ColumnType } from '../../../contracts/lake/columns.ts'

export const DECIMAL = { precision: 38, scale: 9, bytes: 16 }
export const CREATED_BY = 'stonks-oracle'

/** What Parquet calls a type, without the name of its column. */
export type StoredType = Omit<SchemaElement, 'name'>

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

/** A file's schema: every column may be null. */
export function storedSchema(
  columns: readonly { name: string; element: StoredType }[],
): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, element }) => ({
      name,
      repetition_type: 'OPTIONAL' as const,
      ...element,
    })),
  ]
}

/** Node before 22.15 has no Zstandard; Snappy is the writer's own. */
export const CODEC: CompressionCodec = typeof zstdCompressSync === 'function' ? 'ZSTD' : 'SNAPPY'

const LEVEL = 3
/** Room for what cannot be made smaller. */
const EDGE = 1_024

/** Told how much comes, it takes no more memory than that needs; in one piece, it copies nothing. */
export function zstd(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, {
    chunkSize: bytes.length + (bytes.length >> 7) + EDGE,
    pledgedSrcSize: bytes.length,
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
  })
}
