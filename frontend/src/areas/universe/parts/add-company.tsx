/** Tracks a company from now on. */

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { textToWords } from './exposure-text.ts'

const FIELDS = [
  ['ticker', 'Ticker', ''],
  ['name', 'Legal name', ''],
  ['sector', 'Sector', ''],
  ['cik', 'Number at EDGAR', 'Empty: it files nothing there.'],
  ['aliases', 'Other names, between commas', ''],
] as const

type Form = Record<(typeof FIELDS)[number][0], string>

export function AddCompany({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const [form, setForm] = useState<Form>({ ticker: '', name: '', sector: '', cik: '', aliases: '' })
  const add = useChange(
    () =>
      send('POST /registry/companies', {
        body: {
          ticker: form.ticker.trim().toUpperCase(),
          name: form.name,
          sector: form.sector,
          aliases: textToWords(form.aliases),
          ...(form.cik.trim() !== '' && { cik: form.cik.trim() }),
        },
      }),
    ({ ticker }) => void navigate({ to: '/companies/$ticker', params: { ticker } }),
  )
  const faults = faultsOf(add.error)
  return (
    <Dialog title="Track a company" onClose={onClose}>
      <form
        className="mt-3 space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate(undefined)
        }}
      >
        {FIELDS.map(([name, words, hint]) => (
          <TextField
            key={name}
            name={words}
            value={form[name]}
            onChange={(value) => setForm({ ...form, [name]: value })}
            fault={faults[name]}
            hint={hint}
            isRequired={name === 'ticker' || name === 'name'}
          />
        ))}
        <Refused
          fault={leftOf(
            add.error,
            FIELDS.map(([name]) => name),
          )}
          what="Nothing changed"
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button look="main" type="submit" disabled={add.isPending}>
            Track it
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
