/** How much waited for a stage over time, and how many of its function ran. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { SAMPLE_RANGES, type SampleRange, type StageSamples } from '#shared/contracts/api/stages.ts'
import { read } from '../../../api/read.ts'
import { Choices } from '../../../parts/choices.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count } from '../../../text/format.ts'
import { StepChart } from './step-chart.tsx'

const RANGES: readonly (readonly [SampleRange, string])[] = [
  ['1h', 'An hour'],
  ['6h', '6 hours'],
  ['1d', 'A day'],
  ['7d', 'A week'],
]
const USUAL: SampleRange = '6h'

type Sample = StageSamples['samples'][number]

export function Scaling({ stage }: { stage: string }) {
  const search = useSearch({ from: '/pipeline/$stage' })
  const navigate = useNavigate({ from: '/pipeline/$stage' })
  const range = SAMPLE_RANGES.find((one) => one === search.range) ?? USUAL
  const query = useQuery(read('GET /api/stages/:id/scaling', { id: stage, range }))
  return (
    <Panel
      title={query.data ? titleOf(query.data) : 'Over time'}
      query={query}
      rows={6}
      className="lg:col-span-12"
      aside={
        <Choices
          label="Over time"
          choices={RANGES}
          chosen={range}
          onChoose={(choice) =>
            void navigate({ search: choice === USUAL ? {} : { range: choice }, replace: true })
          }
        />
      }
      empty={{
        when: ({ samples }) => samples.length === 0,
        words:
          'Nothing is recorded of this stage yet. The scheduler looks once a minute, and notes what differs from its last look.',
      }}
    >
      {(told) => <Shown told={told} />}
    </Panel>
  )
}

function Shown({ told }: { told: StageSamples }) {
  const isTold = told.samples.some(({ replicas }) => replicas !== null)
  return (
    <>
      <StepChart
        label="Waiting and in flight"
        told={told}
        lines={[
          { name: 'waiting', look: 'stroke-accent', of: (sample) => sample.pending },
          { name: 'in flight', look: 'stroke-up', of: (sample) => sample.inFlight },
        ]}
      />
      {isTold ? (
        <StepChart
          label="Functions that ran"
          told={told}
          lines={[{ name: 'functions', look: 'stroke-up', of: (sample) => sample.replicas }]}
        />
      ) : (
        <p className="px-4 pb-2 text-12 text-muted">
          How many functions ran is not known here: in a cluster KEDA and Kubernetes scale them, and
          the board “KEDA and scaling” shows that.
        </p>
      )}
      <details className="px-4 pb-3">
        <summary className="text-12 text-muted">As a table</summary>
        <Table
          label="Over time"
          rows={told.samples.toReversed()}
          keyOf={(row) => row.at}
          columns={columns}
        />
      </details>
    </>
  )
}

/** The question's answer: how far it went up, and whether it was at zero. */
function titleOf({ samples }: StageSamples): string {
  if (samples.length === 0) return 'Over time'
  const pending = Math.max(...samples.map((sample) => sample.pending))
  const replicas = samples.flatMap((sample) => sample.replicas ?? [])
  const ran =
    replicas.length === 0
      ? ''
      : Math.max(...replicas) === 0
        ? ', no copy of its function ran'
        : `, ${count(Math.min(...replicas))} to ${count(Math.max(...replicas))} copies of its function ran`
  return pending === 0
    ? `Nothing waited when looked at${ran}`
    : `Up to ${count(pending)} waited${ran}`
}

const numbered = (head: string, of: (row: Sample) => number | null): Column<Sample> => ({
  head,
  isNumber: true,
  value: of,
  cell: (row) => of(row) ?? <span className="text-muted">not told</span>,
})

const columns: Column<Sample>[] = [
  { head: 'From', value: (row) => row.at, cell: (row) => <RealWhen at={row.at} /> },
  numbered('Waiting', (row) => row.pending),
  numbered('In flight', (row) => row.inFlight),
  numbered('Functions', (row) => row.replicas),
  {
    head: 'State',
    value: (row) => (row.paused ? 'paused' : 'open'),
    cell: (row) => (row.paused ? <span className="text-warn">paused</span> : 'open'),
  },
]
