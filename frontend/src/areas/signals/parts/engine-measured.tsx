/** What was measured of the signal engine: whether it knew anything, how likely that is luck, and what it would let in. */

import { useQuery } from '@tanstack/react-query'
import type { EngineStanding } from '#shared/contracts/api/engine-setting.ts'
import type { Edge } from '#shared/contracts/api/quality.ts'
import { read } from '../../../api/read.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count, percent, signedScore } from '../../../text/format.ts'
import { SIGNAL_WORDS } from './engine-signals.tsx'

/** How often luck may be as good before it is called more. */
const LUCK_MAX = 0.05
const PIPELINES = ['heuristic', 'probabilistic']
const WORDS: Readonly<Record<string, string>> = {
  ...SIGNAL_WORDS,
  heuristic: 'By scores',
  probabilistic: 'By chance',
}
const wordOf = (name: string) => WORDS[name] ?? name
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
  {
    head: 'Score',
    value: ({ name }) => wordOf(name),
    cell: ({ name, right }) => (
      <>
        {wordOf(name)}
        {right && (
          <span className="block text-12 text-muted">
            right {percent(right.share)} of {count(right.sessions)} sessions
          </span>
        )}
      </>
    ),
  },
  {
    head: 'Next session',
    isNumber: true,
    value: ({ ic }) => ic,
    cell: ({ ic, days }) =>
      ic === null ? (
        NONE
      ) : (
        <>
          {signedScore(ic)}
          <span className="block text-12 text-muted">over {count(days)}</span>
        </>
      ),
  },
  {
    head: 'Luck',
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
            signal pointed, five sessions later; a coin is right 50 % of the time. Next session is
            the rank correlation with what prices did next, luck how often the best of all scores
            that are tried looks as good where none knows anything.
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
  return `${knowing.map(({ name }) => wordOf(name)).join(' and ')}: more than luck`
}

function letIn({ lastSession: { date, tickers, bought } }: EngineStanding): string {
  if (tickers === 0) return `Of the last session, ${date}, nothing is evaluated.`
  return `Of ${count(tickers)} tickers evaluated for ${date} both say buy of ${count(bought)}: traded, nothing else could be entered.`
}
