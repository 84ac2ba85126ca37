/** Readers on labelled texts: how often right, and whether as often as they say. */

import { useQuery } from '@tanstack/react-query'
import type { ReaderRun } from '#shared/contracts/api/quality.ts'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count } from '../../../text/format.ts'
import { CalibrationPlot } from './calibration-plot.tsx'

const none = <span className="text-muted">–</span>
const share = (head: string, of: (run: ReaderRun) => number | null, isWide = false) => ({
  head,
  isNumber: true,
  isWide,
  value: of,
  cell: (run: ReaderRun) => of(run)?.toFixed(3) ?? none,
})

const columns: Column<ReaderRun>[] = [
  {
    head: 'Reader',
    value: (run) => `${run.model} ${run.version}`,
    cell: (run) => (
      <>
        <span className="font-medium">
          {run.model} {run.version}
        </span>
        <span className="block text-12 break-words text-muted">
          {run.set}, {count(run.labels)} labels
        </span>
      </>
    ),
  },
  share('Right', (run) => run.accuracy),
  share('Macro-F1', (run) => run.macroF1, true),
  share('Where they differ', (run) => run.differingAccuracy, true),
  share('Off by', (run) => run.ece),
  share('Brier', (run) => run.brier, true),
  {
    head: 'Texts/s',
    isNumber: true,
    isWide: true,
    value: (run) => run.textsPerSecond,
    cell: (run) => count(Math.round(run.textsPerSecond * 10) / 10),
  },
  {
    head: 'Tokens',
    isNumber: true,
    isWide: true,
    value: (run) => run.tokens,
    cell: (run) => (run.tokens === null ? none : count(run.tokens)),
  },
  {
    head: 'Measured',
    isNumber: true,
    isWide: true,
    value: (run) => run.at,
    cell: (run) => <When at={run.at} />,
  },
]

export function ReaderQuality() {
  const query = useQuery(read('GET /api/quality/readers', {}))
  return (
    <Panel
      title={titleOf(query.data?.runs)}
      query={query}
      rows={4}
      empty={{
        when: ({ runs }) => runs.length === 0,
        words:
          'No reader was measured here. `stonks evaluate FILE --reader NAME --store` runs one over labelled texts and keeps what it found.',
      }}
    >
      {({ runs }) => (
        <>
          <div className="flex flex-wrap justify-center gap-x-6 gap-y-4 px-4 pb-3 wide:justify-start">
            {runs.map((run) => (
              <CalibrationPlot key={keyOf(run)} run={run} />
            ))}
          </div>
          <Table label="Readers" rows={runs} columns={columns} keyOf={keyOf} />
          <p className="max-w-prose px-4 py-2 text-12 text-muted">
            Right: the share of labels. Off by: how far what a reader says of itself lies from how
            often it is right. Where they differ: labels of texts whose companies fare differently.
          </p>
        </>
      )}
    </Panel>
  )
}

function keyOf({ model, version, promptVersion, set }: ReaderRun): string {
  return `${model} ${version} ${promptVersion} ${set}`
}

/** One question, its answer as the title. */
function titleOf(runs: ReaderRun[] | undefined): string {
  const best = runs?.toSorted((a, b) => b.accuracy - a.accuracy)[0]
  if (!best) return 'How well texts are read'
  return `${best.model} reads ${Math.round(best.accuracy * 100)} of 100 labels of ${best.set} right`
}
