/** What was measured of the signal engine: whether it knew anything, how likely that is luck, and what it would let in. */

import { useQuery } from '@tanstack/react-query'
import type { EngineStanding } from '#shared/contracts/api/engine-setting.ts'
import type { Edge } from '#shared/contracts/api/quality.ts'
import { read } from '../../../api/read.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { count, percent, signedScore } from '../../../text/format.ts'

/** How often luck may be as good before it is called more. */
const LUCK_MAX = 0.05
const PIPELINES = ['heuristic', 'probabilistic']
const NONE = <span className="text-muted">–</span>

type Measured = {
  name: string
  /** Over the next session. */
  ic: number | null
  days: number
  luck: number | null
  right: EngineStanding['hitRates'][number] | undefined
}

const columns: Column<Measured>[] = [
  { head: 'Score', value: ({ name }) => wordsFor(name), cell: ({ name }) => wordsFor(name) },
  {
    head: 'Right',
    isNumber: true,
    value: ({ right }) => right?.share ?? null,
    cell: ({ right }) =>
      right ? `${percent(right.share)} of ${count(right.sessions)} sessions` : NONE,
  },
  {
    head: 'Knew of the next session',
    isNumber: true,
    value: ({ ic }) => ic,
    cell: ({ ic, days }) =>
      ic === null ? NONE : `${signedScore(ic)} over ${count(days)} sessions`,
  },
  {
    head: 'By luck',
    isNumber: true,
    value: ({ luck }) => luck,
    cell: ({ luck }) => (luck === null ? NONE : luck < 0.01 ? 'under 1 %' : percent(luck)),
  },
]

export function EngineMeasured() {
  const setting = useQuery(read('GET /api/signal-engine-setting', {}))
  const edge = useQuery(read('GET /api/quality/edge', {}))
  const rows = setting.data && edge.data && measuredOf(setting.data, edge.data.edges)
  return (
    <Panel title={rows ? titleOf(rows) : 'What was measured of it'} query={edge} rows={4}>
      {() => (
        <>
          <p className="max-w-prose px-4 pb-3 text-12 text-muted">
            {setting.data && letIn(setting.data)} Right is how often companies moved the way a
            signal pointed, five sessions later; a coin is right 50 % of the time. Luck is how often
            the best of all scores that are tried looks as good where none knows anything.
          </p>
          <Table
            label="What was measured of the signal engine"
            rows={rows ?? []}
            columns={columns}
            keyOf={({ name }) => name}
          />
        </>
      )}
    </Panel>
  )
}

/** Both pipelines, whose verdicts count, then the signals they are made of. */
function measuredOf({ hitRates }: EngineStanding, edges: readonly Edge[]): Measured[] {
  const known = new Map(edges.filter(({ kind }) => kind === 'signal').map((one) => [one.name, one]))
  const signals = new Set([...known.keys(), ...hitRates.map(({ name }) => name as string)])
  const names = [...PIPELINES, ...[...signals].filter((name) => !PIPELINES.includes(name)).sort()]
  return names.map((name) => {
    const next = known.get(name)?.horizons.find(({ sessions }) => sessions === 1)
    return {
      name,
      ic: next?.ic ?? null,
      days: next?.days ?? 0,
      luck: known.get(name)?.chanceOfBest ?? null,
      right: hitRates.find((one) => one.name === name),
    }
  })
}

function titleOf(rows: readonly Measured[]): string {
  const pipelines = rows.filter(({ name }) => PIPELINES.includes(name))
  if (pipelines.every(({ luck }) => luck === null))
    return 'Nothing is measured yet of whether it knows the next session'
  const knowing = pipelines.filter(({ ic, luck }) => (ic ?? 0) > 0 && (luck ?? 1) <= LUCK_MAX)
  if (knowing.length === 0) return 'Neither pipeline is shown to know the next session'
  return `${knowing.map(({ name }) => wordsFor(name)).join(' and ')}: more than luck`
}

function letIn({ lastSession: { date, tickers, bought } }: EngineStanding): string {
  if (tickers === 0) return `Of the last session, ${date}, nothing is evaluated.`
  return `Of ${count(tickers)} tickers evaluated for ${date} both say buy of ${count(bought)}: traded, nothing else could be entered.`
}
