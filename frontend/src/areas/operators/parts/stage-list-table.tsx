/** The lists that a stage reads, in numbers. */

import type { StagePage } from '#shared/contracts/api/stages.ts'
import { RealAge } from '../../../parts/real-when.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count } from '../../../text/format.ts'

type Row = StagePage['lists'][number]

const numbered = (head: string, of: (row: Row) => number | null, isWide = false): Column<Row> => ({
  head,
  isNumber: true,
  isWide,
  value: of,
  cell: (row) => {
    const value = of(row)
    return value === null ? '–' : count(value)
  },
})

const columns: Column<Row>[] = [
  {
    head: 'List',
    value: (row) => row.list,
    cell: (row) => <strong className="font-semibold">{row.list}</strong>,
  },
  numbered('Waiting', (row) => row.pending),
  numbered('Unfinished', (row) => row.queued, true),
  {
    head: 'Oldest',
    isNumber: true,
    value: (row) => row.oldestQueuedAt,
    cell: (row) => (row.oldestQueuedAt ? <RealAge at={row.oldestQueuedAt} /> : '–'),
  },
  numbered('Done', (row) => row.done),
  numbered('Dead', (row) => row.dead),
  numbered('Deliveries', (row) => row.deliveries, true),
  numbered('Of them failed', (row) => row.failures, true),
  numbered('Replayed', (row) => row.replays, true),
]

export function StageListTable({ rows }: { rows: readonly Row[] }) {
  return <Table label="Lists" rows={rows} keyOf={(row) => row.list} columns={columns} />
}
