/** Invites somebody: a name and a role make a one-time link. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invitation } from '#shared/contracts/api/access-rows.ts'
import type { Role } from '#shared/contracts/api/principal.ts'
import { send } from '../../../api/read.ts'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { ROLE_CHOICES } from './roles.ts'

type InvitePersonProps = { onClose: () => void; onInvited: (invitation: Invitation) => void }

export function InvitePerson({ onClose, onInvited }: InvitePersonProps) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const invite = useMutation({
    mutationFn: () =>
      send('POST /api/access/people', {
        body: { name, role },
        says: {
          does: `Invite ${name}`,
          consequences: [
            { what: `What ${name} may do here`, from: 'nothing', to: role },
            { what: 'A one-time link is made; whoever opens it first is signed in by that name.' },
          ],
        },
      }),
    onSuccess: (made) => {
      onInvited(made)
      return client.invalidateQueries()
    },
  })
  return (
    <DialogForm
      title="Invite a person"
      saves="Make a one-time link"
      disabled={invite.isPending}
      onSend={() => invite.mutate()}
      onClose={onClose}
      fault={invite.error}
      refused="Nobody was invited"
    >
      <TextField name="Name" value={name} onChange={setName} isRequired maxLength={100} />
      <ChoiceField
        name="Role"
        value={role}
        onChange={(choice) => setRole(choice as Role)}
        choices={ROLE_CHOICES}
      />
    </DialogForm>
  )
}
