/** How the exit of a position fares. */

import type { PositionRow } from '#shared/contracts/api/positions.ts'
import { wordsFor } from '../../../text/codes.ts'
import { When } from '../../../parts/figures.tsx'

const words = { wanted: 'Exit wanted', sent: 'Exit sent', refused: 'Exit refused' } as const

export function ExitState({ exit }: { exit: PositionRow['exit'] }) {
  if (!exit) return <span className="text-muted">–</span>
  return (
    <span
      className={`block wide:min-w-40 ${exit.state === 'refused' ? 'text-down' : 'text-warn'}`}
      title={exit.said}
    >
      {words[exit.state]}
      {exit.refusals > 0 && ` ${exit.refusals} ${exit.refusals === 1 ? 'time' : 'times'}`}:{' '}
      {wordsFor(exit.code).toLowerCase()}
      {exit.nextTryAt && (
        <span className="block text-12 text-muted">
          next try <When at={exit.nextTryAt} />
        </span>
      )}
    </span>
  )
}
