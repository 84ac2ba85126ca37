/** Dead letters that need nobody any more: a later job covers them, or somebody discarded them. */

import type { DeadLetterRow } from '#shared/contracts/api/dead-letters.ts'
import { When } from '../../../parts/figures.tsx'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Code } from '../../../parts/words.tsx'

export function SettledLetterTable({ rows }: { rows: DeadLetterRow[] }) {
  return (
    <ul className="pb-2">
      {rows.map((letter) => (
        <li key={letter.jobId} className="border-b border-line px-4 py-2 last:border-0">
          <p className="font-medium">
            {sourceOf(letter.payload)} · <Code code={letter.reason} />
          </p>
          <p className="text-12 text-muted">
            {letter.list} · asked for <When at={letter.businessAt} />
            {letter.coveredAt && (
              <>
                {letter.reason === 'fetched_since' ? ' · fetched ' : ' · asked for again '}
                <When at={letter.coveredAt} />
              </>
            )}
            {letter.discardedBy !== null && (
              <>
                {' · discarded by '}
                {letter.discardedBy} <RealWhen at={letter.settledAt} />: {letter.discardedBecause}
              </>
            )}
            {letter.coveredBy && <span className="break-all"> · by job {letter.coveredBy}</span>}
          </p>
          {letter.lastError && (
            <p className="mt-1 break-words text-12 text-muted">{letter.lastError}</p>
          )}
        </li>
      ))}
    </ul>
  )
}

/** What it was to fetch, as the job names it. */
function sourceOf(payload: string): string {
  const job = JSON.parse(payload) as { source_name?: unknown; ticker?: unknown } | null
  const parts = [job?.source_name, job?.ticker].filter(
    (part): part is string => typeof part === 'string' && part !== '',
  )
  return parts.join(' ') || 'A job'
}
