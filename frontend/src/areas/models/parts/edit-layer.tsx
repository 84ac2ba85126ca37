/** Switches a layer of signals off or on, and says how loud it speaks. */

import type { LayerRow } from '#shared/contracts/api/layers.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { useForm } from '../../../parts/form/use-form.ts'
import { numberOf } from './bounds.ts'

type EditLayerProps = { row: LayerRow; name: string; onClose: () => void }

export function EditLayer({ row, name, onClose }: EditLayerProps) {
  const { form, inputs } = useForm(() => ({
    enabled: String(row.enabled ?? false),
    weight: String(row.weight ?? row.installed.weight),
    reason: '',
  }))
  const change = useChange(
    () =>
      send('PUT /risk/layers', {
        body: {
          layer: row.layer,
          enabled: form.enabled === 'true',
          weight: numberOf(form.weight),
          reason: form.reason,
        },
      }),
    onClose,
  )
  const faults = faultsOf(change.error)
  const input = inputs(faults)
  return (
    <DialogForm
      title={`Change the layer ${name}`}
      saves="Save"
      disabled={change.isPending || form.reason.trim() === ''}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(change.error, Object.keys(faults))}
    >
      <ChoiceField
        name="It"
        {...input('enabled')}
        choices={[
          ['true', 'speaks in trends'],
          ['false', 'is left out, from the next trend on'],
        ]}
      />
      <TextField
        name="Weight"
        {...input('weight')}
        inputMode="decimal"
        hint={`The share of an impact that counts, from 0 to 1; the environment says ${row.installed.weight}.`}
      />
      <TextField name="Reason" {...input('reason')} maxLength={200} isRequired />
    </DialogForm>
  )
}
