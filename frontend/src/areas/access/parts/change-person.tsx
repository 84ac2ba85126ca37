/** Changes what a person may do, and says from what to what before it asks. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PersonRow } from '#shared/contracts/api/access-rows.ts'
import type { Role } from '#shared/contracts/api/principal.ts'
import { send } from '../../../api/read.ts'
import type { Consequence } from '../../../api/step-up.ts'
import { Consequences } from '../../../parts/consequences.tsx'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { ChoiceField } from '../../../parts/field.tsx'
import { ROLE_CHOICES } from './roles.ts'

const STATES = [
  ['open', 'may sign in'],
  ['locked', 'locked out: every session and token ends'],
] as const

export function ChangePerson({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const client = useQueryClient()
  const [role, setRole] = useState<Role>(person.role)
  const [disabled, setDisabled] = useState(person.disabled)
  const consequences = consequencesOf(person, { role, disabled })
  const change = useMutation({
    mutationFn: () =>
      send('PUT /api/access/people/:id', {
        id: person.personId,
        body: { role, disabled },
        says: { does: `Change ${person.name}`, consequences },
      }),
    onSuccess: () => {
      onClose()
      return client.invalidateQueries()
    },
  })
  return (
    <DialogForm
      title={`Change ${person.name}`}
      saves={`Change ${person.name}`}
      disabled={change.isPending || consequences.length === 0}
      onSend={() => change.mutate()}
      onClose={onClose}
      fault={change.error}
    >
      <ChoiceField
        name="Role"
        value={role}
        onChange={(choice) => setRole(choice as Role)}
        choices={ROLE_CHOICES}
      />
      <ChoiceField
        name="State"
        value={disabled ? 'locked' : 'open'}
        onChange={(choice) => setDisabled(choice === 'locked')}
        choices={STATES}
      />
      {consequences.length > 0 && <Consequences list={consequences} />}
    </DialogForm>
  )
}

function consequencesOf(
  person: PersonRow,
  wanted: { role: Role; disabled: boolean },
): Consequence[] {
  const state = (disabled: boolean) => (disabled ? 'no' : 'yes')
  return [
    ...(wanted.role === person.role
      ? []
      : [{ what: `Role of ${person.name}`, from: person.role, to: wanted.role }]),
    ...(wanted.disabled === person.disabled
      ? []
      : [
          {
            what: `May ${person.name} sign in`,
            from: state(person.disabled),
            to: state(wanted.disabled),
          },
        ]),
  ]
}
