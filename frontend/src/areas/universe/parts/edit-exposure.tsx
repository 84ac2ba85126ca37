/** Writes a new version of an exposure profile, or withdraws it. */

import { useState } from 'react'
import { ExposureProfile } from '#shared/contracts/api/registry-exposures.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { ChoiceField, LongField, TextField } from '../../../parts/field.tsx'
import { useForm } from '../../../parts/form/use-form.ts'
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
  const { form, inputs } = useForm(() => ({
    marketPosition: current?.marketPosition ?? 'domestic',
    revenueRegions: regionsToText(current?.revenueRegions ?? {}),
    supplyRegions: current?.supplyRegions.join(', ') ?? '',
    keyInputs: current?.keyInputs.join(', ') ?? '',
    produces: current?.produces.join(', ') ?? '',
    reason: '',
  }))
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
  const input = inputs(regionFaults(faultsOf(error)))
  return (
    <DialogForm
      title={`Exposure profile of ${ticker}`}
      saves="Save a new version"
      disabled={change.isPending}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(error, Object.keys(faultsOf(error)))}
      isDense
      aside={
        current && (
          <Button look="risky" className="mr-auto" onClick={() => withdraw.mutate(undefined)}>
            Withdraw
          </Button>
        )
      }
    >
      <ChoiceField name="Reach" {...input('marketPosition')} choices={positions} />
      <LongField
        name="Revenue by region, a line each"
        {...input('revenueRegions')}
        rows={3}
        placeholder={'US 40 %\nGreater China 19 %'}
        hint="Shares of the whole; what is left over comes from elsewhere."
      />
      {WORDS.map(([name, words]) => (
        <TextField key={name} name={`${words}, between commas`} {...input(name)} />
      ))}
      <TextField name="Why" {...input('reason')} maxLength={200} />
    </DialogForm>
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
