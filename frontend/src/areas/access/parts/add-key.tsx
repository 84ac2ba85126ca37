/** Adds a passkey to those one has. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { TextField } from '../../../parts/field.tsx'
import { enrolPasskey, passkeysFailHere } from '../../../parts/sign-in/passkey.ts'
import { Refused } from '../../../parts/sign-in/refused.tsx'

export function AddKey({ held, onClose }: { held: number; onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const failsHere = passkeysFailHere()
  const enrol = useMutation({
    mutationFn: () => enrolPasskey(name, held),
    onSuccess: () => {
      onClose()
      return client.invalidateQueries()
    },
  })
  return (
    <Dialog title="Add a key" onClose={onClose}>
      <form
        className="mt-3"
        onSubmit={(event) => {
          event.preventDefault()
          enrol.mutate()
        }}
      >
        {failsHere ? (
          <p role="status" className="text-warn">
            {failsHere}
          </p>
        ) : (
          <TextField
            name="Name of the key"
            value={name}
            onChange={setName}
            isRequired
            maxLength={100}
            placeholder="Laptop"
            hint="The browser then asks which device or security key to use."
          />
        )}
        <Refused fault={enrol.error} what="No key was added" />
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Leave as it is</Button>
          {!failsHere && (
            <Button look="main" type="submit" disabled={enrol.isPending}>
              Add a passkey
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
