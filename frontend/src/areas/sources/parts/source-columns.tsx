/** The columns of the table of sources: how each fares, in words first. */

import { Link } from '@tanstack/react-router'
import type { WatchedSource } from '#shared/contracts/api/sources.ts'
import { BorneOutShare } from '../../../parts/borne-out.tsx'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { When } from '../../../parts/figures.tsx'
import type { Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import { rangeBorneOut, shareBorneOut } from '../../../text/borne-out.ts'
import { count, span } from '../../../text/format.ts'
import { wordsFor } from '../../../text/codes.ts'

type Row = WatchedSource

const none = <span className="text-muted">–</span>

export const sourceColumns: Column<Row>[] = [
  {
    head: 'Source',
    value: (row) => row.sourceName,
    cell: (row) => (
      <>
        <Link
          to="/sources/$id"
          params={{ id: row.sourceId }}
          className="font-medium break-words hover:underline"
        >
          {row.sourceName}
        </Link>
        <span className="flex flex-wrap gap-x-2 text-12 text-muted wide:hidden">
          <span>{wordsFor(row.sourceType)}</span>
          {row.ticker && <CompanyLink ticker={row.ticker} isPlain />}
          {row.lastSucceededAt && <When at={row.lastSucceededAt} />}
          {row.record && row.record.tried > 0 && (
            <span>
              borne out {shareBorneOut(row.record)} ({rangeBorneOut(row.record)})
            </span>
          )}
        </span>
        {row.failures > 0 && row.lastError && (
          <span
            className="line-clamp-2 max-w-[36rem] text-12 break-all text-down"
            title={row.lastError}
          >
            {row.lastError}
          </span>
        )}
      </>
    ),
  },
  {
    head: 'State',
    value: (row) => row.state,
    cell: (row) => <StateWord row={row} />,
  },
  {
    head: 'Company',
    isWide: true,
    value: (row) => row.ticker,
    cell: (row) => (row.ticker ? <CompanyLink ticker={row.ticker} isPlain /> : none),
  },
  {
    head: 'Type',
    isWide: true,
    value: (row) => wordsFor(row.sourceType),
    cell: (row) => <span className="whitespace-nowrap">{wordsFor(row.sourceType)}</span>,
  },
  {
    head: 'Every',
    isNumber: true,
    isWide: true,
    value: (row) => row.cadenceSeconds,
    cell: (row) => span(row.cadenceSeconds * 1000),
  },
  moment('Last success', (row) => row.lastSucceededAt),
  moment('Newest item', (row) => row.newestItemAt),
  {
    head: 'Borne out',
    isNumber: true,
    isWide: true,
    value: ({ record }) => (record && record.tried > 0 ? record.borneOut / record.tried : null),
    cell: (row) => <BorneOutShare record={row.record} />,
  },
  {
    head: 'Rejects',
    isNumber: true,
    isWide: true,
    value: (row) => row.rejects,
    cell: (row) => (row.rejects === 0 ? none : count(row.rejects)),
  },
  moment('Next try', (row) => row.nextTryAt),
]

function moment(head: string, at: (row: Row) => string | null): Column<Row> {
  return {
    head,
    isNumber: true,
    isWide: true,
    value: at,
    cell(row) {
      const found = at(row)
      return found ? <When at={found} /> : none
    },
  }
}

/** The state, how often it failed in a row, and whether a fetch is under way. */
export function StateWord({ row }: { row: Row }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <Badge code={row.state} />
      {row.failures > 0 && (
        <span className="text-12 whitespace-nowrap text-muted">{row.failures} in a row</span>
      )}
      {row.isInFlight && <span className="text-12 whitespace-nowrap text-info">fetching</span>}
    </span>
  )
}
