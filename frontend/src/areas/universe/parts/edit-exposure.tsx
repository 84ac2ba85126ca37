/** Writes a new version of an exposure profile, or withdraws it. */

import { useState } from 'react'
import { ExposureProfile } from '#shared/contracts/api/registry-exposures.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { ChoiceField, LongField, TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { regionsToText, textToRegions, textToWords } from './exposure-text.ts'

const positions = ExposureProfile.entries.marketPosition.options.map(
  (position) => [position, wordsFor(position)] as const,
)

const WORDS = [
  ['supplyRegions', 'Supplied from'],
  ['keyInputs', 'Needs'],
  ['produces', 'Produces'],
] as const

type EditExposureProps = {
  ticker: string
  current: ExposureProfile | undefined
  onClose: () => void
}

export function EditExposure({ ticker, current, onClose }: EditExposureProps) {
  const [version] = useState(current?.version ?? null)
  const [form, setForm] = useState(() => ({
    marketPosition: current?.marketPosition ?? 'domestic',
    revenueRegions: regionsToText(current?.revenueRegions ?? {}),
    supplyRegions: current?.supplyRegions.join(', ') ?? '',
    keyInputs: current?.keyInputs.join(', ') ?? '',
    produces: current?.produces.join(', ') ?? '',
    reason: '',
  }))
  const set = (name: keyof typeof form) => (value: string) => setForm({ ...form, [name]: value })
  const change = useChange(
    () =>
      send('PUT /registry/companies/:id/exposures', {
        id: ticker,
        body: {
          version,
          reason: form.reason,
          marketPosition: form.marketPosition as ExposureProfile['marketPosition'],
          revenueRegions: textToRegions(form.revenueRegions),
          supplyRegions: textToWords(form.supplyRegions),
          keyInputs: textToWords(form.keyInputs),
          produces: textToWords(form.produces),
        },
      }),
    onClose,
  )
  const withdraw = useChange(
    () =>
      send('DELETE /registry/companies/:id/exposures', {
        id: ticker,
        body: { version, reason: form.reason },
      }),
    onClose,
  )
  const error = change.error ?? withdraw.error
  const faults = regionFaults(faultsOf(error))
  return (
    <Dialog title={`Exposure profile of ${ticker}`} onClose={onClose}>
      <form
        className="mt-3 space-y-3"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(undefined)
        }}
      >
        <ChoiceField
          name="Reach"
          value={form.marketPosition}
          onChange={set('marketPosition')}
          choices={positions}
        />
        <LongField
          name="Revenue by region, a line each"
          value={form.revenueRegions}
          onChange={set('revenueRegions')}
          rows={3}
          placeholder={'US 40 %\nGreater China 19 %'}
          hint="Shares of the whole; what is left over comes from elsewhere."
          fault={faults['revenueRegions']}
        />
        {WORDS.map(([name, words]) => (
          <TextField
            key={name}
            name={`${words}, between commas`}
            value={form[name]}
            onChange={set(name)}
            fault={faults[name]}
          />
        ))}
        <TextField name="Why" value={form.reason} onChange={set('reason')} maxLength={200} />
        <Refused fault={leftOf(error, Object.keys(faultsOf(error)))} what="Nothing changed" />
        <div className="flex flex-wrap justify-end gap-2">
          {current && (
            <Button look="risky" className="mr-auto" onClick={() => withdraw.mutate(undefined)}>
              Withdraw
            </Button>
          )}
          <Button onClick={onClose}>Leave as it is</Button>
          <Button look="main" type="submit" disabled={change.isPending}>
            Save a new version
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Of what is wrong within a list or a region, told at the input that holds it. */
function regionFaults(faults: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(faults).map(([field, says]) => {
      const [name = '', ...rest] = field.split('.')
      return [name, rest.length > 0 ? `${rest.join('.')}: ${says}` : says]
    }),
  )
}
