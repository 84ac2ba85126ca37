/** Everything the engine decided, to act or not. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { read } from '../../../api/read.ts'
import { dollars, shares } from '../../../text/format.ts'
import { Checks } from '../../../parts/checks.tsx'
import { Choices } from '../../../parts/choices.tsx'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { HeardLine } from '../../../parts/heard-line.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Badge, Code } from '../../../parts/words.tsx'
import type { DecisionRow } from '#shared/contracts/api/trading.ts'

type Row = DecisionRow

const columns: Column<Row>[] = [
  { head: 'Ticker', value: (row) => row.ticker, cell: (row) => <Subject row={row} /> },
  {
    head: 'Decision',
    isWide: true,
    value: (row) => row.action,
    cell: (row) => <Badge code={row.action} />,
  },
  {
    head: 'Reason',
    value: (row) => row.code,
    cell: (row) => (
      <details>
        <summary className="list-none hover:underline">
          <Code code={row.code} />
        </summary>
        <div className="-mx-2 my-2 rounded border border-line">
          <Checks checks={row.checks} />
          <HeardLine decision={row} />
        </div>
      </details>
    ),
  },
  { head: 'Kind', isWide: true, value: (row) => row.kind, cell: (row) => row.kind },
  {
    head: 'Order',
    isWide: true,
    value: (row) => row.orderState,
    cell: (row) =>
      row.orderId && row.orderState ? (
        <Link to="/orders/$id" params={{ id: row.orderId }}>
          <Badge code={row.orderState} />
        </Link>
      ) : (
        <span className="text-muted">–</span>
      ),
  },
  {
    head: 'Shares',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.quantity ?? 0),
    cell: (row) => (row.quantity ? `${row.side} ${shares(row.quantity)}` : '–'),
  },
  {
    head: 'At price',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.referencePrice ?? 0),
    cell: (row) => (row.referencePrice ? dollars(row.referencePrice) : '–'),
  },
  {
    head: 'Decided',
    isNumber: true,
    isWide: true,
    value: (row) => row.decidedAt,
    cell: (row) => <When at={row.decidedAt} />,
  },
]

function Subject({ row }: { row: Row }) {
  return (
    <>
      {row.recommendationId ? (
        <Link
          to="/recommendations/$id"
          params={{ id: row.recommendationId }}
          className="link font-semibold"
        >
          {row.ticker}
        </Link>
      ) : (
        <CompanyLink ticker={row.ticker} />
      )}
      <span className="block wide:hidden">
        <Badge code={row.action} />
      </span>
      <span className="block text-12 whitespace-nowrap text-muted wide:hidden">
        <When at={row.decidedAt} />
      </span>
    </>
  )
}

const choices = [
  ['', 'All'],
  ['act', 'Acted'],
  ['skip', 'Skipped'],
] as const

export function DecisionsPage() {
  const [action, setAction] = useState<'' | 'act' | 'skip'>('')
  const query = useQuery(read('GET /api/decisions', { limit: 300, action }))
  return (
    <>
      <h1 className="sr-only">Decisions</h1>
      <Panel
        title="Decisions"
        query={query}
        rows={12}
        aside={
          <Choices label="Which decisions" choices={choices} chosen={action} onChoose={setAction} />
        }
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No decision yet. The trading engine writes one for every recommendation it looks at, to act or not, while trading is enabled.',
        }}
      >
        {(rows) => (
          <Table
            label="Decisions"
            rows={rows}
            columns={columns}
            keyOf={(row) => row.decisionId}
            hasTools
          />
        )}
      </Panel>
    </>
  )
}
