/** What an import changed, or would change, and what is wrong with its file. */

import type { UniverseReport } from '#shared/contracts/api/registry-universe.ts'
import { count } from '../../../text/format.ts'

const LISTED = 100

export function ImportReport({ report }: { report: UniverseReport }) {
  const { isStored, charset, rows, added, changed, same, notes, faults } = report
  return (
    <div role="status" className="mt-3 space-y-2">
      <p>
        {count(rows)} sound {rows === 1 ? 'row' : 'rows'}, read as {charset}.{' '}
        {faults.length > 0
          ? 'Nothing can be stored until every row is sound.'
          : `${isStored ? 'Stored' : 'It would be'}: ${count(added.length)} new, ${count(new Set(changed.map((one) => one.ticker)).size)} changed, ${count(same)} as they are.`}
      </p>
      {notes.map((note) => (
        <p key={note} className="text-muted">
          {note}
        </p>
      ))}
      {faults.length > 0 && (
        <ul aria-label="Wrong cells" className="max-h-72 overflow-auto">
          {faults.slice(0, LISTED).map((fault) => (
            <li key={fault} className="break-words text-down">
              {fault}
            </li>
          ))}
        </ul>
      )}
      {added.length > 0 && (
        <p className="break-words">
          <span className="text-muted">New: </span>
          {added.slice(0, LISTED).join(' ')}
          {added.length > LISTED && ` and ${count(added.length - LISTED)} more`}
        </p>
      )}
      {changed.length > 0 && (
        <ul aria-label="Changes" className="max-h-72 overflow-auto">
          {changed.slice(0, LISTED).map(({ ticker, field, from, to }) => (
            <li key={`${ticker} ${field} ${to}`} className="break-words">
              <strong className="font-semibold">{ticker}</strong> {field}:{' '}
              <span className="text-muted">{from || 'none'} → </span>
              {to || 'none'}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
