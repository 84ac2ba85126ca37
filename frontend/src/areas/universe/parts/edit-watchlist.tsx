/** Makes a watchlist, or changes its name and its members. */

import { useState } from 'react'
import type { Watchlist } from '#shared/contracts/api/registry-lists.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { LongField, TextField } from '../../../parts/field.tsx'

export function EditWatchlist({ list, onClose }: { list?: Watchlist; onClose: () => void }) {
  const [name, setName] = useState(list?.name ?? '')
  const [description, setDescription] = useState(list?.description ?? '')
  const [members, setMembers] = useState(list?.tickers.join(' ') ?? '')
  const change = useChange(() => {
    const tickers = [
      ...new Set(
        members
          .toUpperCase()
          .split(/[\s,;]+/)
          .filter(Boolean),
      ),
    ]
    const body = { name, description, tickers }
    return list
      ? send('PUT /registry/watchlists/:id', {
          id: list.watchlistId,
          body: { ...body, version: list.version },
        })
      : send('POST /registry/watchlists', { body })
  }, onClose)
  const faults = faultsOf(change.error)
  const ofMembers = Object.entries(faults).flatMap(([field, says]) =>
    field.startsWith('tickers') ? [says] : [],
  )
  return (
    <DialogForm
      title={list ? `Edit ${list.name}` : 'Make a watchlist'}
      saves={list ? 'Save' : 'Make it'}
      disabled={change.isPending}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(
        change.error,
        Object.keys(faults).filter(
          (field) => field.startsWith('tickers') || ['name', 'description'].includes(field),
        ),
      )}
    >
      <TextField
        name="Name"
        value={name}
        onChange={setName}
        fault={faults['name']}
        maxLength={200}
        isRequired
      />
      <TextField
        name="What it is for"
        value={description}
        onChange={setDescription}
        fault={faults['description']}
        maxLength={200}
      />
      <LongField
        name="Tickers"
        value={members}
        onChange={setMembers}
        placeholder="AAPL MSFT XOM"
        hint="Between spaces or commas; each must be tracked."
        fault={ofMembers.length > 0 ? ofMembers.join('; ') : undefined}
      />
    </DialogForm>
  )
}
