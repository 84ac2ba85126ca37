/** Alerts: what fires, who took note, what fired, and every rule with its silence. */

import { useQuery } from '@tanstack/react-query'
import type { AlertFiring, AlertsPage as Told } from '#shared/contracts/api/alerts.ts'
import { read } from '../../../api/read.ts'
import { BesideLinks } from '../../../parts/beside-links.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count, span } from '../../../text/format.ts'
import { AckAlert } from '../parts/ack-alert.tsx'
import { AlertRuleTable } from '../parts/alert-rule-table.tsx'
import { severityLooks } from '../parts/severity-looks.ts'

export function AlertsPage() {
  const query = useQuery(read('GET /api/alerts', {}))
  return (
    <div className="space-y-4">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <h1 className="text-20 font-semibold">Alerts</h1>
        <BesideLinks which={['grafana']} />
      </header>
      <Panel
        title={query.data ? titleOf(query.data) : 'What fires'}
        query={query}
        rows={3}
        empty={{
          when: ({ firing }) => firing.length === 0,
          words:
            'No alert fires. The rules below are judged every half minute by the product’s own numbers, and by Prometheus where it runs.',
        }}
      >
        {({ firing }) => (
          <ul className="pb-2">
            {firing.map((one) => (
              <FiringLine key={one.firingId} one={one} />
            ))}
          </ul>
        )}
      </Panel>
      <Panel title="Rules" query={query} rows={8}>
        {({ rules }) => <AlertRuleTable rules={rules} />}
      </Panel>
      <Panel
        title="What fired"
        query={query}
        rows={4}
        empty={{
          when: ({ ended }) => ended.length === 0,
          words: 'No alert has fired and ended yet.',
        }}
      >
        {({ ended }) => (
          <Table label="What fired" rows={ended} keyOf={(one) => one.firingId} columns={columns} />
        )}
      </Panel>
    </div>
  )
}

function titleOf({ firing }: Told): string {
  if (firing.length === 0) return 'Nothing fires'
  const grave = firing.filter(({ severity }) => severity === 'critical').length
  const fire = firing.length === 1 ? 'fires' : 'fire'
  return `${count(firing.length)} ${fire}${grave > 0 ? `, ${count(grave)} critical` : ''}`
}

function FiringLine({ one }: { one: AlertFiring }) {
  const { mark, look } = severityLooks[one.severity]
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-0">
      <div className="min-w-0">
        <p className="font-medium">
          <span className={look}>
            {mark} {one.severity}
          </span>{' '}
          {one.summary}
        </p>
        <p className="text-12 text-muted">
          {one.alert} · began <RealWhen at={one.beganAt} />
          {one.ackedAt && (
            <>
              {' '}
              · {one.ackedBy} took note <RealWhen at={one.ackedAt} />: {one.ackedBecause}
            </>
          )}
        </p>
      </div>
      {one.ackedAt === null && <AckAlert one={one} />}
    </li>
  )
}

const columns: Column<AlertFiring>[] = [
  {
    head: 'Alert',
    value: (one) => one.alert,
    cell: (one) => (
      <>
        {one.alert}
        <span className="block text-12 whitespace-normal text-muted">{one.summary}</span>
      </>
    ),
  },
  {
    head: 'Severity',
    isWide: true,
    value: (one) => one.severity,
    cell: (one) => <span className={severityLooks[one.severity].look}>{one.severity}</span>,
  },
  { head: 'Began', value: (one) => one.beganAt, cell: (one) => <RealWhen at={one.beganAt} /> },
  {
    head: 'Lasted',
    isNumber: true,
    value: lasted,
    cell: (one) => span(lasted(one)),
  },
  {
    head: 'Taken note of',
    isWide: true,
    value: (one) => one.ackedBy,
    cell: (one) =>
      one.ackedBy === null ? (
        <span className="text-muted">by nobody</span>
      ) : (
        `${one.ackedBy}: ${one.ackedBecause}`
      ),
  },
]

function lasted({ beganAt, endedAt }: AlertFiring): number {
  return endedAt ? Date.parse(endedAt) - Date.parse(beganAt) : 0
}
