/** The companies an event moves, with the way it moves each. */

import type { EventRow } from '#shared/contracts/api/events.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Arrow } from '../../../parts/arrow.tsx'

export function HitTickers({ row }: { row: Pick<EventRow, 'hits' | 'mostHit'> }) {
  if (row.hits === 0) return <span className="text-muted">nobody</span>
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      {row.mostHit.map(({ ticker, score, direction }) => (
        <span key={ticker} className="whitespace-nowrap" title={`moves ${ticker} by ${score}`}>
          <Arrow sign={direction} />
          <CompanyLink ticker={ticker} isPlain />
        </span>
      ))}
      {row.hits > row.mostHit.length && (
        <span className="text-muted">+{row.hits - row.mostHit.length}</span>
      )}
    </span>
  )
}
