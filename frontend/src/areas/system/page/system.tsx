/** The installation itself: its programs, its stores, its logs, and what stands beside it. */

import { useQuery } from '@tanstack/react-query'
import type { SystemPage as Told } from '#shared/contracts/api/system.ts'
import { read } from '../../../api/read.ts'
import { BesideLinks } from '../../../parts/beside-links.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { bytes } from '../../../text/bytes.ts'
import { count, span } from '../../../text/format.ts'
import { storeWords } from '../../../text/store-words.ts'
import { LogPanel } from '../parts/log-panel.tsx'
import { ServiceTable } from '../parts/service-table.tsx'

export function SystemPage() {
  const query = useQuery(read('GET /api/system', {}))
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
      <header className="flex flex-wrap items-start justify-between gap-3 lg:col-span-12">
        <h1 className="text-20 font-semibold">System</h1>
        <BesideLinks which={['grafana', 'superset', 'logs']} />
      </header>
      <Panel
        title={query.data ? titleOf(query.data) : 'Programs that always run'}
        query={query}
        rows={6}
        className="lg:col-span-12"
        empty={{
          when: ({ services }) => services.length === 0,
          words:
            'No program has said that it is there. Each does so within three seconds of its start.',
        }}
      >
        {({ services }) => <ServiceTable services={services} />}
      </Panel>
      <Panel title="Stores" query={query} rows={2} className="lg:col-span-5">
        {(told) => <Stores told={told} />}
      </Panel>
      <Panel title="Largest tables" query={query} rows={8} className="lg:col-span-7">
        {({ database }) => (
          <Table
            label="Largest tables"
            rows={database.tables}
            keyOf={(row) => row.table}
            columns={tableColumns}
          />
        )}
      </Panel>
      <LogPanel />
    </div>
  )
}

function titleOf({ services }: Told): string {
  const ill = services.filter(({ state }) => state !== 'alive')
  if (services.length === 0) return 'Programs that always run'
  if (ill.length === 0) return `All ${count(services.length)} programs are well`
  return `${ill.map(({ service }) => service).join(', ')}: not well`
}

function Stores({ told: { database, redis, lakeBehindSeconds } }: { told: Told }) {
  const overview = useQuery(read('GET /api/overview', {}))
  const store = overview.data?.pipeline.store
  return (
    <NamedValues>
      <NamedValue name="PostgreSQL">{bytes(database.bytes)}</NamedValue>
      <NamedValue name="Redis">
        {redis === null ? (
          <span className="text-warn">does not answer</span>
        ) : (
          `${bytes(redis.bytes)}${redis.limitBytes === null ? '' : ` of ${bytes(redis.limitBytes)}`}`
        )}
      </NamedValue>
      <NamedValue name="Object store">
        {store ? <span className="text-warn">{storeWords(store)}</span> : 'answers'}
      </NamedValue>
      <NamedValue name="Lake is behind">
        {lakeBehindSeconds === 0 ? 'not at all' : span(lakeBehindSeconds * 1_000)}
      </NamedValue>
    </NamedValues>
  )
}

type TableRow = Told['database']['tables'][number]

const tableColumns: Column<TableRow>[] = [
  { head: 'Table', value: (row) => row.table, cell: (row) => row.table },
  { head: 'Size', isNumber: true, value: (row) => row.bytes, cell: (row) => bytes(row.bytes) },
  {
    head: 'Rows, about',
    isNumber: true,
    value: (row) => row.rows,
    cell: (row) =>
      row.rows === null ? <span className="text-muted">not counted</span> : count(row.rows),
  },
]
