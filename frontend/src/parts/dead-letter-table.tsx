/** Jobs that were given up, each with its reason and a way back. */

import type { ReactNode } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMayDo } from '../api/me.ts'
import { send } from '../api/read.ts'
import type { DeadLetterRow } from '#shared/contracts/api/dead-letters.ts'
import { When } from './figures.tsx'
import { WayLink } from './way-link.tsx'
import { Code } from './words.tsx'

export function DeadLetterTable({
  rows,
  aside,
}: {
  rows: DeadLetterRow[]
  /** Beside the way back of each. */
  aside?: (letter: DeadLetterRow) => ReactNode
}) {
  return (
    <ul className="pb-2">
      {rows.map((letter) => (
        <li key={letter.jobId} className="border-b border-line px-4 py-2 last:border-0">
          <div className="flex items-start justify-between gap-3">
            <div className="min-w-0">
              <p className="font-medium">
                <Code code={letter.reason} />
              </p>
              <p className="text-12 text-muted">
                {letter.list} · {letter.deliveries}{' '}
                {letter.deliveries === 1 ? 'delivery' : 'deliveries'} ·{' '}
                <When at={letter.businessAt} />
                {' · '}
                <WayLink id={letter.jobId} words="its way" />
              </p>
            </div>
            <span className="flex shrink-0 items-start gap-2">
              <Replay letter={letter} />
              {aside?.(letter)}
            </span>
          </div>
          {letter.lastError && <p className="mt-1 break-words text-muted">{letter.lastError}</p>}
          <details className="mt-1">
            <summary className="text-12 text-muted">What it carried</summary>
            <pre className="mt-1 max-h-64 overflow-auto rounded border border-line bg-ground p-2 text-12">
              {letter.payload}
            </pre>
          </details>
        </li>
      ))}
    </ul>
  )
}

function Replay({ letter }: { letter: DeadLetterRow }) {
  const client = useQueryClient()
  const mayReplay = useMayDo('POST /api/dead-letters/:id/replay')
  const replay = useMutation({
    mutationFn: () => send('POST /api/dead-letters/:id/replay', { id: letter.jobId }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['pipeline'] }),
  })
  if (!mayReplay) return null
  return (
    <span className="shrink-0 text-right">
      <button
        type="button"
        onClick={() => replay.mutate()}
        disabled={replay.isPending}
        className="h-8 rounded border border-line px-2.5 font-medium hover:border-accent hover:text-accent disabled:opacity-60"
        aria-label={`Replay the ${letter.list} job`}
      >
        Replay
      </button>
      {replay.isError && (
        <span role="alert" className="mt-1 block text-12 text-down">
          {replay.error.message}
        </span>
      )}
    </span>
  )
}
