/** The names a company goes by: added and taken away by hand. */

import { useState } from 'react'
import type { RegistryCompany } from '#shared/contracts/api/registry-companies.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { TextField } from '../../../parts/field.tsx'
import { RowButton } from '../../../parts/row-button.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'

type Named = Pick<RegistryCompany, 'ticker' | 'aliases'> & { watchlists: readonly string[] }

export function CompanyNames({ company }: { company: Named }) {
  const mayChange = useMayDo('DELETE /registry/companies/:id/aliases')
  const { ticker, aliases, watchlists } = company
  return (
    <div className="px-4 pb-4">
      {aliases.length === 0 && (
        <p className="text-muted">None beside its legal name and its ticker.</p>
      )}
      <ul aria-label="Names">
        {aliases.map((alias) => (
          <li key={alias} className="flex items-center justify-between gap-2 py-0.5">
            <span className="break-words">{alias}</span>
            {mayChange && (
              <RowButton
                words="Remove"
                label={`Remove the name ${alias}`}
                change={() =>
                  send('DELETE /registry/companies/:id/aliases', { id: ticker, body: { alias } })
                }
              />
            )}
          </li>
        ))}
      </ul>
      {mayChange && <AddName ticker={ticker} />}
      {watchlists.length > 0 && (
        <p className="mt-3 text-12 text-muted">On the watchlists {watchlists.join(', ')}.</p>
      )}
    </div>
  )
}

function AddName({ ticker }: { ticker: string }) {
  const [alias, setAlias] = useState('')
  const add = useChange(
    () => send('POST /registry/companies/:id/aliases', { id: ticker, body: { alias } }),
    () => setAlias(''),
  )
  return (
    <form
      className="mt-3"
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate(undefined)
      }}
    >
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            name="Another name"
            value={alias}
            onChange={setAlias}
            fault={faultsOf(add.error)['alias']}
            maxLength={100}
            isRequired
          />
        </div>
        <Button type="submit" disabled={add.isPending}>
          Add name
        </Button>
      </div>
      <Refused fault={leftOf(add.error, ['alias'])} what="Not added" />
    </form>
  )
}
