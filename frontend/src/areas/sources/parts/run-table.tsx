/** The newest fetches of a source. */

import { useQuery } from '@tanstack/react-query'
import type { RunRow } from '#shared/contracts/api/sources.ts'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import { count } from '../../../text/format.ts'

const number = (head: string, of: (row: RunRow) => number, isWide = false): Column<RunRow> => ({
  head,
  isNumber: true,
  isWide,
  value: of,
  cell: (row) => count(of(row)),
})

const columns: Column<RunRow>[] = [
  {
    head: 'Began',
    value: (row) => row.startedAt,
    cell: (row) => (
      <>
        <When at={row.startedAt} />
        {row.error && (
          <span
            className="line-clamp-2 max-w-[32rem] text-12 break-words text-muted"
            title={row.error}
          >
            {row.error}
          </span>
        )}
      </>
    ),
  },
  { head: 'Ended', value: (row) => row.status, cell: (row) => <Badge code={row.status} /> },
  number('Found', (row) => row.itemsFound, true),
  number('New', (row) => row.itemsNew),
  number('Refused', (row) => row.itemsRejected, true),
]

const SHOWN = 50

export function RunTable({ sourceId }: { sourceId: string }) {
  const query = useQuery(read('GET /api/sources/:id/runs', { id: sourceId, limit: SHOWN }))
  return (
    <Panel
      title="Fetches"
      query={query}
      rows={6}
      empty={{
        when: (rows) => rows.length === 0,
        words: 'Not fetched yet. The scheduler asks every source in turn.',
      }}
    >
      {(rows) => (
        <Table label="Fetches" rows={rows} columns={columns} keyOf={(row) => row.ingestionRunId} />
      )}
    </Panel>
  )
}
