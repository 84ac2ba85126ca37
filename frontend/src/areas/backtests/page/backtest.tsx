/** One backtest: how far it is, or whether what it made is told from luck, and everything behind that. */

import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, type ReactNode } from 'react'
import type { BacktestResults } from '#shared/contracts/api/backtest-results.ts'
import { read } from '../../../api/read.ts'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Code } from '../../../parts/words.tsx'
import { isOpen, verdictOf } from '../parts/backtest-words.ts'
import { RunHead } from '../parts/run-head.tsx'
import { RunCosts, RunMeasures } from '../parts/run-measures.tsx'
import { RunRefused } from '../parts/run-refused.tsx'
import { RunSwept } from '../parts/run-swept.tsx'
import { RunTrades } from '../parts/run-trades.tsx'

const RunCurves = lazy(() =>
  import('../parts/run-curves.tsx').then(({ RunCurves: component }) => ({ default: component })),
)
const LOOK_MS = 1_000

export function BacktestPage() {
  const { id } = useParams({ from: '/backtests/$id' })
  // Of another run nothing is shown until the new one is read.
  const { placeholderData: _before, ...asked } = read('GET /api/trading/backtest/:id', { id })
  const query = useQuery({
    ...asked,
    refetchInterval: ({ state: { data } }) => (data && !isOpen(data) ? false : LOOK_MS),
  })
  const run = query.data
  usePageTitle('Backtest')
  if (isUnknown(query)) return <Unknown what="backtest" list="/backtests" listName="Backtests" />
  if (!run)
    return (
      <>
        <h1 className="sr-only">Backtest</h1>
        <Panel title="Backtest" query={query}>
          {() => null}
        </Panel>
      </>
    )
  const { results } = run
  const panel = (title: string, show: (told: BacktestResults) => ReactNode) =>
    results && (
      <Panel title={title} query={query}>
        {() => show(results)}
      </Panel>
    )
  return (
    <div className="space-y-4">
      <RunHead run={run} />
      {results && results.notes.length > 0 && <Notes notes={results.notes} />}
      {results &&
        panel(verdictOf(results), ({ curve, benchmark }) => (
          <Suspense fallback={<div className="skeleton mx-4 mb-4 h-96" />}>
            <RunCurves curve={curve} benchmark={benchmark.name} />
          </Suspense>
        ))}
      {panel('Measures', (told) => (
        <RunMeasures results={told} />
      ))}
      {panel('Costs', (told) => (
        <RunCosts results={told} />
      ))}
      {results?.swept && panel('Other settings', () => <RunSwept swept={results.swept!} />)}
      {results && <RunTrades runId={run.runId} tickers={run.settings.tickers} />}
      {panel('Orders that were not traded', ({ refused, checks }) => (
        <RunRefused refused={refused} {...(checks && { checks })} />
      ))}
    </div>
  )
}

/** What the record could not give. */
function Notes({ notes }: Pick<BacktestResults, 'notes'>) {
  return (
    <ul className="max-w-prose list-disc space-y-1 pl-5 text-12 text-warn">
      {notes.map(({ code, about }) => (
        <li key={`${code} ${about}`}>
          {about}: <Code code={code} />
        </li>
      ))}
    </ul>
  )
}
