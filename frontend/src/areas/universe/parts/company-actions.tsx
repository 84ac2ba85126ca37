/** What may be done with a company: edited, put to rest, deleted where nothing hangs on it. */

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  HANGING_MAX,
  type Hanging,
  type RegistryCompany,
} from '#shared/contracts/api/registry-companies.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { Consequences } from '../../../parts/consequences.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { RowButton } from '../../../parts/row-button.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { count } from '../../../text/format.ts'
import { EditCompany } from './edit-company.tsx'

type Told = RegistryCompany & { hanging: readonly Hanging[] }

export function CompanyActions({ company }: { company: Told }) {
  const mayChange = useMayDo('PUT /registry/companies/:id')
  const [open, setOpen] = useState<'edit' | 'delete'>()
  if (!mayChange) return null
  const { ticker, active, version } = company
  const close = () => setOpen(undefined)
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Button isSmall onClick={() => setOpen('edit')}>
        Edit
      </Button>
      <RowButton
        words={active ? 'Let it rest' : 'Track again'}
        label={active ? `Let it rest: ${ticker}` : `Track again: ${ticker}`}
        change={() =>
          send('PUT /registry/companies/:id', { id: ticker, body: { active: !active, version } })
        }
      />
      <Button isSmall look="risky" onClick={() => setOpen('delete')}>
        Delete
      </Button>
      {open === 'edit' && <EditCompany company={company} onClose={close} />}
      {open === 'delete' && <DeleteCompany company={company} onClose={close} />}
    </div>
  )
}

function DeleteCompany({ company, onClose }: { company: Told; onClose: () => void }) {
  const navigate = useNavigate()
  const { ticker, hanging } = company
  const remove = useChange(
    () => send('DELETE /registry/companies/:id', { id: ticker }),
    () => void navigate({ to: '/companies' }),
  )
  const isFree = hanging.length === 0
  return (
    <Dialog title={isFree ? `Delete ${ticker}` : `${ticker} cannot be deleted`} onClose={onClose}>
      <p className="mt-3">
        {isFree
          ? 'Nothing hangs on it. Its names and its sources, which were never fetched, go with it.'
          : 'This would be lost or left without its company. Let it rest instead: it is neither fetched nor traded then.'}
      </p>
      {!isFree && (
        <Consequences
          list={hanging.map(({ what, count: n }) => ({
            what,
            to: n < HANGING_MAX ? count(n) : `${count(n)} or more`,
          }))}
        />
      )}
      <Refused fault={remove.error} what="Nothing was deleted" />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        {isFree && (
          <Button look="risky" disabled={remove.isPending} onClick={() => remove.mutate(undefined)}>
            Delete company
          </Button>
        )}
      </div>
    </Dialog>
  )
}
