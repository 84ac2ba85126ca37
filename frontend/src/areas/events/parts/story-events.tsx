/** The events that tell one story, unfolded below the newest of them. */

import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useId, useState } from 'react'
import type { EventStory } from '#shared/contracts/api/events.ts'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Badge } from '../../../parts/words.tsx'

/** A story is told for three days at most; of one that is told more often the newest are shown. */
const SHOWN = 50

export function StoryEvents({ row }: { row: EventStory }) {
  const [isOpen, setIsOpen] = useState(false)
  const list = useId()
  if (row.events < 2 || row.storyId === null) return null
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? list : undefined}
        onClick={() => setIsOpen(!isOpen)}
        className="link text-12"
      >
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {row.events} events tell it
      </button>
      {isOpen && <Unfolded id={list} story={row.storyId} of={row.events} />}
    </div>
  )
}

function Unfolded({ id, story, of }: { id: string; story: string; of: number }) {
  const { after: _, ...search } = useSearch({ from: '/events' })
  const query = useQuery(read('GET /api/events', { ...search, story, limit: SHOWN } as never))
  const rows = query.data
  if (!rows)
    return (
      <p id={id} role="status" className="text-12 text-muted">
        {query.isError ? `Could not read them: ${query.error.message}` : 'Reading …'}
      </p>
    )
  return (
    <ul id={id} className="mt-1 border-l-2 border-line pl-2">
      {rows.map((event) => (
        <li key={event.globalEventId} className="flex flex-wrap items-center gap-x-2 py-0.5">
          <Link
            to="/events/$id"
            params={{ id: event.globalEventId }}
            className="break-words hover:underline"
          >
            {event.title || event.summary || 'Untitled'}
          </Link>
          <span className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
            <Badge code={event.severity} />
            <span>{event.publisher}</span>
            <When at={event.occurredAt} />
          </span>
        </li>
      ))}
      {of > rows.length && <li className="text-12 text-muted">and {of - rows.length} older</li>}
    </ul>
  )
}
