/** A row of a table. */

import { memo } from 'react'
import type { Column } from './table.tsx'

type LineProps<Row> = {
  row: Row
  columns: readonly Column<Row>[]
  lastNarrow: Column<Row> | undefined
}

/** Drawn anew only when its row is another: what was read again and has not changed costs nothing. */
export const Line = memo(DrawnLine) as typeof DrawnLine

function DrawnLine<Row>({ row, columns, lastNarrow }: LineProps<Row>) {
  return (
    <tr className="border-b border-line last:border-0 hover:bg-ground">
      {columns.map((column) => (
        <td
          key={column.head}
          className={`h-8 px-2 py-1 first:pl-4 last:pr-4 ${column === lastNarrow ? 'max-wide:pr-4' : ''} ${column.isNumber ? 'text-right whitespace-nowrap' : 'text-left'} ${column.isWide ? 'hidden wide:table-cell' : ''}`}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}
