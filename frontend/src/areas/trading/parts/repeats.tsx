/** Skips that are folded into one: how many, over what span, and, once opened, each of them. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { DecisionRow } from '#shared/contracts/api/trading.ts'
import { read } from '../../../api/read.ts'
import { clockEt, count, span } from '../../../text/format.ts'

type Props = { row: DecisionRow; repeats: NonNullable<DecisionRow['repeats']> }

/** Shown of a fold; the list itself goes on where each stands by itself. */
const SHOWN = 50

const dayEt = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' })

export function Repeats({ row, repeats }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const lasted = Date.parse(row.decidedAt) - Date.parse(repeats.firstAt)
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="text-12 text-muted hover:underline">
        {repeats.isMore && 'more than '}
        {count(repeats.count)} times{lasted > 0 && ` within ${span(lasted)}`}
      </summary>
      {isOpen && <Each row={row} />}
    </details>
  )
}

function Each({ row: { ticker, code, kind, decidedAt } }: { row: DecisionRow }) {
  const day = dayEt.format(new Date(decidedAt))
  const same = { ticker, code, kind, action: 'skip', from: day, to: day } as const
  const query = useQuery(read('GET /api/decisions', { ...same, limit: SHOWN }))
  if (query.isError)
    return (
      <p role="alert" className="text-12 text-down">
        Could not read them: {query.error.message}
      </p>
    )
  if (!query.data) return <p className="text-12 text-muted">Reading them…</p>
  return (
    <ul className="py-1 text-12">
      {query.data.map((one) => (
        <li key={one.decisionId}>
          {clockEt(new Date(one.decidedAt))}{' '}
          {one.recommendationId && (
            <Link to="/recommendations/$id" params={{ id: one.recommendationId }} className="link">
              {one.trendWindow ?? 'its recommendation'}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
