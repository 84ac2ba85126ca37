/** The way of one thing through the stages: each job with its times, one under the other. */

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { TracePage as Told } from '#shared/contracts/api/traces.ts'
import { read } from '../../../api/read.ts'
import { BesideLinks } from '../../../parts/beside-links.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { briefSpan } from '../../../text/brief-span.ts'
import { count } from '../../../text/format.ts'
import { HopTable } from '../parts/hop-table.tsx'
import { Waterfall } from '../parts/waterfall.tsx'
import { spanOf } from '../parts/way-span.ts'

export function TracePage() {
  const { id } = useParams({ from: '/traces/$id' })
  const query = useQuery(read('GET /api/traces/:id', { id }))
  usePageTitle('Way through the stages')
  if (isUnknown(query)) return <Unknown what="trace" list="/pipeline" listName="Pipeline" />
  return (
    <div className="space-y-4">
      <header>
        <h1 className="text-20 font-semibold">Way through the stages</h1>
        {query.data && <Byline told={query.data} />}
        <BesideLinks which={['logs']} traceId={query.data?.traceIds[0]} />
      </header>
      <Panel title={query.data ? titleOf(query.data) : 'Its jobs'} query={query} rows={8}>
        {(told) => (
          <>
            <Waterfall
              hops={told.hops}
              marked={told.subject.kind === 'job' ? told.subject.id : ''}
            />
            <p className="max-w-prose px-4 pb-3 text-12 text-muted">
              Pale: from being asked for to the beginning of the last delivery. Full: that delivery.
              Times are real. A job that another covers ends there: the other one does its work.
              {told.isMore && ' There are more jobs than are shown: these were asked for first.'}
            </p>
          </>
        )}
      </Panel>
      <Panel title="Each of them" query={query} rows={6}>
        {({ hops }) => <HopTable hops={hops} />}
      </Panel>
    </div>
  )
}

function Byline({ told: { subject, traceIds } }: { told: Told }) {
  return (
    <p className="mt-1 flex flex-wrap gap-x-3 text-muted">
      <span>
        {subject.kind === 'document' && (
          <Link to="/documents/$id" params={{ id: subject.id }} className="link">
            {subject.title || 'A document'}
          </Link>
        )}
        {subject.kind === 'order' && (
          <>
            <Link to="/orders/$id" params={{ id: subject.id }} className="link">
              {subject.title}
            </Link>
            , with the documents that it rests on
          </>
        )}
        {subject.kind === 'job' && `${subject.title}, and all of its trace`}
      </span>
      {traceIds.length === 1 && <code className="text-12 break-all">{traceIds[0]}</code>}
      {traceIds.length > 1 && <span>{count(traceIds.length)} traces</span>}
    </p>
  )
}

/** The answer first: how long it took, or where it stands. */
function titleOf({ hops }: Told): string {
  const dead = hops.find(({ state }) => state === 'dead')
  const waits = hops.find(({ state }) => state === 'queued')
  const jobs = `${count(hops.length)} ${hops.length === 1 ? 'job' : 'jobs'}`
  if (dead) return `It was given up at ${dead.stage}: ${jobs}`
  if (waits) return `It waits at ${waits.stage}: ${jobs}`
  const { from, to } = spanOf(hops)
  return `${jobs} in ${briefSpan(to - from)}`
}
