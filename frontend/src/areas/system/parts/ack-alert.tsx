/** Takes note of an alert that fires: others see who is at it. */

import type { AlertFiring } from '#shared/contracts/api/alerts.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { Action } from '../../../parts/steer/action.tsx'

export function AckAlert({ one }: { one: AlertFiring }) {
  const mayAck = useMayDo('POST /api/alerts/:id/acknowledge')
  if (!mayAck) return null
  return (
    <Action
      words={`Acknowledge ${one.alert}`}
      brief="Acknowledge"
      isSmall
      reason="needed"
      consequences={[
        { what: 'It stands here with you and your words, and leaves “Needs you”.' },
        { what: 'It goes on firing until its cause is gone.' },
      ]}
      change={(reason) =>
        send('POST /api/alerts/:id/acknowledge', { id: one.firingId, body: { reason } })
      }
    />
  )
}
