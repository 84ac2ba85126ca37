/** Makes a token: what it is for, what it may do, how long. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { TokenRow } from '#shared/contracts/api/access-rows.ts'
import { isRoleAtLeast, type Role } from '#shared/contracts/api/principal.ts'
import { useMe } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { AreaBoxes } from './area-boxes.tsx'
import { ROLE_CHOICES } from './roles.ts'

const DAYS = [
  ['7', '7 days'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '365 days'],
  ['', 'until it is revoked'],
] as const

type NewTokenProps = {
  onClose: () => void
  onMade: (made: { row: TokenRow; token: string }) => void
}

export function NewToken({ onClose, onMade }: NewTokenProps) {
  const client = useQueryClient()
  const mine = useMe()?.person?.role ?? 'viewer'
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [areas, setAreas] = useState<readonly string[]>([])
  const [days, setDays] = useState('90')
  const make = useMutation({
    mutationFn: () =>
      send('POST /api/access/tokens', {
        body: { name, role, areas: [...areas], days: days === '' ? null : Number(days) },
        says: {
          does: `Make the token ${name}`,
          consequences: [
            { what: 'What whoever holds it may do', from: 'nothing', to: role },
            { what: 'Where', to: areas.length === 0 ? 'all areas' : areas.join(', ') },
            { what: 'For how long', to: DAYS.find(([value]) => value === days)?.[1] ?? days },
          ],
        },
      }),
    onSuccess: (made) => {
      onMade(made)
      return client.invalidateQueries()
    },
  })
  return (
    <DialogForm
      title="Make a token"
      saves="Make the token"
      disabled={make.isPending}
      onSend={() => make.mutate()}
      onClose={onClose}
      fault={make.error}
      refused="No token was made"
    >
      <TextField
        name="What it is for"
        value={name}
        onChange={setName}
        isRequired
        maxLength={100}
        placeholder="Nightly report"
      />
      <ChoiceField
        name="Role"
        value={role}
        onChange={(choice) => setRole(choice as Role)}
        choices={ROLE_CHOICES.filter(([choice]) => isRoleAtLeast(mine, choice))}
      />
      <AreaBoxes chosen={areas} onChoose={setAreas} />
      <ChoiceField name="It holds for" value={days} onChange={setDays} choices={DAYS} />
    </DialogForm>
  )
}
