/** How often the next session bore out what a publisher's readings said. */

import { useQuery } from '@tanstack/react-query'
import type { PublisherRecord } from '#shared/contracts/api/quality.ts'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { publisherColumns } from '../../../parts/publisher-columns.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count } from '../../../text/format.ts'

const columns: Column<PublisherRecord>[] = [
  ...publisherColumns,
  {
    head: 'Tried',
    isNumber: true,
    isWide: true,
    value: (row) => row.tried,
    cell: (row) => count(row.tried),
  },
  {
    head: 'First seen',
    isNumber: true,
    isWide: true,
    value: (row) => row.firstSeenAt,
    cell: (row) => <When at={row.firstSeenAt} />,
  },
]

export function PublisherRecords() {
  const query = useQuery(read('GET /api/quality/publishers', { limit: 100 } as never))
  return (
    <Panel
      title={titleOf(query.data)}
      query={query}
      rows={6}
      empty={{
        when: (rows) => rows.length === 0,
        words: 'No publisher is known yet. Each that gives a document stands here.',
      }}
    >
      {(rows) => (
        <>
          <p className="max-w-prose px-4 pb-2 text-muted">
            What a publisher says of a company before a session is one claim, however often it says
            it. It is borne out where the session then moves that way, against all companies. Half
            are by chance.
          </p>
          <Table
            label="Publishers"
            rows={rows}
            columns={columns}
            keyOf={({ domain }) => domain}
            hasTools
          />
        </>
      )}
    </Panel>
  )
}

/** One question, its answer as the title. */
function titleOf(rows: PublisherRecord[] | undefined): string {
  const tried = rows?.reduce((sum, row) => sum + row.tried, 0) ?? 0
  if (!rows || tried === 0) return 'How often publishers were borne out'
  const better = rows.filter(({ interval }) => interval.low > 0.5).length
  const who =
    better === 0
      ? 'No publisher is'
      : better === 1
        ? 'One publisher is'
        : `${better} publishers are`
  return `${who} shown to be right more often than chance`
}
