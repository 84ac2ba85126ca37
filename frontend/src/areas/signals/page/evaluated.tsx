/** What the signal engine said of one ticker: the newest evaluation whole, and those before it. */

import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { EngineHistory } from '#shared/contracts/api/signal-engine.ts'
import { read } from '../../../api/read.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { percent } from '../../../text/format.ts'
import { engineColumns } from '../parts/engine-columns.tsx'
import { EngineNumbers } from '../parts/engine-numbers.tsx'
import { EngineInputs } from '../parts/engine-inputs.tsx'
import { EngineSignals } from '../parts/engine-signals.tsx'
import { standingOf } from '../parts/pipelines.tsx'

export function EvaluatedPage() {
  const { ticker } = useParams({ from: '/signal-engine/$ticker' })
  const query = useQuery(read('GET /api/signal-engine/:id', { id: ticker }))
  const newest = query.data?.outputs[0]
  const warning = query.data?.agreement.warning
  usePageTitle(`${ticker}, signal engine`)
  if (isUnknown(query))
    return <Unknown what="ticker here" list="/signal-engine" listName="Signal engine" />
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      <header className="lg:col-span-2">
        <h1 className="text-20 font-semibold">
          {newest ? `${ticker}: ${standingOf(newest).toLowerCase()}` : `Signal engine: ${ticker}`}
        </h1>
        {newest && (
          <p className="mt-1 text-muted">
            <CompanyLink ticker={ticker} /> · {newest.bars} daily bars up to{' '}
            {newest.sessionDate ?? 'none'} · by {newest.ruleVersion}, in {newest.mode},{' '}
            <When at={newest.evaluatedAt} />
          </p>
        )}
        {warning && (
          <p role="alert" className="mt-1 max-w-prose font-medium text-warn">
            ▲ Warning: {wordsFor(warning)}
          </p>
        )}
      </header>
      <Panel title="The two pipelines" query={query} rows={4}>
        {({ outputs: [row] }) => row && <EngineNumbers row={row} />}
      </Panel>
      <Panel title="What it was given" query={query} rows={4}>
        {({ outputs: [row] }) => row && <EngineInputs row={row} />}
      </Panel>
      <Panel
        title="Signals"
        query={query}
        rows={5}
        className="lg:col-span-2"
        empty={{
          when: ({ outputs: [row] }) => row?.signals.length === 0,
          words: 'No signal fires on any length of bars.',
        }}
      >
        {({ outputs: [row] }) => row && <EngineSignals row={row} />}
      </Panel>
      <Panel title={agreementWords(query.data)} query={query} rows={6} className="lg:col-span-2">
        {({ outputs }) => (
          <Table
            label="Evaluations"
            rows={outputs}
            columns={engineColumns.slice(1)}
            keyOf={(row) => row.outputId}
          />
        )}
      </Panel>
    </div>
  )
}

/** How often both said the same, as the title of the past. */
function agreementWords(told: EngineHistory | undefined): string {
  const share = told?.agreement.share
  if (!told || share === null || share === undefined) return 'Before it: nothing to compare yet'
  const { of, isLow } = told.agreement
  return `They agreed in ${percent(share)} of ${of}${isLow ? ': less than half' : ''}`
}
