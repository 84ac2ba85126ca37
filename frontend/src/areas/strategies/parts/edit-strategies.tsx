/** Turns strategies off, or has them run in shadow. */

import type { StrategySetting } from '#shared/contracts/api/strategies.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { useForm } from '../../../parts/form/use-form.ts'
import { STRATEGY_STEPS, type StrategyStep } from './strategy-words.ts'

type EditStrategiesProps = { setting: StrategySetting; onClose: () => void }

export function EditStrategies({ setting, onClose }: EditStrategiesProps) {
  const { form, inputs } = useForm(() => ({ mode: setting.mode as string, reason: '' }))
  const change = useChange(
    () =>
      send('PUT /risk/strategies', {
        body: { mode: form.mode as StrategyStep, reason: form.reason },
      }),
    onClose,
  )
  const faults = faultsOf(change.error)
  const input = inputs(faults)
  return (
    <DialogForm
      title="Change strategies"
      saves="Save"
      disabled={change.isPending || form.reason.trim() === '' || form.mode === setting.mode}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(change.error, Object.keys(faults))}
    >
      <ChoiceField name="Step" {...input('mode')} choices={Object.entries(STRATEGY_STEPS)} />
      <TextField name="Reason" {...input('reason')} maxLength={200} isRequired />
    </DialogForm>
  )
}
