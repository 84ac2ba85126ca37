/** The pipeline in full: the picture, every stage in numbers, dead letters with a way back. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { count } from '../../../text/format.ts'
import { RealAge } from '../../../parts/real-when.tsx'
import { storeWords } from '../../../text/store-words.ts'
import { DeadLetterTable } from '../../../parts/dead-letter-table.tsx'
import { DiscardLetter } from '../parts/discard-letter.tsx'
import { LetterGroups } from '../parts/letter-groups.tsx'
import { SettledLetterTable } from '../parts/settled-letter-table.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { PipelinePicture } from '../../../parts/pipeline/picture.tsx'
import { DutyTable } from '../parts/duty-table.tsx'
import type { StageState } from '#shared/contracts/api/stage-state.ts'

type Row = StageState

/** Of the oldest job that waits, in real time. */
const ageOf = (row: Row) =>
  row.oldestQueuedAt ? Date.now() - Date.parse(row.oldestQueuedAt) : null

const columns: Column<Row>[] = [
  {
    head: 'Stage',
    value: (row) => row.stage,
    cell: (row) => (
      <Link to="/pipeline/$stage" params={{ stage: row.stage }} className="link font-semibold">
        {row.stage}
      </Link>
    ),
  },
  {
    head: 'Waiting',
    isNumber: true,
    value: (row) => row.pending,
    cell: (row) => count(row.pending),
  },
  {
    head: 'In flight',
    isNumber: true,
    value: (row) => row.inFlight,
    cell: (row) => count(row.inFlight),
  },
  {
    head: 'Oldest',
    isNumber: true,
    isWide: true,
    value: ageOf,
    cell: (row) => (row.oldestQueuedAt ? <RealAge at={row.oldestQueuedAt} /> : '–'),
  },
  {
    head: 'Per minute',
    isNumber: true,
    isWide: true,
    value: (row) => row.perMinute,
    cell: (row) => count(row.perMinute),
  },
  {
    head: 'Done',
    isNumber: true,
    isWide: true,
    value: (row) => row.done,
    cell: (row) => count(row.done),
  },
  {
    head: 'Dead',
    isNumber: true,
    value: (row) => row.dead,
    cell: (row) => (
      <span className={row.dead > 0 ? 'font-semibold text-down' : 'text-muted'}>
        {count(row.dead)}
      </span>
    ),
  },
  {
    head: 'Settled',
    isNumber: true,
    isWide: true,
    value: (row) => row.settled,
    cell: (row) => count(row.settled),
  },
  {
    head: 'Replicas',
    isNumber: true,
    isWide: true,
    value: (row) => row.replicas,
    cell: (row) => row.replicas ?? <span className="text-muted">not told</span>,
  },
  {
    head: 'State',
    isWide: true,
    value: (row) => (row.paused ? 'paused' : 'open'),
    cell: (row) => (row.paused ? <span className="text-warn">paused</span> : 'open'),
  },
]

export function PipelinePage() {
  const pipeline = useQuery(read('GET /api/pipeline', {}))
  const overview = useQuery(read('GET /api/overview', {}))
  const duties = useQuery(read('GET /api/duties', {}))
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Pipeline</h1>
      <Panel title="Pipeline" query={pipeline} rows={6}>
        {(data) => (
          <>
            {!data.redisAnswers && (
              <p role="status" className="px-4 pb-2 text-warn">
                Redis does not answer: waiting counts are PostgreSQL’s, jobs in flight are not
                known. Nothing is lost.
              </p>
            )}
            {overview.data?.pipeline.store && (
              <p role="status" className="px-4 pb-2 text-warn">
                {storeWords(overview.data.pipeline.store)}. Nothing is lost, and nothing is counted
                as failed.
              </p>
            )}
            <PipelinePicture
              pipeline={data}
              isEnabled={overview.data?.pipeline.switch.enabled ?? true}
            />
          </>
        )}
      </Panel>
      <Panel title="Stages" query={pipeline} rows={7}>
        {(data) => (
          <Table label="Stages" rows={data.stages} keyOf={(row) => row.stage} columns={columns} />
        )}
      </Panel>
      <Panel
        title="Scheduler"
        query={duties}
        rows={5}
        empty={{
          when: (rows) => rows.length === 0,
          words: 'The scheduler has done nothing yet.',
        }}
      >
        {(rows) => <DutyTable rows={rows} />}
      </Panel>
      <DeadLetters />
      <SettledLetters />
    </div>
  )
}

/** For those who may read them: they hold what jobs carried. */
function DeadLetters() {
  const mayRead = useMayDo('GET /api/dead-letters')
  const letters = useQuery({
    ...read('GET /api/dead-letters', { limit: 200 }),
    enabled: mayRead,
  })
  if (!mayRead) return null
  return (
    <div id="dead-letters" className="scroll-mt-16">
      <Panel
        title="Dead letters"
        query={letters}
        rows={3}
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No dead letters. A job lands here after it was delivered five times in vain, or at once when no retry can help.',
        }}
      >
        {(rows) => (
          <>
            <LetterGroups />
            <DeadLetterTable rows={rows} aside={(letter) => <DiscardLetter letter={letter} />} />
          </>
        )}
      </Panel>
    </div>
  )
}

/** What needed nobody after all; a page without any says nothing of it. */
function SettledLetters() {
  const mayRead = useMayDo('GET /api/dead-letters')
  const letters = useQuery({
    ...read('GET /api/dead-letters', { state: 'settled', limit: 100 }),
    enabled: mayRead,
  })
  if (!letters.data?.length) return null
  return (
    <Panel
      title="Settled by a later fetch or letter of their source, or discarded"
      query={letters}
      rows={2}
    >
      {(rows) => <SettledLetterTable rows={rows} />}
    </Panel>
  )
}
