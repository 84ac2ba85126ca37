/** Asks for a passkey before what raises risk, and says what will change, from what to what. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCell } from '../../api/cell.ts'
import { meQuery, useMe } from '../../api/me.ts'
import { question, type Question } from '../../api/step-up.ts'
import { Button } from '../button.tsx'
import { Consequences } from '../consequences.tsx'
import { Dialog } from '../dialog.tsx'
import { passkeysFailHere, stepUpByPasskey } from './passkey.ts'
import { Refused } from './refused.tsx'

export function StepUpDialog() {
  const asked = useCell(question)
  return asked ? <Ask asked={asked} /> : null
}

function Ask({ asked }: { asked: Question }) {
  const client = useQueryClient()
  const failsHere = passkeysFailHere()
  const hasPasskey = (useMe()?.passkeys ?? 0) > 0
  const confirm = useMutation({
    mutationFn: stepUpByPasskey,
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me)
      asked.answer(true)
    },
  })
  const leave = () => asked.answer(false)
  return (
    <Dialog title={`${asked.does}: confirm with your passkey`} onClose={leave}>
      <Consequences list={asked.consequences} />
      {hasPasskey && !failsHere ? (
        <p className="mt-3 text-muted">
          It raises what can be lost or who can act, so a fresh passkey is asked for. It holds for
          five minutes.
        </p>
      ) : (
        <p role="status" className="mt-3 text-warn">
          {failsHere ?? 'You have no passkey yet.'} Add one under Keys and sessions, or open a fresh
          one-time link: what it begins is confirmed for five minutes.
        </p>
      )}
      <Refused fault={confirm.error} what="Not confirmed" />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={leave}>Leave as it is</Button>
        {hasPasskey && !failsHere && (
          <Button look="main" disabled={confirm.isPending} onClick={() => confirm.mutate()}>
            Confirm with passkey
          </Button>
        )}
      </div>
    </Dialog>
  )
}
