/** Rows of facts as the bytes of one Parquet file: pages are ours, all around them is the writer's. */

import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { Cell, Column } from '../../../contracts/lake/columns.ts'
import { appendChunk } from './chunk.ts'
import { encodeColumn } from './encode.ts'
import { CODEC, CREATED_BY, ELEMENTS, storedSchema, zstd } from './types.ts'

/** Engines skip a group by its bounds, and read several at once. Each of its columns is one page. */
const GROUP_ROWS = 20_000
/** Bytes of a bound: ids that differ late are told apart. */
const BOUND_BYTES = 64

/** @throws RangeError when a cell is not of its column's type or does not fit. */
export function encodeFile(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Uint8Array {
  const schema = storedSchema(columns.map(({ name, type }) => ({ name, element: ELEMENTS[type] })))
  const writer = new ByteWriter(1 << 16)
  const file = new ParquetWriter({
    writer,
    schema,
    codec: CODEC,
    compressors: { ZSTD: zstd },
    statisticsTruncateLength: BOUND_BYTES,
    createdBy: CREATED_BY,
  })
  for (let from = 0; from < rows.length; from += GROUP_ROWS)
    appendGroup(
      file,
      columns,
      from === 0 && rows.length <= GROUP_ROWS ? rows : rows.slice(from, from + GROUP_ROWS),
    )
  void file.finish()
  return writer.getBytes()
}

function appendGroup(
  file: ParquetWriter,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): void {
  const begun = file.writer.offset
  const chunks = columns.map((column, place) => {
    const element = file.schema[place + 1]
    if (!element) throw new TypeError(`Write column ${column.name}: expected its type, found none`)
    return appendChunk(file, element, encodeColumn(column, rows, place))
  })
  const unpacked = chunks.reduce(
    (sum, { meta_data: told }) => sum + (told?.total_uncompressed_size ?? 0n),
    0n,
  )
  file.num_rows += BigInt(rows.length)
  file.row_groups.push({
    columns: chunks,
    total_byte_size: unpacked,
    num_rows: BigInt(rows.length),
    total_compressed_size: BigInt(file.writer.offset - begun),
  })
}
