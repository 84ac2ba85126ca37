/** One source: how it fares, its settings, its fetches, and what of it could not be used. */

import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { SourcePage as Told } from '#shared/contracts/api/sources.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { count, percent, span } from '../../../text/format.ts'
import { RejectList } from '../parts/reject-list.tsx'
import { RunTable } from '../parts/run-table.tsx'
import { SettingsForm } from '../parts/settings-form.tsx'
import { SettingsShown } from '../parts/settings-shown.tsx'
import { SourceRecord } from '../parts/source-record.tsx'
import { SourceActions } from '../parts/source-actions.tsx'
import { StateWord } from '../parts/source-columns.tsx'

export function SourcePage() {
  const { id } = useParams({ from: '/sources/$id' })
  const query = useQuery(read('GET /api/sources/:id', { id }))
  const mayEdit = useMayDo('PUT /registry/sources/:id')
  usePageTitle(query.data?.source.sourceName ?? 'Source')
  if (isUnknown(query)) return <Unknown what="source" list="/sources" listName="Sources" />
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
      <header className="flex flex-wrap items-start justify-between gap-3 lg:col-span-12">
        <div className="min-w-0">
          <h1 className="text-20 font-semibold break-words">
            {query.data?.source.sourceName ?? 'Source'}
          </h1>
          {query.data && <Byline told={query.data} />}
        </div>
        {query.data && <SourceActions told={query.data} />}
      </header>
      <Panel title="How it fares" query={query} rows={3} className="lg:col-span-12">
        {(told) => <Fares told={told} />}
      </Panel>
      <SourceRecord query={query} />
      <div className="space-y-4 lg:col-span-7">
        <RunTable sourceId={id} />
        <RejectList sourceId={id} />
      </div>
      <Panel title="Settings" query={query} rows={5} className="self-start lg:col-span-5">
        {(told) =>
          mayEdit ? (
            <SettingsForm key={told.source.version} told={told} />
          ) : (
            <SettingsShown told={told} />
          )
        }
      </Panel>
    </div>
  )
}

function Byline({ told: { source, gives } }: { told: Told }) {
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
      <StateWord row={source} />
      <span>{wordsFor(source.sourceType)}</span>
      {source.ticker ? <CompanyLink ticker={source.ticker} /> : <span>the whole market</span>}
      <span>{gives.replaceAll('`', '')}</span>
    </p>
  )
}

const never = <span className="text-muted">never</span>

function Fares({ told: { source, runs, documents } }: { told: Told }) {
  const when = (at: string | null) => (at ? <When at={at} /> : never)
  return (
    <>
      {source.failures > 0 && (
        <p role="status" className="mx-4 mb-3 break-words text-down">
          Failed {source.failures} {source.failures === 1 ? 'time' : 'times in a row'}
          {source.failingSince && (
            <>
              , since <When at={source.failingSince} />
            </>
          )}
          : {source.lastError ?? 'it did not say why'}
        </p>
      )}
      <NamedValues>
        <NamedValue name="Last success">{when(source.lastSucceededAt)}</NamedValue>
        <NamedValue name="Newest item">{when(source.newestItemAt)}</NamedValue>
        <NamedValue name="Next try">
          {source.nextTryAt ? <When at={source.nextTryAt} /> : <NoTry state={source.state} />}
        </NamedValue>
        <NamedValue name="Fetched every">{span(source.cadenceSeconds * 1000)}</NamedValue>
        <NamedValue name="Believed">{percent(source.credibilityScore)}</NamedValue>
        <NamedValue name="Fetches">{count(runs)}</NamedValue>
        <NamedValue name="Documents">{count(documents)}</NamedValue>
        <NamedValue name="Rejects">{count(source.rejects)}</NamedValue>
      </NamedValues>
    </>
  )
}

function NoTry({ state }: { state: Told['source']['state'] }) {
  return (
    <span className="text-muted">
      {state === 'paused' ? 'not while it is paused' : 'in the next round'}
    </span>
  )
}
