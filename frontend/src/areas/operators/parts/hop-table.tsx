/** The jobs of a way in words and numbers. */

import type { TraceHop } from '#shared/contracts/api/traces.ts'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Code } from '../../../parts/words.tsx'
import { briefSpan } from '../../../text/brief-span.ts'
import { outcomeOf } from './hop-words.ts'

const ms = (from: string, to: string) => Date.parse(to) - Date.parse(from)

/** Until its last delivery began; of one that has not begun, or does not say when, nothing. */
const waited = ({ queuedAt, beganAt }: TraceHop) => (beganAt ? ms(queuedAt, beganAt) : null)
const ran = ({ beganAt, endedAt }: TraceHop) => (beganAt && endedAt ? ms(beganAt, endedAt) : null)

const spanned = (head: string, of: (hop: TraceHop) => number | null): Column<TraceHop> => ({
  head,
  isNumber: true,
  isWide: true,
  value: of,
  cell: (hop) => {
    const value = of(hop)
    return value === null ? '–' : briefSpan(value)
  },
})

const columns: Column<TraceHop>[] = [
  { head: 'Stage', value: (hop) => hop.stage, cell: (hop) => hop.stage },
  {
    head: 'About',
    value: (hop) => hop.about.map(({ says }) => says).join(', '),
    cell: (hop) => <About hop={hop} />,
  },
  {
    head: 'Outcome',
    value: (hop) => outcomeOf(hop).words,
    cell: (hop) => (
      <>
        <span className={outcomeOf(hop).look}>{outcomeOf(hop).words}</span>
        {hop.state === 'dead' && hop.reason && (
          <span className="block text-12 whitespace-normal">
            <Code code={hop.reason} />
          </span>
        )}
        {hop.wrote && <span className="block text-12 text-muted">{hop.wrote}</span>}
      </>
    ),
  },
  {
    head: 'Asked for',
    value: (hop) => hop.queuedAt,
    cell: (hop) => <RealWhen at={hop.queuedAt} />,
  },
  spanned('Waited', waited),
  spanned('Ran', ran),
  {
    head: 'Deliveries',
    isNumber: true,
    isWide: true,
    value: (hop) => hop.deliveries,
    cell: (hop) => hop.deliveries,
  },
  {
    head: 'By',
    isWide: true,
    value: (hop) => hop.producer,
    cell: (hop) => (
      <>
        {hop.producer}
        <code className="block text-12 text-muted">{hop.jobId.slice(0, 8)}</code>
      </>
    ),
  },
]

function About({ hop: { about, list } }: { hop: TraceHop }) {
  if (about.length === 0) return <span className="text-muted">{list}</span>
  return (
    <span className="flex flex-wrap gap-x-2 whitespace-normal">
      {about.map(({ kind, id, says }) => (
        <a
          key={`${kind} ${id}`}
          href={`${folders[kind]}/${encodeURIComponent(id)}`}
          className="link"
        >
          {says}
        </a>
      ))}
    </span>
  )
}

const folders: Readonly<Record<TraceHop['about'][number]['kind'], string>> = {
  document: '/documents',
  company: '/companies',
  source: '/sources',
  order: '/orders',
  backtest: '/backtests',
}

export function HopTable({ hops }: { hops: readonly TraceHop[] }) {
  return <Table label="Jobs" rows={hops} keyOf={(hop) => hop.jobId} columns={columns} />
}
