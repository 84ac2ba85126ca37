/** What trends knew of the next session, with how sure that is. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RankCorrelation, TrendRun, WindowRun } from '#shared/contracts/api/quality.ts'
import { read } from '../../../api/read.ts'
import { Choices } from '../../../parts/choices.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { count } from '../../../text/format.ts'
import { Correlation, isShown } from './correlation.tsx'

const correlation = <Row,>(head: string, of: (row: Row) => RankCorrelation, isWide = false) => ({
  head,
  isNumber: true,
  isWide,
  value: (row: Row) => of(row).rho,
  cell: (row: Row) => <Correlation of={of(row)} />,
})

const windowColumns: Column<WindowRun>[] = [
  {
    head: 'Window',
    value: (row) => row.window,
    cell: (row) => (
      <>
        <span className="font-medium">{row.window}</span>
        <span className="block text-12 text-muted">
          {count(row.next.samples)} samples, {count(row.next.days)} days
        </span>
      </>
    ),
  },
  correlation('Next session', (row) => row.next),
  correlation('Overnight', (row) => row.overnight, true),
  correlation('Session before', (row) => row.same, true),
  correlation('Words alone', (row) => row.words.next, true),
  correlation('Beyond words', (row) => row.beyondWords, true),
]

type Group = { name: string; rho: RankCorrelation }

const groupColumns: Column<Group>[] = [
  { head: 'Of trends', value: ({ name }) => name, cell: ({ name }) => name },
  {
    head: 'Samples',
    isNumber: true,
    value: ({ rho }) => rho.samples,
    cell: ({ rho }) => count(rho.samples),
  },
  correlation('Next session', ({ rho }) => rho),
]

export function TrendQuality() {
  const query = useQuery(read('GET /api/quality/trends', {}))
  return (
    <Panel
      title={titleOf(query.data?.newest ?? null)}
      query={query}
      rows={5}
      empty={{
        when: ({ newest }) => newest === null,
        words:
          'Trends were not held against prices yet. `stonks evaluate trend --store` does it over what the database holds.',
      }}
    >
      {({ newest }) => newest && <Windows run={newest} />}
    </Panel>
  )
}

function Windows({ run }: { run: TrendRun }) {
  const names = run.windows.map(({ window }) => window)
  const [chosen, setChosen] = useState(names.at(-1))
  const part = run.windows.find(({ window }) => window === chosen)
  return (
    <>
      <p className="max-w-prose px-4 pb-2 text-muted">
        Rank correlation of signed strength before an open with the move from that open to its
        close, against all companies, over {count(run.sessions)} sessions from {run.first} to{' '}
        {run.last}; with the interval that holds the truth 95 times of 100. Measured{' '}
        <When at={run.at} />.
      </p>
      <Table
        label="Trends"
        rows={run.windows}
        columns={windowColumns}
        keyOf={({ window }) => window}
      />
      {part && (
        <>
          <div className="flex flex-wrap items-center gap-2 px-4 pt-3 pb-1">
            <h3 className="font-medium">By stories and catalyst</h3>
            <Choices
              label="Window"
              choices={names.map((name) => [name, name] as const)}
              chosen={part.window}
              onChoose={setChosen}
            />
          </div>
          <Table
            label={`Trends of ${part.window}`}
            rows={groupsOf(part)}
            columns={groupColumns}
            keyOf={({ name }) => name}
          />
        </>
      )}
    </>
  )
}

function groupsOf({ byStories, byCatalyst }: WindowRun): Group[] {
  return [
    ...byStories.map(({ name, ...rho }) => ({
      name: name === '1' ? '1 story' : `${name} stories`,
      rho,
    })),
    ...byCatalyst.map(({ name, ...rho }) => ({ name: wordsFor(name), rho })),
  ]
}

/** One question, its answer as the title. */
function titleOf(run: TrendRun | null): string {
  if (!run) return 'What trends know of the next session'
  const known = run.windows.filter(({ next }) => isShown(next.interval) && (next.rho ?? 0) > 0)
  if (known.length > 0)
    return `Trends of ${known.map(({ window }) => window).join(', ')} rank the next session`
  if (run.windows.every(({ next }) => next.interval === null))
    return 'Too few days to say what trends know'
  return 'No trend is shown to know the next session'
}
