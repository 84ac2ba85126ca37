/** The registry as a whole: who is tracked, in which groups, and how it goes in and out as a file. */

import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { Button } from '../../../parts/button.tsx'
import { AddCompany } from '../parts/add-company.tsx'
import { CompetitorTable } from '../parts/competitor-table.tsx'
import { ExposureTable } from '../parts/exposure-table.tsx'
import { UniverseFile } from '../parts/universe-file.tsx'

export function RegistryPage() {
  const mayChange = useMayDo('POST /registry/companies')
  const [isAdding, setIsAdding] = useState(false)
  return (
    <div className="space-y-4">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1 className="text-20 font-semibold">Registry</h1>
          <p className="mt-1 max-w-prose text-muted">
            What is tracked. A company is edited on its own page, a source on its own.
          </p>
        </div>
        {mayChange && (
          <Button look="main" onClick={() => setIsAdding(true)}>
            Track a company
          </Button>
        )}
      </header>
      <UniverseFile />
      <CompetitorTable />
      <ExposureTable />
      {isAdding && <AddCompany onClose={() => setIsAdding(false)} />}
    </div>
  )
}
