/** What the signal engine said of each ticker last: two pipelines side by side, and where they differ. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { EngineRow } from '#shared/contracts/api/signal-engine.ts'
import { read } from '../../../api/read.ts'
import { narrowedBy } from '../../../api/search-of.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { ALL, filterOf } from '../../../parts/filter-of.ts'
import { Older } from '../../../parts/older.tsx'
import { Empty, Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { engineColumns } from '../parts/engine-columns.tsx'
import type { EngineSearch } from '../parts/engine-search.ts'
import { EngineMeasured } from '../parts/engine-measured.tsx'
import { EngineSetting } from '../parts/engine-setting.tsx'

const ROWS = 100
const BOTH = [ALL, ['true', 'differ'], ['false', 'agree']] as const

export function SignalEnginePage() {
  const search = useSearch({ from: '/signal-engine' })
  const navigate = useNavigate({ from: '/signal-engine' })
  const query = useQuery(read('GET /api/signal-engine', { ...search, limit: ROWS } as never))
  const by = filterOf<keyof EngineSearch>(
    search,
    (name, value) => void navigate({ search: narrowedBy(name, value), replace: true }),
  )
  return (
    <div className="space-y-4">
      <header>
        <h1 className="text-20 font-semibold">Signal engine</h1>
        <p className="mt-1 max-w-prose text-muted">
          What prices say of each ticker, judged twice: by a sum of scores, and by chance.
        </p>
      </header>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <EngineSetting />
        <EngineMeasured />
      </div>
      <Panel title={titleOf(query.data)} query={query} rows={8}>
        {(rows) => (
          <>
            <div className="grid grid-cols-2 gap-2 px-4 pb-3 sm:max-w-md">
              <ChoiceField name="Both" {...by('differs')} choices={BOTH} />
              <TickerField name="Ticker" {...by('ticker')} placeholder="any" />
            </div>
            {rows.length === 0 ? (
              <Empty>{emptyWords(search)}</Empty>
            ) : (
              <Table
                label="Evaluations"
                rows={rows}
                columns={engineColumns}
                keyOf={(row) => row.outputId}
                hasTools
              />
            )}
            <Older
              label="evaluations"
              after={search.after}
              last={rows.length === ROWS ? rows.at(-1)?.outputId : undefined}
              onGo={(after) => void navigate({ search: narrowedBy('after', after) })}
            />
          </>
        )}
      </Panel>
    </div>
  )
}

/** One question, its answer as the title. */
function titleOf(rows: readonly EngineRow[] | undefined): string {
  if (!rows || rows.length === 0) return 'Evaluations'
  const compared = rows.filter(({ agreement }) => agreement !== null)
  const differing = compared.filter(({ agreement }) => agreement === false).length
  if (compared.length === 0) return 'None of these could be compared'
  return `The pipelines differ on ${differing} of ${compared.length}`
}

function emptyWords(search: EngineSearch): string {
  if (Object.keys(search).length > 0) return 'No evaluation is like that.'
  return 'No evaluation yet. While the engine runs, each tracked ticker is evaluated after the bar of its session came in.'
}
