/** What each check of trading saved or cost, by what would have come of what it stopped. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../../../api/read.ts'
import { Choices } from '../../../parts/choices.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { checkColumns } from '../parts/check-columns.tsx'

const spans = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '365 days'],
] as const

export function ChecksPage() {
  const [days, setDays] = useState<(typeof spans)[number][0]>('365')
  const query = useQuery(read('GET /api/trading/checks', { days }))
  return (
    <>
      <h1 className="sr-only">Checks</h1>
      <Panel
        title="What each check saved or cost"
        query={query}
        rows={8}
        aside={<Choices label="How far back" choices={spans} chosen={days} onChoose={setDays} />}
        empty={{
          when: ({ checks }) => checks.length === 0,
          words:
            'No check has stopped a purchase in this time. Each one that does is priced here as if it had been bought, held and sold by the same rules.',
        }}
      >
        {({ checks }) => (
          <>
            <p className="max-w-prose px-4 pb-2 text-muted">
              Each stopped purchase is priced as if it had been bought, held and sold by the same
              rules. Saved, in dollars: what it would have lost; with the interval that holds the
              truth 95 times of 100.
            </p>
            <Table
              label="Checks"
              rows={checks}
              columns={checkColumns}
              keyOf={(row) => `${row.kind} ${row.check}`}
              hasTools
            />
          </>
        )}
      </Panel>
    </>
  )
}
