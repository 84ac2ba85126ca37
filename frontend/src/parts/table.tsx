/** The main form of the page: a table with a sticky head, sorting, filtering and export. */

import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { toCsv } from './csv.ts'
import { save } from './save.ts'
import { Line } from './table-line.tsx'
import { useFits } from './use-fits.ts'

export type Column<Row> = {
  /** Empty over a column of buttons, which has nothing to sort by. */
  head: string
  cell: (row: Row) => ReactNode
  /** What the column sorts, filters and exports by. */
  value: (row: Row) => string | number | null
  isNumber?: boolean
  /** Left out of a narrow window. */
  isWide?: boolean
}

type TableProps<Row> = {
  label: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
  /** Shows the filter and the export; short tables on the overview go without. */
  hasTools?: boolean
  /** Where the rows are a page of a longer list. */
  served?: Served
}

/** How the server orders a list: other columns can be sorted by only where all of it is here. */
export type Served = { head: string; isDown: boolean; isWhole: boolean; onTurn: () => void }

type Order = { head: string; isDown: boolean }

export function Table<Row>({
  label,
  rows,
  columns,
  keyOf,
  hasTools = false,
  served,
}: TableProps<Row>) {
  const [ownOrder, setOrder] = useState<Order>()
  const order = served && !served.isWhole ? undefined : ownOrder
  const turn = (asked: Order) => {
    if (asked.head !== served?.head) return setOrder(asked)
    setOrder(undefined)
    if (asked.isDown !== served.isDown) served.onTurn()
  }
  const [filter, setFilter] = useState('')
  const [box, fits] = useFits<HTMLDivElement>()
  const lastNarrow = columns.findLast(({ isWide }) => !isWide)
  const shown = arrange(rows, columns, order, filter)
  return (
    <>
      {hasTools && (
        <div className="flex items-center gap-2 px-4 pb-2">
          <input
            type="search"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            placeholder="Filter rows"
            aria-label={`Filter ${label}`}
            className="h-8 w-full max-w-64 rounded border border-line bg-ground px-2 placeholder:text-muted"
          />
          <span className="ml-auto text-12 whitespace-nowrap text-muted">
            {shown.length} {shown.length === 1 ? 'row' : 'rows'}
          </span>
          <button
            type="button"
            onClick={() => save(`${label.toLowerCase()}.csv`, 'text/csv', [toCsv(shown, columns)])}
            className="hidden h-8 rounded border border-line px-2.5 font-medium md:block"
          >
            Export CSV
          </button>
        </div>
      )}
      {/* A box that scrolls sideways holds the head to itself: there it stands on top of the box. */}
      <div
        ref={box}
        className={`relative pb-1 ${fits ? 'overflow-x-clip' : 'overflow-x-auto [--strip:0px]'}`}
      >
        <table className="w-full border-collapse" aria-label={label}>
          <thead>
            <tr className="border-b border-line text-12 text-muted">
              {columns.map((column) => (
                <Head
                  key={column.head}
                  column={column}
                  order={order ?? served}
                  onOrder={turn}
                  isFixed={served !== undefined && !served.isWhole && column.head !== served.head}
                  isLastNarrow={column === lastNarrow}
                />
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={moveFocus}>
            {shown.map((row) => (
              <Line key={keyOf(row)} row={row} columns={columns} lastNarrow={lastNarrow} />
            ))}
          </tbody>
        </table>
      </div>
      {hasTools && shown.length === 0 && (
        <p className="px-4 pb-4 text-muted">No row holds “{filter}”.</p>
      )}
    </>
  )
}

type HeadProps<Row> = {
  column: Column<Row>
  order: Order | undefined
  onOrder: (order: Order) => void
  /** Cannot be sorted by. */
  isFixed: boolean
  isLastNarrow: boolean
}

function Head<Row>({ column, order, onOrder, isFixed, isLastNarrow }: HeadProps<Row>) {
  if (column.head === '')
    return (
      <td className="sticky top-(--strip) z-10 bg-surface shadow-[inset_0_-1px_0_var(--line)]" />
    )
  const isSorted = order?.head === column.head
  const arrow = isSorted ? (order.isDown ? ' ▼' : ' ▲') : ''
  return (
    <th
      scope="col"
      aria-sort={
        isFixed ? undefined : isSorted ? (order.isDown ? 'descending' : 'ascending') : 'none'
      }
      className={`sticky top-(--strip) z-10 h-8 bg-surface px-2 shadow-[inset_0_-1px_0_var(--line)] font-medium whitespace-nowrap first:pl-4 last:pr-4 ${isLastNarrow ? 'max-wide:pr-4' : ''} ${column.isNumber ? 'text-right' : 'text-left'} ${column.isWide ? 'hidden wide:table-cell' : ''}`}
    >
      {isFixed ? (
        column.head
      ) : (
        <button
          type="button"
          className="font-medium hover:text-text"
          onClick={() =>
            onOrder({
              head: column.head,
              isDown: isSorted ? !order.isDown : Boolean(column.isNumber),
            })
          }
        >
          {column.head}
          {arrow}
        </button>
      )}
    </th>
  )
}

function arrange<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order | undefined,
  filter: string,
): Row[] {
  const wanted = filter.trim().toLowerCase()
  const kept = wanted
    ? rows.filter((row) =>
        columns.some(({ value }) =>
          String(value(row) ?? '')
            .toLowerCase()
            .includes(wanted),
        ),
      )
    : [...rows]
  const by = columns.find(({ head }) => head === order?.head)
  if (!by || !order) return kept
  return kept.sort((a, b) => (order.isDown ? -1 : 1) * compare(by.value(a), by.value(b)))
}

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a ?? '').localeCompare(String(b ?? ''))
}

/** Arrow keys go from row to row, by the first link or button in each. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const row = (event.target as HTMLElement).closest('tr')
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling
  const goal = next?.querySelector<HTMLElement>('a, button')
  if (!goal) return
  event.preventDefault()
  goal.focus()
}
