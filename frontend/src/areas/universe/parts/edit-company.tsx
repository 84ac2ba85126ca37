/** Changes what is known of a company; where another changed it meanwhile, nothing is overwritten. */

import { useState } from 'react'
import type { RegistryCompany } from '#shared/contracts/api/registry-companies.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { TextField } from '../../../parts/field.tsx'
import { useForm } from '../../../parts/form/use-form.ts'

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
  const { form, inputs } = useForm(() => ({
    name: company.legalName,
    sector: company.sector,
    industry: company.industry,
    cik: company.cik ?? '',
  }))
  const change = useChange(
    () =>
      send('PUT /registry/companies/:id', {
        id: company.ticker,
        body: { ...form, cik: form.cik.trim() === '' ? null : form.cik, version },
      }),
    onClose,
  )
  const input = inputs(faultsOf(change.error))
  return (
    <DialogForm
      title={`Edit ${company.ticker}`}
      saves="Save"
      disabled={change.isPending}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(
        change.error,
        FIELDS.map(([name]) => name),
      )}
    >
      {FIELDS.map(([name, words]) => (
        <TextField key={name} name={words} {...input(name)} maxLength={200} />
      ))}
    </DialogForm>
  )
}
