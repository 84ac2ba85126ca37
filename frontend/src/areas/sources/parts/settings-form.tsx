/** Changes the settings of a source; a wrong one is told of beside its field. */

import { useState } from 'react'
import type { SourcePage } from '#shared/contracts/api/sources.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { SettingFields } from './setting-fields.tsx'
import { settingsOf, toConfig, toForm } from './settings.ts'

/** Made anew for each version of the source: a change by another shows before it can be overwritten. */
export function SettingsForm({ told: { source, config } }: { told: SourcePage }) {
  const [form, setForm] = useState(() => toForm(source.sourceType, config))
  const [credibility, setCredibility] = useState(String(source.credibilityScore))
  const change = useChange(() =>
    send('PUT /registry/sources/:id', {
      id: source.sourceId,
      body: {
        version: source.version,
        config: toConfig(source.sourceType, form, config),
        credibilityScore: Number(credibility),
      },
    }),
  )
  const faults = faultsOf(change.error)
  const fields = [
    'credibilityScore',
    ...settingsOf(source.sourceType, config).map(({ name }) => `config.${name}`),
  ]
  return (
    <form
      className="space-y-4 px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate(undefined)
      }}
    >
      <SettingFields
        type={source.sourceType}
        config={config}
        form={form}
        onChange={setForm}
        faults={faults}
      />
      <TextField
        name="Believed, 0 to 1"
        value={credibility}
        onChange={setCredibility}
        fault={faults['credibilityScore']}
        inputMode="decimal"
      />
      <Refused fault={leftOf(change.error, fields)} what="Nothing changed" />
      <Button look="main" type="submit" disabled={change.isPending}>
        Save settings
      </Button>
    </form>
  )
}
