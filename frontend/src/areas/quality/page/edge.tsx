/** Whether anything here knows what prices do next, and how likely it is that it only looks so. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Edge } from '#shared/contracts/api/quality.ts'
import { read } from '../../../api/read.ts'
import { Choices } from '../../../parts/choices.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { EdgeByDay } from '../parts/edge-by-day.tsx'
import { EdgeTable } from '../parts/edge-table.tsx'
import { nameOf, nextOf, titleOf } from '../parts/edge-words.ts'

export function EdgePage() {
  const query = useQuery(read('GET /api/quality/edge', {}))
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Edge</h1>
      <Panel
        title={query.data ? titleOf(query.data.edges) : 'Does anything know the next session?'}
        query={query}
        rows={5}
        empty={{
          when: ({ edges }) => edges.length === 0,
          words:
            'Nothing was held against prices yet. The scheduler does it once a session is over and its bars are there: it needs trends from before the open, and five companies with bars.',
        }}
      >
        {({ edges, through }) => <Edges edges={edges} through={through ?? ''} />}
      </Panel>
    </div>
  )
}

function Edges({ edges, through }: { edges: readonly Edge[]; through: string }) {
  const [chosen, setChosen] = useState<string>()
  const shown = edges.find(({ name }) => name === chosen) ?? edges[0]
  const days = Math.max(...edges.map((edge) => nextOf(edge)?.days ?? 0))
  return (
    <>
      <p className="max-w-prose px-4 pb-2 text-muted">
        What stood before a session opened, against moves from that open, less the mean of all
        companies, over {days} sessions up to {through}. 0 is what a coin knows. Costs are not taken
        off; luck is the chance that the best of all {edges.length} looks as good where none knows
        anything.
      </p>
      <EdgeTable edges={edges} />
      {shown && (
        <>
          <div className="flex flex-wrap items-center gap-2 px-4 pt-3 pb-1">
            <h3 className="font-medium">By day</h3>
            <Choices
              label="Score"
              choices={edges.map((edge) => [edge.name, nameOf(edge)] as const)}
              chosen={shown.name}
              onChoose={setChosen}
            />
          </div>
          <EdgeByDay edge={shown} />
        </>
      )}
    </>
  )
}
