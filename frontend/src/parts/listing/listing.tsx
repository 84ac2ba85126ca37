/** A list that grows without end: narrowed, ordered, counted and cut by the server, all of it kept in the address. */

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { RowTotal } from '#shared/contracts/api/words.ts'
import { count } from '../../text/format.ts'
import { Older } from '../older.tsx'
import { Empty, Panel } from '../panel.tsx'
import { Table, type Column } from '../table.tsx'
import { DayFields } from './day-fields.tsx'
import { ExportAll } from './export-all.tsx'
import { isNarrowed, isRising, type ListSearch } from './list-search.ts'

/** Rows of a page. */
export const LIST_ROWS = 100

type ListingProps<Row> = {
  title: string
  /** What the rows are, within a sentence: several, and one. */
  label: string
  one: string
  query: UseQueryResult<Row[]>
  total: RowTotal | undefined
  /** Where the list is asked for, and by what it is narrowed now. */
  path: `/api/${string}`
  search: ListSearch
  /** Changes one thing that the address says; a new page is a step that the browser's way back leads over. */
  onChange: (name: string, value: string | undefined) => void
  columns: readonly Column<Row>[]
  /** The column by whose moments the server orders. */
  orderedBy: string
  idOf: (row: Row) => string
  /** Inputs beside the days. */
  filters: ReactNode
  /** Says what will fill the list. */
  empty: string
}

export function Listing<Row>(props: ListingProps<Row>) {
  const { title, label, query, total, path, search, onChange } = props
  return (
    <Panel title={title} query={query} rows={12} aside={<Total {...props} />}>
      {(rows) => (
        <>
          <div className="flex flex-wrap items-end gap-2 px-4 pb-3">
            <div className="grid grow grid-cols-2 gap-2 sm:max-w-4xl sm:grid-cols-3 lg:grid-cols-5">
              {props.filters}
              <DayFields search={search} onChange={onChange} />
            </div>
            <ExportAll label={label} path={path} search={search} total={total} />
          </div>
          <Rows {...props} rows={rows} />
          <Older
            label={label}
            after={search.after}
            last={rows.length === LIST_ROWS ? props.idOf(rows[rows.length - 1]!) : undefined}
            onGo={(after) => onChange('after', after)}
          />
        </>
      )}
    </Panel>
  )
}

function Rows<Row>({ rows, ...given }: ListingProps<Row> & { rows: readonly Row[] }) {
  const { title, label, search, onChange, columns, orderedBy, idOf, empty } = given
  if (rows.length === 0) {
    return <Empty>{isNarrowed(search) ? `None of the ${label} is like that.` : empty}</Empty>
  }
  const isUp = isRising(search)
  return (
    <Table
      label={title}
      rows={rows}
      columns={columns}
      keyOf={idOf}
      served={{
        head: orderedBy,
        isDown: !isUp,
        isWhole: search.after === undefined && rows.length < LIST_ROWS,
        onTurn: () => onChange('order', isUp ? undefined : 'oldest'),
      }}
    />
  )
}

function Total({ label, one, total }: Pick<ListingProps<unknown>, 'label' | 'one' | 'total'>) {
  if (!total) return null
  return (
    <span className="text-12 text-muted" role="status">
      {total.isMore ? 'more than ' : ''}
      {count(total.count)} {total.count === 1 ? one : label}
    </span>
  )
}
