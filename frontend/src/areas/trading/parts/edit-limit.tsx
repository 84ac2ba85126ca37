/** Changes one limit, after saying from what to what. */

import { useState } from 'react'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Dialog } from '../../../parts/dialog.tsx'
import { TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { SaveWithReason } from '../../../parts/steer/save-with-reason.tsx'
import { limitHint, limitOf, limitText, limitWords, type LimitName } from './limit-words.ts'

type Props = { name: LimitName; value: number | string | null; onClose: () => void }

export function EditLimit({ name, value, onClose }: Props) {
  const [typed, setTyped] = useState(String(value ?? ''))
  const [reason, setReason] = useState('')
  const [words] = limitWords[name]
  const field = `changes.${name}`
  const change = useChange(
    () =>
      send('PUT /risk/limits', {
        body: { changes: { [name]: limitOf(name, typed) }, reason: reason.trim() },
        says: {
          does: 'Change a limit',
          consequences: [
            {
              what: words,
              from: limitText(name, value),
              to: limitText(name, limitOf(name, typed)),
            },
          ],
        },
      }),
    onClose,
  )
  return (
    <Dialog title={words} onClose={onClose}>
      <form
        className="mt-3 space-y-3"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(undefined)
        }}
      >
        <p className="text-muted">
          In force: {limitText(name, value)}. It holds for the next order on, of the engine and by
          hand.
        </p>
        <TextField
          name="New limit"
          value={typed}
          hint={limitHint(name)}
          fault={faultsOf(change.error)[field]}
          inputMode="decimal"
          onChange={setTyped}
        />
        <Refused fault={leftOf(change.error, [field])} what="Nothing changed" />
        <SaveWithReason
          asks="Reason for the change"
          saves="Set the limit"
          reason={reason}
          onReason={setReason}
          disabled={
            typed.trim() === '' ||
            typed === String(value) ||
            reason.trim() === '' ||
            change.isPending
          }
        />
      </form>
    </Dialog>
  )
}
