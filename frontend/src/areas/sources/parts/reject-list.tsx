/** Records of a source that could not be used, each with its reason and its beginning. */

import { useQuery } from '@tanstack/react-query'
import type { RejectRow } from '#shared/contracts/api/sources.ts'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Code } from '../../../parts/words.tsx'
import { count } from '../../../text/format.ts'

const SHOWN = 50

export function RejectList({ sourceId }: { sourceId: string }) {
  const query = useQuery(read('GET /api/rejects', { source: sourceId, limit: SHOWN }))
  return (
    <Panel
      title="Could not be used"
      query={query}
      rows={3}
      empty={{
        when: (rows) => rows.length === 0,
        words:
          'Nothing was refused. A record that cannot be used is kept here; the rest is stored.',
      }}
    >
      {(rows) => (
        <ul aria-label="Rejects" className="pb-2">
          {rows.map((row) => (
            <Reject key={row.rejectId} row={row} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Reject({ row }: { row: RejectRow }) {
  return (
    <li className="border-b border-line px-4 py-2 last:border-0">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">
          <Code code={row.reason} />
        </span>
        <span className="text-12 text-muted">
          {row.times > 1 && <>{count(row.times)} times, last </>}
          <When at={row.lastSeenAt} />
        </span>
      </p>
      <p className="break-words text-muted">{row.says}</p>
      <details className="mt-1">
        <summary className="text-12 text-muted">
          How it begins ({count(row.itemBytes)} bytes)
        </summary>
        <pre className="mt-1 max-h-48 overflow-auto rounded border border-line bg-ground p-2 text-12 break-all whitespace-pre-wrap">
          {row.item}
        </pre>
      </details>
    </li>
  )
}
