/** The way in of somebody whose keys are lost: a name, and one of the codes that were saved. */

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useEnter } from '../../api/me.ts'
import { send } from '../../api/read.ts'
import { Button } from '../button.tsx'
import { TextField } from '../field.tsx'
import { Refused } from './refused.tsx'

type RecoveryFormProps = { onRecovered: () => void; onBack: () => void }

export function RecoveryForm({ onRecovered, onBack }: RecoveryFormProps) {
  const enter = useEnter()
  const [name, setName] = useState('')
  const [code, setCode] = useState('')
  const recovery = useMutation({
    mutationFn: () =>
      send('POST /api/access/recovery', { body: { name, code: code.replaceAll(/\s/g, '') } }),
    onSuccess: (me) => {
      onRecovered()
      enter(me)
    },
  })
  return (
    <form
      className="mt-5 space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        recovery.mutate()
      }}
    >
      <TextField
        name="Your name"
        value={name}
        onChange={setName}
        isRequired
        maxLength={100}
        autoComplete="username"
      />
      <TextField
        name="Recovery code"
        value={code}
        onChange={setCode}
        isRequired
        maxLength={120}
        autoComplete="off"
        hint="Each code works once."
      />
      <div>
        <Button look="main" type="submit" className="w-full" disabled={recovery.isPending}>
          Sign in with this code
        </Button>
        <Refused fault={recovery.error} what="Not signed in" />
      </div>
      <button type="button" className="link" onClick={onBack}>
        Back to the other ways in
      </button>
    </form>
  )
}
