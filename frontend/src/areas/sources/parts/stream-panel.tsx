/** The streams of the market and of order updates: how each stands, and why. */

import { useQuery } from '@tanstack/react-query'
import type { StreamRow } from '#shared/contracts/api/sources.ts'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import { count } from '../../../text/format.ts'

const names: Readonly<Record<string, string>> = {
  trade_updates: 'Order updates',
  iex: 'Prices, IEX',
  sip: 'Prices, SIP',
}

const moment = (at: string | null) =>
  at === null ? <span className="text-muted">–</span> : <When at={at} />

const columns: Column<StreamRow>[] = [
  {
    head: 'Stream',
    value: (row) => row.feed,
    cell: (row) => (
      <>
        <strong className="font-semibold" title={row.feed}>
          {names[row.feed] ?? row.feed}
        </strong>
        <span className="block text-12 wrap-anywhere whitespace-normal text-muted">
          {row.reason}
        </span>
      </>
    ),
  },
  {
    head: 'State',
    value: (row) => row.state,
    cell: (row) => (
      <span className="inline-flex flex-wrap items-center gap-x-1.5">
        <Badge code={row.state} />
        {row.failures > 0 && (
          <span className="text-12 whitespace-nowrap text-muted">{row.failures} in a row</span>
        )}
      </span>
    ),
  },
  { head: 'Since', value: (row) => row.since, cell: (row) => moment(row.since) },
  {
    head: 'Last message',
    isWide: true,
    value: (row) => row.lastMessageAt,
    cell: (row) => moment(row.lastMessageAt),
  },
  {
    head: 'Next try',
    isWide: true,
    value: (row) => row.nextTryAt,
    cell: (row) => moment(row.nextTryAt),
  },
  {
    head: 'Connected',
    isNumber: true,
    isWide: true,
    value: (row) => row.connects,
    cell: (row) => (row.connects === 1 ? 'once' : `${count(row.connects)} times`),
  },
  {
    head: 'Rejects',
    isNumber: true,
    isWide: true,
    value: (row) => row.rejected,
    cell: (row) => count(row.rejected),
  },
]

export function StreamPanel() {
  const query = useQuery(read('GET /api/streams', {}))
  return (
    <Panel
      title="Streams"
      query={query}
      rows={2}
      empty={{
        when: (rows) => rows.length === 0,
        words: 'No stream has been kept yet: in a replay that is stepped through there are none.',
      }}
    >
      {(rows) => <Table label="Streams" rows={rows} columns={columns} keyOf={(row) => row.feed} />}
    </Panel>
  )
}
