/** The always-on programs, an instance a line, and the end of one that is not to come back. */

import type { SystemService } from '#shared/contracts/api/system.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Action } from '../../../parts/steer/action.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count, span } from '../../../text/format.ts'

type Row = SystemService['instances'][number] & {
  service: string
  isFirst: boolean
  /** None of its instances is heard. */
  isSilent: boolean
}

const looks = {
  alive: ['● well', 'text-up'],
  late: ['▲ late', 'text-warn'],
  failing: ['▲ fails', 'text-warn'],
  stuck: ['▲ stuck', 'text-warn'],
  silent: ['■ silent', 'text-down'],
} as const

const columns: Column<Row>[] = [
  {
    head: 'Program',
    value: (row) => row.service,
    cell: (row) => (
      <span className={row.isFirst ? 'font-semibold' : 'text-muted'}>{row.service}</span>
    ),
  },
  { head: 'State', value: (row) => row.state, cell: (row) => <State row={row} /> },
  {
    head: 'Build',
    isWide: true,
    value: (row) => row.revision,
    cell: (row) =>
      row.revision ? (
        <code>{row.revision.slice(0, 12)}</code>
      ) : (
        <span className="text-muted">not told</span>
      ),
  },
  {
    head: 'Started',
    value: (row) => row.startedAt,
    cell: (row) => <RealWhen at={row.startedAt} />,
  },
  {
    head: 'Heard',
    isWide: true,
    value: (row) => row.beatAt,
    cell: (row) => <RealWhen at={row.beatAt} />,
  },
  {
    head: 'Last good round',
    isWide: true,
    value: (row) => row.roundAt,
    cell: (row) => <RealWhen at={row.roundAt} otherwise="does none" />,
  },
  {
    head: 'Behind by',
    isNumber: true,
    isWide: true,
    value: (row) => row.lagMs,
    cell: (row) => (row.lagMs === null ? '–' : span(row.lagMs)),
  },
  {
    head: '',
    value: () => null,
    cell: (row) => row.isFirst && row.isSilent && <Retire row={row} />,
  },
]

function State({ row: { state, failures, said } }: { row: Row }) {
  const [words, look] = looks[state]
  return (
    <>
      <span className={`font-medium ${look}`}>{words}</span>
      {failures > 0 && (
        <span className="block max-w-prose text-12 break-words whitespace-normal text-muted">
          {count(failures)} {failures === 1 ? 'round' : 'rounds'} failed: {said}
        </span>
      )}
    </>
  )
}

function Retire({ row: { service } }: { row: Row }) {
  const mayRetire = useMayDo('POST /api/services/:id/retire')
  if (!mayRetire) return null
  return (
    <Action
      words={`Retire ${service}`}
      brief="Retire"
      isSmall
      reason="needed"
      consequences={[
        { what: `${service} is missed no more: no page and no alert tells of its silence.` },
        { what: 'It comes back to this list by itself as soon as it is heard.' },
      ]}
      change={(reason) => send('POST /api/services/:id/retire', { id: service, body: { reason } })}
    />
  )
}

export function ServiceTable({ services }: { services: readonly SystemService[] }) {
  const rows = services.flatMap(({ service, state, instances }) =>
    instances.map((one, place): Row => ({
      ...one,
      service,
      isFirst: place === 0,
      isSilent: state === 'silent',
    })),
  )
  return <Table label="Programs" rows={rows} keyOf={(row) => row.instance} columns={columns} />
}
