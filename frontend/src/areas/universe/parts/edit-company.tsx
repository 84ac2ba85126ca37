/** Changes what is known of a company; where another changed it meanwhile, nothing is overwritten. */

import { useState } from 'react'
import type { RegistryCompany } from '#shared/contracts/api/registry-companies.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'

const FIELDS = [
  ['name', 'Legal name'],
  ['sector', 'Sector'],
  ['industry', 'Industry'],
  ['cik', 'Number at EDGAR'],
] as const

export function EditCompany({
  company,
  onClose,
}: {
  company: RegistryCompany
  onClose: () => void
}) {
  // The version it was opened on, not the newest that is read meanwhile.
  const [version] = useState(company.version)
  const [form, setForm] = useState({
    name: company.legalName,
    sector: company.sector,
    industry: company.industry,
    cik: company.cik ?? '',
  })
  const change = useChange(
    () =>
      send('PUT /registry/companies/:id', {
        id: company.ticker,
        body: { ...form, cik: form.cik.trim() === '' ? null : form.cik, version },
      }),
    onClose,
  )
  const faults = faultsOf(change.error)
  return (
    <Dialog title={`Edit ${company.ticker}`} onClose={onClose}>
      <form
        className="mt-3 space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(undefined)
        }}
      >
        {FIELDS.map(([name, words]) => (
          <TextField
            key={name}
            name={words}
            value={form[name]}
            onChange={(value) => setForm({ ...form, [name]: value })}
            fault={faults[name]}
            maxLength={200}
          />
        ))}
        <Refused
          fault={leftOf(
            change.error,
            FIELDS.map(([name]) => name),
          )}
          what="Nothing changed"
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Leave as it is</Button>
          <Button look="main" type="submit" disabled={change.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
