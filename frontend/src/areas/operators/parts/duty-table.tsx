/** What the scheduler does on its own account: how each duty last went, and when it comes next. */

import type { DutyRow } from '#shared/contracts/api/operators.ts'
import { When } from '../../../parts/figures.tsx'
import { Table, type Column } from '../../../parts/table.tsx'

const moment = (at: string | null, otherwise: string) =>
  at === null ? <span className="text-muted">{otherwise}</span> : <When at={at} />

const columns: Column<DutyRow>[] = [
  {
    head: 'Duty',
    value: (row) => row.duty,
    cell: (row) => (
      <>
        <strong className="font-semibold">{row.duty}</strong>
        <span className="block text-12 whitespace-normal text-muted">{row.says}</span>
      </>
    ),
  },
  {
    head: 'Last done',
    value: (row) => row.lastGoodAt,
    cell: (row) => moment(row.lastGoodAt, 'never'),
  },
  {
    head: 'Next',
    isWide: true,
    value: (row) => row.nextAt,
    cell: (row) => moment(row.nextAt, 'next round'),
  },
  {
    head: 'State',
    value: (row) => row.failures,
    cell: (row) =>
      row.failures === 0 ? (
        'works'
      ) : (
        <>
          <span className="font-semibold text-down">
            failed {row.failures === 1 ? 'once' : `${row.failures} times in a row`}
          </span>
          <span className="block break-words whitespace-normal text-12 text-muted">
            {row.lastError}
          </span>
        </>
      ),
  },
]

export function DutyTable({ rows }: { rows: DutyRow[] }) {
  return (
    <Table
      label="Duties of the scheduler"
      rows={rows}
      keyOf={(row) => row.duty}
      columns={columns}
    />
  )
}
