/** The rows of an answer, a hundred at a time, in the order of the statement or of a column that was pressed. */

import { useState } from 'react'
import type { SqlAnswer } from '#shared/contracts/api/lake.ts'
import { pageOf } from '../../../../parts/page-of.ts'
import { PageTurner } from '../../../../parts/page-turner.tsx'
import { AnswerCell } from './answer-cell.tsx'
import { sortRows } from '../cells/cell-text.ts'
import { kindOf } from '../cells/kinds.ts'

/** As many as are drawn at once: ten thousand would stop the page. */
const PAGE_ROWS = 100

type Order = { place: number; isDown: boolean }

export function AnswerTable({ answer: { columns, rows } }: { answer: SqlAnswer }) {
  const [order, setOrder] = useState<Order>()
  const [asked, setAsked] = useState(0)
  const kinds = columns.map(({ type }) => kindOf(type))
  const kind = kinds[order?.place ?? 0] ?? 'text'
  const sorted = order ? sortRows(rows, order.place, kind, order.isDown) : rows
  const shown = pageOf(sorted, asked, PAGE_ROWS)
  const press = (place: number) => {
    const isDown = order?.place === place ? !order.isDown : kinds[place] === 'number'
    setOrder({ place, isDown })
    setAsked(0)
  }
  return (
    <>
      <div className="max-h-[70vh] overflow-auto pb-1">
        <table aria-label="Answer" className="w-full border-collapse">
          <thead>
            <tr className="border-b border-line text-12 text-muted">
              {columns.map(({ name, type }, place) => (
                <th
                  // Two columns of an answer may have one name.
                  key={place}
                  scope="col"
                  aria-sort={sortOf(order, place)}
                  className={`sticky top-0 z-10 bg-surface px-2 py-1 align-bottom font-medium whitespace-nowrap first:pl-4 last:pr-4 ${kinds[place] === 'number' ? 'text-right' : 'text-left'}`}
                >
                  <button
                    type="button"
                    title={type}
                    className="font-medium hover:text-text"
                    onClick={() => press(place)}
                  >
                    {name}
                    {order?.place === place && (order.isDown ? ' ▼' : ' ▲')}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.rows.map((row, number) => (
              <tr
                key={shown.from + number}
                className="border-b border-line last:border-0 hover:bg-ground"
              >
                {row.map((cell, place) => (
                  <AnswerCell
                    key={place}
                    cell={cell}
                    kind={kinds[place] ?? 'text'}
                    column={columns[place]?.name ?? ''}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <PageTurner label="the answer" shown={shown} of={rows.length} onTurn={setAsked} />
    </>
  )
}

function sortOf(order: Order | undefined, place: number) {
  if (order?.place !== place) return 'none'
  return order.isDown ? 'descending' : 'ascending'
}
