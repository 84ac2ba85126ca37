/** Gives one dead letter up. */

import type { DeadLetterRow } from '#shared/contracts/api/dead-letters.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { Action } from '../../../parts/steer/action.tsx'

/** For good: it stays listed, with who wanted it no more and why. */
export function DiscardLetter({ letter }: { letter: DeadLetterRow }) {
  const mayDiscard = useMayDo('POST /api/dead-letters/:id/discard')
  if (!mayDiscard) return null
  return (
    <Action
      words={`Discard the ${letter.list} job`}
      brief="Discard"
      isSmall
      look="risky"
      reason="needed"
      consequences={[
        { what: `This job of ${letter.list} is never done.` },
        { what: 'It is listed among the settled ones, with you and your reason.' },
      ]}
      change={(reason) =>
        send('POST /api/dead-letters/:id/discard', { id: letter.jobId, body: { reason } })
      }
    />
  )
}
