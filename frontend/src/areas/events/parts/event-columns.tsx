/** Columns of the list of events. */

import { Link } from '@tanstack/react-router'
import type { EventStory } from '#shared/contracts/api/events.ts'
import { Share, When } from '../../../parts/figures.tsx'
import type { Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { HitTickers } from './hit-tickers.tsx'
import { StoryEvents } from './story-events.tsx'

const placesOf = (row: EventStory) => row.affectedRegions.join(', ')

const ownersOf = ({ owners }: EventStory) => (owners === 1 ? 'one owner' : `${owners} owners`)

export const eventColumns: Column<EventStory>[] = [
  {
    head: 'Event',
    value: (row) => row.title,
    cell: (row) => (
      <>
        <Link
          to="/events/$id"
          params={{ id: row.globalEventId }}
          className="line-clamp-2 font-medium hover:underline"
        >
          {row.title || row.summary || 'Untitled'}
        </Link>
        <span className="text-12 text-muted">
          {wordsFor(row.eventType)}
          {row.tellings > 1 && `, told ${row.tellings} times by ${ownersOf(row)}`}
        </span>
        <span className="flex flex-wrap gap-x-2 text-12 text-muted wide:hidden">
          <span>{placesOf(row)}</span>
          <When at={row.occurredAt} />
          <HitTickers row={row} />
        </span>
        <StoryEvents row={row} />
      </>
    ),
  },
  {
    head: 'Severity',
    value: (row) => row.severity,
    cell: (row) => <Badge code={row.severity} />,
  },
  {
    head: 'What it does',
    isWide: true,
    value: (row) => row.direction,
    cell: (row) => <span className="whitespace-nowrap">{wordsFor(row.direction)}</span>,
  },
  {
    head: 'Regions',
    isWide: true,
    value: placesOf,
    cell: (row) => placesOf(row) || <span className="text-muted">none named</span>,
  },
  {
    head: 'Hits',
    isWide: true,
    value: (row) => row.hits,
    cell: (row) => <HitTickers row={row} />,
  },
  {
    head: 'Confidence',
    isNumber: true,
    isWide: true,
    value: (row) => row.confidence,
    cell: (row) => <Share value={row.confidence} label="Confidence" />,
  },
  {
    head: 'Told',
    isNumber: true,
    isWide: true,
    value: (row) => row.occurredAt,
    cell: (row) => <When at={row.occurredAt} />,
  },
]
