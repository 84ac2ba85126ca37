/** Changes, newest first: who did what, and what it was before and after. */

import type { AuditRow } from '#shared/contracts/api/audit.ts'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Code } from '../../../parts/words.tsx'
import { brief } from '../../../text/format.ts'
import { differencesOf } from './differences.ts'

export function AuditList({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <ol aria-label="Changes">
      {rows.map((row) => (
        <li key={row.auditId} className="border-b border-line px-4 py-2.5 last:border-0">
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <p className="min-w-0 break-words">
              <strong className="font-semibold">{row.actor || row.actorKind}</strong>{' '}
              {row.does || row.action}
              {row.subject && <span className="text-muted"> · {row.subject}</span>}
            </p>
            <span className="text-12 text-muted">
              <RealWhen at={row.at} />
            </span>
          </div>
          {row.outcome !== 'done' && (
            <p className="mt-0.5 text-warn">
              Refused: <Code code={row.outcome} />
            </p>
          )}
          <Differences row={row} />
          {row.reason && <p className="mt-0.5 break-words text-muted">Why: {row.reason}</p>}
          <Origin row={row} />
        </li>
      ))}
    </ol>
  )
}

function Differences({ row }: { row: AuditRow }) {
  const found = differencesOf(row.before, row.after)
  if (found.length === 0) return null
  return (
    <ul className="mt-0.5 space-y-0.5">
      {found.map(({ field, from, to }) => (
        <li key={field} className="break-words">
          <span className="text-muted">{field.replaceAll('_', ' ')}:</span>{' '}
          {from !== undefined && (
            <>
              <del className="text-muted no-underline">{from}</del> →{' '}
            </>
          )}
          <ins className="font-medium no-underline">{to ?? 'gone'}</ins>
        </li>
      ))}
    </ul>
  )
}

/** Where it came from, for those who look closer. */
function Origin({ row }: { row: AuditRow }) {
  return (
    <details className="mt-0.5">
      <summary className="text-12 text-muted">Where from, and its place in the chain</summary>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-12 break-words">
        <dt className="text-muted">Actor</dt>
        <dd>
          {row.actorKind} {row.actor}
          {row.from && `, from ${row.from}`}
        </dd>
        <dt className="text-muted">Action</dt>
        <dd>{row.action}</dd>
        {row.traceId && (
          <>
            <dt className="text-muted">Trace</dt>
            <dd className="font-mono">{row.traceId}</dd>
          </>
        )}
        <dt className="text-muted">Hash</dt>
        <dd className="font-mono" title={row.hash}>
          {brief(row.hash)}
        </dd>
      </dl>
    </details>
  )
}
