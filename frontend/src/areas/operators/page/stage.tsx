/** One stage: what waits, how fast it is, what its jobs failed of, how it scaled, and its pause. */

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { BesideLinks } from '../../../parts/beside-links.tsx'
import { DeadLetterTable } from '../../../parts/dead-letter-table.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { DiscardLetter } from '../parts/discard-letter.tsx'
import { LetterGroups } from '../parts/letter-groups.tsx'
import { PauseStage } from '../parts/pause-stage.tsx'
import { PausedLine } from '../parts/paused-line.tsx'
import { Scaling } from '../parts/scaling.tsx'
import { StageErrors } from '../parts/stage-errors.tsx'
import { StageListTable } from '../parts/stage-list-table.tsx'
import { StageSpeed } from '../parts/stage-speed.tsx'
import { StageWork } from '../parts/stage-work.tsx'

export function StagePage() {
  const { stage } = useParams({ from: '/pipeline/$stage' })
  const query = useQuery(read('GET /api/stages/:id', { id: stage }))
  usePageTitle(stage)
  if (isUnknown(query)) return <Unknown what="stage" list="/pipeline" listName="Pipeline" />
  const told = query.data
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
      <header className="flex flex-wrap items-start justify-between gap-3 lg:col-span-12">
        <div className="min-w-0">
          <h1 className="text-20 font-semibold">{stage}</h1>
          <p className="mt-1 text-muted">
            A stage of the{' '}
            <Link to="/pipeline" className="link">
              pipeline
            </Link>
            {told && `: reads ${told.lists.map(({ list }) => list).join(' and ')}`}
          </p>
        </div>
        <span className="flex flex-wrap items-center gap-4">
          <BesideLinks which={['grafana']} />
          {told && <PauseStage told={told} />}
        </span>
      </header>
      {told && <PausedLine told={told} />}
      <Panel title="Work" query={query} rows={3} className="lg:col-span-7">
        {(page) => <StageWork told={page} />}
      </Panel>
      <Panel
        title="How long its newest jobs took"
        query={query}
        rows={3}
        className="lg:col-span-5"
        empty={{
          when: ({ speed }) => speed === null,
          words:
            'It has done nothing within a day. How long its jobs take stands here once it has.',
        }}
      >
        {({ speed }) => speed && <StageSpeed speed={speed} />}
      </Panel>
      <Scaling stage={stage} />
      <Panel title="Its lists" query={query} rows={2} className="lg:col-span-12">
        {({ lists }) => <StageListTable rows={lists} />}
      </Panel>
      <StageErrors stage={stage} />
      {told?.lists.map(({ list }) => (
        <LettersOf key={list} list={list} />
      ))}
    </div>
  )
}

/** Nothing where none is dead, or for those who may not read what jobs carried. */
function LettersOf({ list }: { list: string }) {
  const mayRead = useMayDo('GET /api/dead-letters')
  const query = useQuery({
    ...read('GET /api/dead-letters', { list, limit: 50 }),
    enabled: mayRead,
  })
  if (!mayRead || !query.data?.length) return null
  return (
    <Panel
      title={`Dead letters of ${list}`}
      query={query}
      rows={3}
      className="lg:col-span-12"
      aside={
        query.data.length === 50 ? <span className="text-12 text-muted">the newest 50</span> : null
      }
    >
      {(rows) => (
        <>
          <LetterGroups list={list} />
          <DeadLetterTable rows={rows} aside={(letter) => <DiscardLetter letter={letter} />} />
        </>
      )}
    </Panel>
  )
}
