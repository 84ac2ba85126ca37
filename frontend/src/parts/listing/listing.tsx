/** A list that grows without end: narrowed, ordered, counted and cut by the server, all of it kept in the address. */

import type { ReactNode } from 'react'
import { count } from '../../text/format.ts'
import { Older } from '../older.tsx'
import { Empty, Panel } from '../panel.tsx'
import { Table, type Column } from '../table.tsx'
import { DayFields } from './day-fields.tsx'
import { ExportAll } from './export-all.tsx'
import { isNarrowed, isRising, turnedOf } from './list-search.ts'
import { LIST_ROWS, type ListingOf } from './use-listing.ts'

type ListingProps<Row> = {
  title: string
  /** What a row is, within a sentence. */
  one: string
  listing: ListingOf<Row>
  columns: readonly Column<Row>[]
  /** The column by which the server orders. */
  orderedBy: string
  idOf: (row: Row) => string
  /** Inputs beside the days. */
  filters: ReactNode
  /** Says what will fill the list. */
  empty: string
}

export function Listing<Row>(props: ListingProps<Row>) {
  const { title, listing, filters, idOf } = props
  const { list, query, total, search, orderedAs, onChange } = listing
  return (
    <Panel title={title} query={query} rows={12} aside={<Total {...props} />}>
      {(rows) => (
        <>
          <div className="flex flex-wrap items-end gap-2 px-4 pb-3">
            <div className="grid grow grid-cols-2 gap-2 sm:max-w-4xl sm:grid-cols-3 lg:grid-cols-5">
              {filters}
              {!orderedAs.isByName && <DayFields search={search} onChange={onChange} />}
            </div>
            <ExportAll list={list} search={listing.asked} total={total} />
          </div>
          <Rows {...props} rows={rows} />
          <Older
            label={list}
            isByName={orderedAs.isByName}
            after={search.after}
            last={rows.length === LIST_ROWS ? idOf(rows[rows.length - 1]!) : undefined}
            onGo={(after) => onChange('after', after)}
          />
        </>
      )}
    </Panel>
  )
}

function Rows<Row>({ rows, ...given }: ListingProps<Row> & { rows: readonly Row[] }) {
  const { title, listing, columns, orderedBy, idOf, empty } = given
  const { list, search, orderedAs, onChange } = listing
  if (rows.length === 0) {
    return <Empty>{isNarrowed(search) ? `None of the ${list} is like that.` : empty}</Empty>
  }
  const isUp = isRising(search, orderedAs)
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
        onTurn: () =>
          onChange('order', search.order === undefined ? turnedOf(orderedAs) : undefined),
      }}
    />
  )
}

function Total<Row>({ one, listing: { list, total } }: ListingProps<Row>) {
  if (!total) return null
  return (
    <span className="text-12 text-muted" role="status">
      {total.isMore ? 'more than ' : ''}
      {count(total.count)} {total.count === 1 ? one : list}
    </span>
  )
}
