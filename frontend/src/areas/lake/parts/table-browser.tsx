/** What there is to ask: every table with what it tells, its columns with type and text; a press inserts a name. */

import { useId, useState } from 'react'
import type { LakeTableRow } from '#shared/contracts/api/lake.ts'
import { findTables, type FoundTable } from './find-tables.ts'
import { ShelfSearch } from './search/shelf-search.tsx'

type Insert = (name: string) => void
type TableBrowserProps = { tables: readonly LakeTableRow[]; onInsert: Insert }

export function TableBrowser({ tables, onInsert }: TableBrowserProps) {
  const [wanted, setWanted] = useState('')
  const found = findTables(tables, wanted)
  return (
    <>
      <ShelfSearch label="Filter tables and columns" value={wanted} onChange={setWanted} />
      {found.length === 0 && (
        <p className="px-4 pb-4 text-muted">No table and no column holds “{wanted}”.</p>
      )}
      <ul aria-label="Tables" className="pb-2">
        {found.map((one) => (
          <TableItem key={one.table.name} found={one} onInsert={onInsert} />
        ))}
      </ul>
    </>
  )
}

function TableItem({ found, onInsert }: { found: FoundTable; onInsert: Insert }) {
  const { table, columns, isByColumn } = found
  const [isOpened, setIsOpened] = useState(false)
  const id = useId()
  const isOpen = isOpened || isByColumn
  return (
    <li className="px-4 py-1">
      <div className="flex items-start gap-1">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-label={`Columns of ${table.name}`}
          onClick={() => setIsOpened(!isOpened)}
          className="-ml-2 h-5 w-6 shrink-0 rounded text-12 text-muted hover:text-text"
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        </button>
        <span className="min-w-0">
          <Name name={table.name} onInsert={onInsert} isTable />
          <span className="block text-12 break-words text-muted">{table.says}</span>
        </span>
      </div>
      {isOpen && (
        <ul id={id} aria-label={`Columns of ${table.name}`} className="mt-1 space-y-1 pl-5">
          {columns.map(({ name, type, says }) => (
            <li key={name}>
              <span className="flex flex-wrap items-baseline gap-x-2">
                <Name name={name} onInsert={onInsert} />
                <span className="text-12 text-muted">
                  {type}
                  {table.keyColumns.includes(name) && ', key'}
                </span>
              </span>
              <span className="block text-12 break-words text-muted">{says}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

type NameProps = { name: string; onInsert: Insert; isTable?: boolean }

function Name({ name, onInsert, isTable = false }: NameProps) {
  return (
    <button
      type="button"
      title={`Insert ${name}`}
      aria-label={`Insert ${name}`}
      onClick={() => onInsert(name)}
      className={`text-left font-mono text-12 break-all hover:text-accent hover:underline ${isTable ? 'font-semibold' : ''}`}
    >
      {name}
    </button>
  )
}
