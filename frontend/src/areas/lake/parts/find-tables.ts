/** Tables of the lake, narrowed by what is looked for. */

import type { LakeTableRow } from '#shared/contracts/api/lake.ts'

export type FoundTable = {
  table: LakeTableRow
  /** Columns that hold what is looked for; all of them where the table itself does. */
  columns: LakeTableRow['columns']
  /** It was found by its columns: they are shown at once. */
  isByColumn: boolean
}

/** Tables whose name or text holds it, and those that have a column whose name or text does. */
export function findTables(tables: readonly LakeTableRow[], wanted: string): FoundTable[] {
  const word = wanted.trim().toLowerCase()
  const holds = ({ name, says }: { name: string; says: string }) =>
    name.toLowerCase().includes(word) || says.toLowerCase().includes(word)
  return tables.flatMap((table): FoundTable[] => {
    if (word === '' || holds(table)) return [{ table, columns: table.columns, isByColumn: false }]
    const columns = table.columns.filter(holds)
    return columns.length > 0 ? [{ table, columns, isByColumn: true }] : []
  })
}
