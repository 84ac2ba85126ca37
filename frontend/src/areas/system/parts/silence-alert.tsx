/** Keeps an alert silent for a while, or ends that. */

import { useState } from 'react'
import type { AlertRuleRow } from '#shared/contracts/api/alerts.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { Action } from '../../../parts/steer/action.tsx'

const SPANS = [
  ['60', 'An hour'],
  ['240', '4 hours'],
  ['1440', 'A day'],
  ['10080', 'A week'],
] as const

export function SilenceAlert({ rule: { alert, silence } }: { rule: AlertRuleRow }) {
  const [minutes, setMinutes] = useState<string>(SPANS[0][0])
  const maySilence = useMayDo('POST /api/alert-rules/:id/silence')
  if (!maySilence) return null
  const change = (length: number) => (reason: string) =>
    send('POST /api/alert-rules/:id/silence', { id: alert, body: { minutes: length, reason } })
  if (silence)
    return (
      <Action
        words={`End the silence of ${alert}`}
        brief="End silence"
        isSmall
        reason="needed"
        consequences={[{ what: 'Whoever is told of alerts is told of it again.' }]}
        change={change(0)}
      />
    )
  return (
    <Action
      words={`Silence ${alert}`}
      brief="Silence"
      isSmall
      reason="needed"
      consequences={[
        {
          what: 'Nobody is told of it meanwhile, and it leaves “Needs you”; it still stands here.',
        },
        { what: 'The silence ends by itself. Prometheus’ own Alertmanager does not know of it.' },
      ]}
      change={change(Number(minutes))}
    >
      <ChoiceField name="For" value={minutes} onChange={setMinutes} choices={SPANS} />
    </Action>
  )
}
