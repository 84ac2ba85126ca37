/** Shares that were counted, each with where it lies in 95 of 100 cases. */

import type { CountedShare } from '#shared/contracts/api/report-body.ts'
import { Table } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { percent } from '../../../text/format.ts'

type SharesProps = { label: string; shares: readonly CountedShare[] }

export function CountedShares({ label, shares }: SharesProps) {
  return (
    <Table
      label={label}
      rows={shares}
      keyOf={({ name }) => name}
      columns={[
        {
          head: label,
          value: ({ name }) => name,
          cell: ({ name }) => (name.includes('.') ? name : wordsFor(name)),
        },
        {
          head: 'Borne out',
          isNumber: true,
          value: ({ hits, tried }) => (tried === 0 ? 0 : hits / tried),
          cell: ({ hits, tried }) => `${hits} of ${tried}`,
        },
        {
          head: '95 %',
          isNumber: true,
          value: ({ low }) => low,
          cell: ({ low, high }) => `${percent(low)} to ${percent(high)}`,
        },
      ]}
    />
  )
}
