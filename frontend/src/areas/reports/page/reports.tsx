/** Every report of a day or a week, newest first. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReportRow } from '#shared/contracts/api/reports.ts'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Older } from '../../../parts/older.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { periodName } from '../parts/names.ts'

const SHOWN = 60

const columns: Column<ReportRow>[] = [
  {
    head: 'Report',
    value: (row) => row.periodEnd,
    cell: (row) => (
      <Link to="/reports/$id" params={{ id: row.reportId }} className="link whitespace-nowrap">
        {periodName(row)}
      </Link>
    ),
  },
  { head: 'It says', value: (row) => row.headline, cell: (row) => row.headline },
  {
    head: 'Books',
    value: (row) => (row.reconciles ? 'equal' : 'not equal'),
    cell: (row) =>
      row.reconciles ? (
        <span className="text-up">equal</span>
      ) : (
        <span className="font-medium whitespace-nowrap text-down">not equal</span>
      ),
  },
  {
    head: 'Version',
    isNumber: true,
    isWide: true,
    value: (row) => row.version,
    cell: (row) => row.version,
  },
  {
    head: 'Made',
    isWide: true,
    value: (row) => row.madeAt,
    cell: (row) => <When at={row.madeAt} />,
  },
]

export function ReportsPage() {
  const [after, setAfter] = useState<string>()
  const query = useQuery(
    read('GET /api/reports', { limit: SHOWN, ...(after === undefined ? {} : { after }) }),
  )
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Reports</h1>
      <Panel
        title="Reports"
        query={query}
        rows={10}
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No report yet. One is written of each day with a session at 16:30 in New York, and of each week on Saturday morning.',
        }}
      >
        {(rows) => (
          <>
            <Table label="Reports" rows={rows} columns={columns} keyOf={(row) => row.reportId} />
            <Older
              label="reports"
              after={after}
              last={rows.length === SHOWN ? rows.at(-1)?.reportId : undefined}
              onGo={setAfter}
            />
          </>
        )}
      </Panel>
    </div>
  )
}
