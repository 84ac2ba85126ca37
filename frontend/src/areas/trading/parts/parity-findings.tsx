/** What a replay found of one kind, row by row. */

import type { ParityFinding } from '#shared/contracts/api/parity.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { wordsFor } from '../../../text/codes.ts'

export function FindingList({ title, rows }: { title: string; rows: readonly ParityFinding[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <h3 className="px-4 pt-2 font-medium">{title}</h3>
      <ul className="pb-2">
        {rows.map((row) => (
          <li
            key={`${row.decisionId} ${row.part} ${row.field} ${row.cause}`}
            className="border-b border-line px-4 py-2 last:border-0"
          >
            <CompanyLink ticker={row.ticker} />{' '}
            <span className="font-medium">{wordsFor(row.cause)}</span>
            <span className="block text-12 [overflow-wrap:anywhere] text-muted">
              {row.part} {row.field}
              {row.recorded !== '' && `: ${row.recorded}`}
              {row.replayed !== '' && ` → ${row.replayed}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
