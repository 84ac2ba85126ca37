/** Every source and how it fares, failing ones first. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { WatchedSource } from '#shared/contracts/api/sources.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { narrowedBy } from '../../../api/search-of.ts'
import { Button } from '../../../parts/button.tsx'
import { ChoiceField } from '../../../parts/field.tsx'
import { codeChoices, filterOf } from '../../../parts/filter-of.ts'
import { pageOf } from '../../../parts/page-of.ts'
import { PageTurner } from '../../../parts/page-turner.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { TickerField } from '../../../parts/ticker-field.tsx'
import type { SourceSearch } from '../parts/search.ts'
import { AddSource } from '../parts/add-source.tsx'
import { SOURCE_TYPES } from '../parts/settings.ts'
import { sourceColumns } from '../parts/source-columns.tsx'
import { StreamPanel } from '../parts/stream-panel.tsx'
import { TrySource } from '../parts/try-source.tsx'

/** Rows of a page of the table. */
const SHOWN = 100

export function SourcesPage() {
  const search = useSearch({ from: '/sources' })
  const query = useQuery(read('GET /api/sources', search as never))
  const mayAdd = useMayDo('POST /registry/sources')
  const mayTry = useMayDo('POST /registry/source-trials')
  const [isAdding, setIsAdding] = useState(false)
  const [page, setPage] = useState(0)
  const isNarrowed = Object.keys(search).length > 0
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Sources</h1>
      <StreamPanel />
      <Panel
        title={titleOf(query.data)}
        query={query}
        rows={10}
        aside={
          mayAdd && (
            <Button isSmall look="main" onClick={() => setIsAdding(true)}>
              Add a source
            </Button>
          )
        }
      >
        {(rows) => (
          <>
            <Filters search={search} onChange={() => setPage(0)} />
            <p className="max-w-prose px-4 pb-2 text-12 text-muted">
              Borne out: of what a source’s documents said of a company before a session, the share
              that prices then moved with, against all companies. Half is chance.
            </p>
            {rows.length === 0 ? (
              <p className="max-w-prose px-4 pb-5 text-muted">
                {isNarrowed
                  ? 'No source is like that.'
                  : 'No source yet. The seed command adds those of a universe; others are added here.'}
              </p>
            ) : (
              <>
                <Table
                  label="Sources"
                  rows={pageOf(rows, page, SHOWN).rows}
                  columns={sourceColumns}
                  keyOf={(row) => row.sourceId}
                  hasTools
                />
                <PageTurner
                  label="sources"
                  shown={pageOf(rows, page, SHOWN)}
                  of={rows.length}
                  onTurn={setPage}
                />
              </>
            )}
          </>
        )}
      </Panel>
      {mayTry && <TrySource />}
      {isAdding && <AddSource onClose={() => setIsAdding(false)} />}
    </div>
  )
}

/** One question, its answer as the title. */
function titleOf(rows: readonly WatchedSource[] | undefined): string {
  if (!rows) return 'Sources'
  const failing = rows.filter(({ state }) => state === 'failing').length
  if (failing === 0) return rows.length === 0 ? 'Sources' : 'Sources: none fails'
  return `Sources: ${failing} of ${rows.length} ${failing === 1 ? 'fails' : 'fail'}`
}

const states = codeChoices(WatchedSource.entries.state.options)
const types = codeChoices(SOURCE_TYPES)

function Filters({ search, onChange }: { search: SourceSearch; onChange: () => void }) {
  const navigate = useNavigate({ from: '/sources' })
  const by = filterOf<keyof SourceSearch>(search, (name, value) => {
    onChange()
    void navigate({ search: narrowedBy(name, value), replace: true })
  })
  return (
    <div className="grid grid-cols-2 gap-2 px-4 pb-3 sm:max-w-xl sm:grid-cols-3">
      <ChoiceField name="State" {...by('state')} choices={states} />
      <ChoiceField name="Type" {...by('type')} choices={types} />
      <TickerField name="Ticker" {...by('ticker')} placeholder="any" />
    </div>
  )
}
