/** What was recommended of the same ticker and window before and after. */

import { Link } from '@tanstack/react-router'
import type { BriefPage, RecommendationRow } from '#shared/contracts/api/signals.ts'
import { When } from '../../../parts/figures.tsx'
import { Badge } from '../../../parts/words.tsx'

export function Neighbours({ told: { brief, earlier, later } }: { told: BriefPage }) {
  return (
    <ol className="px-4 pb-4">
      {[...later.toReversed(), brief, ...earlier].map((row) => (
        <Row
          key={row.recommendationId}
          row={row}
          isOwn={row.recommendationId === brief.recommendationId}
        />
      ))}
    </ol>
  )
}

function Row({ row, isOwn }: { row: RecommendationRow; isOwn: boolean }) {
  const words = (
    <>
      <Badge code={row.action} /> confidence {row.confidence.toFixed(2)}, strength{' '}
      {row.strength.toFixed(2)}
    </>
  )
  return (
    <li className="flex flex-wrap items-center gap-x-3 py-1">
      {isOwn ? (
        <strong className="font-semibold" aria-current="true">
          {words}
        </strong>
      ) : (
        <Link
          to="/recommendations/$id"
          params={{ id: row.recommendationId }}
          className="hover:underline"
        >
          {words}
        </Link>
      )}
      <Badge code={row.mode} />
      <span className="text-muted">
        <When at={row.generatedAt} />
        {isOwn && ', this one'}
      </span>
    </li>
  )
}
