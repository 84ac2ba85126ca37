/** In the bar on top: stages that a person paused one by one, for as long as they are. */

import { Link } from '@tanstack/react-router'
import type { Overview } from '#shared/contracts/api/overview.ts'

export function PausedStages({ told: { pipeline } }: { told: Overview }) {
  const [first, ...more] = pipeline.troubled.filter(({ why }) => why === 'stage_paused')
  if (!first) return null
  const look = 'font-medium text-warn hover:underline'
  return (
    <span className="order-3 whitespace-nowrap md:order-none">
      {more.length === 0 ? (
        <Link to="/pipeline/$stage" params={{ stage: first.stage }} className={look}>
          ‖ {first.stage} paused
        </Link>
      ) : (
        <Link to="/pipeline" className={look}>
          ‖ {more.length + 1} stages paused
        </Link>
      )}
    </span>
  )
}
