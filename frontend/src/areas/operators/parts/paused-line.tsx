/** Says that a stage takes nothing, who wanted that, and why. */

import { Link } from '@tanstack/react-router'
import type { StagePage } from '#shared/contracts/api/stages.ts'
import { RealWhen } from '../../../parts/real-when.tsx'

export function PausedLine({ told: { pause, isSwitchedOff } }: { told: StagePage }) {
  if (!pause && !isSwitchedOff) return null
  return (
    <div
      role="status"
      className="rounded-lg border border-warn/50 bg-surface px-4 py-2 lg:col-span-12"
    >
      {pause && (
        <p>
          <strong className="font-semibold text-warn">‖ Paused</strong> by {pause.pausedBy}{' '}
          <RealWhen at={pause.pausedAt} />
          {pause.reason === '' ? ', for no reason that was given.' : `: ${pause.reason}`}{' '}
          <span className="text-muted">Its jobs wait.</span>
        </p>
      )}
      {isSwitchedOff && (
        <p>
          <strong className="font-semibold text-warn">‖ The pipeline is off</strong>, and this stage
          with it.{' '}
          <Link to="/pipeline" className="link">
            Pipeline
          </Link>
        </p>
      )}
    </div>
  )
}
