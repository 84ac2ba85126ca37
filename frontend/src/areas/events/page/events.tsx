/** Events of the world: where they are, which there were, and whom each hits. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { narrowedBy } from '../../../api/search-of.ts'
import { Empty, Panel } from '../../../parts/panel.tsx'
import { Older } from '../../../parts/older.tsx'
import { Table } from '../../../parts/table.tsx'
import { count } from '../../../text/format.ts'
import { eventColumns } from '../parts/event-columns.tsx'
import { EventFilters } from '../parts/event-filters.tsx'
import type { EventSearch } from '../parts/event-search.ts'
import { RegionMap } from '../parts/region-map.tsx'

const ROWS = 50

export function EventsPage() {
  const search = useSearch({ from: '/events' })
  const navigate = useNavigate({ from: '/events' })
  const { severity, direction, range } = search
  const rows = useQuery(read('GET /api/event-stories', { ...search, limit: ROWS } as never))
  const where = useQuery(read('GET /api/event-regions', { severity, direction, range } as never))
  const change = (name: keyof EventSearch, value: string | undefined) =>
    void navigate({ search: narrowedBy(name, value), replace: true })
  const regions = where.data?.regions ?? []
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Events of the world</h1>
      <Panel
        title={titleOf(where.data)}
        query={where}
        rows={4}
        empty={{
          when: ({ events }) => events === 0,
          words:
            'No event like that is known. Feeds of world news bring them; the extractor classifies what they tell.',
        }}
      >
        {() => (
          <RegionMap
            regions={regions}
            chosen={search.region}
            onChoose={(region) => change('region', region)}
          />
        )}
      </Panel>
      <Panel title="Events, one row a story" query={rows} rows={10}>
        {(found) => (
          <>
            <EventFilters
              search={search}
              regions={regions.map(({ region }) => region)}
              onChange={change}
            />
            {found.length === 0 ? (
              <Empty>{emptyWords(search)}</Empty>
            ) : (
              <Table
                label="Events by story"
                rows={found}
                columns={eventColumns}
                keyOf={(row) => row.storyId ?? row.globalEventId}
                hasTools
              />
            )}
            <Older
              label="events"
              after={search.after}
              last={found.length === ROWS ? found.at(-1)?.globalEventId : undefined}
              onGo={(after) => void navigate({ search: narrowedBy('after', after) })}
            />
          </>
        )}
      </Panel>
    </div>
  )
}

type Counted = {
  regions: readonly { region: string; events: number }[]
  nowhere: number
  events: number
}

/** One question, its answer as the title. */
function titleOf(told: Counted | undefined): string {
  const [most] = told?.regions ?? []
  if (!told || !most) return 'Where in the world'
  const nowhere = told.nowhere > 0 ? `, ${count(told.nowhere)} name no region` : ''
  return `${count(most.events)} of ${count(told.events)} events touch ${most.region}${nowhere}`
}

function emptyWords({ after, ...narrows }: EventSearch): string {
  if (after) return 'No older event.'
  if (Object.keys(narrows).length > 0) return 'No event is like that.'
  return 'No event yet. Feeds of world news bring documents; those that tell of an event stand here once they were read.'
}
