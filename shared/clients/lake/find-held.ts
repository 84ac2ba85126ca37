/** Which rows files hold already as they stand. */

import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column } from '../../contracts/lake/columns.ts'
import { filesOf, quoted, selectColumns } from './duckdb-columns.ts'

/**
 * Places in the file `rowPath` of the rows that are, in every cell but version and moment of change, the newest of their
 * key in `factPaths`.
 */
export async function findHeld(
  duck: DuckDBConnection,
  rowPath: string,
  factPaths: readonly string[],
  { columns, keyColumns }: { columns: readonly Column[]; keyColumns: readonly string[] },
): Promise<Set<number>> {
  const key = keyColumns.map(quoted)
  const own = columns.map(({ name }) => name).filter((name) => !OF_WRITING.includes(name))
  const same = own.map((name) => {
    const column = quoted(name)
    // By keys, which are never null, the two are joined; what else there is, is compared.
    return keyColumns.includes(name)
      ? `r.${column} = f.${column}`
      : `r.${column} is not distinct from f.${column}`
  })
  const facts = await selectColumns(duck, factPaths, columns)
  const read = await duck.runAndReadAll(`
    select r.file_row_number from ${filesOf([rowPath], 'file_row_number = true')} r
    join (select * from (${facts})
      qualify row_number() over (partition by ${key.join(', ')} order by version desc) = 1) f
    on ${same.join(' and ')}`)
  return new Set(read.getRows().map(([place]) => Number(place)))
}

const OF_WRITING = ['version', 'changed_at']
