/** Each figure beside what the books say. */

import type { Reconciled } from '#shared/contracts/api/report-body.ts'
import { Table } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { dollars } from '../../../text/format.ts'
import { Nothing } from './nothing.tsx'

export function ReportBooks({ reconciliation }: { reconciliation: readonly Reconciled[] }) {
  if (reconciliation.length === 0) return <Nothing>There are no books of this period.</Nothing>
  return (
    <Table
      label="Held to the books"
      rows={reconciliation}
      keyOf={({ name }) => name}
      columns={[
        { head: 'Figure', value: ({ name }) => name, cell: ({ name }) => wordsFor(name) },
        {
          head: 'Report',
          isNumber: true,
          value: ({ reported }) => Number(reported),
          cell: ({ reported }) => dollars(reported),
        },
        {
          head: 'Books',
          isNumber: true,
          value: ({ books }) => Number(books),
          cell: ({ books }) => dollars(books),
        },
        {
          head: 'Apart',
          isNumber: true,
          value: ({ difference }) => Number(difference),
          cell: ({ difference, holds }) => (
            <span className={holds ? 'text-up' : 'text-down'}>
              {holds ? 'equal' : dollars(difference)}
            </span>
          ),
        },
      ]}
    />
  )
}
