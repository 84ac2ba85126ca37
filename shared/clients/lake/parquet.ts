/** Rows as one Parquet file, read alike by DuckDB, Trino and hyparquet. */

import type { Cell, Column } from '../../contracts/lake/columns.ts'

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
  // Loaded with the first file: most that a stage does needs no writer.
  const { encodeFile } = await import('./parquet/file.ts')
  return encodeFile(columns, rows)
}
