/** Turns the signal engine off or on. */

import type { EngineSetting } from '#shared/contracts/api/signal-engine.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { useForm } from '../../../parts/form/use-form.ts'
import { ENGINE_STEPS, engineSteps, type EngineStep } from './engine-steps.ts'

type EditEngineProps = { setting: EngineSetting; onClose: () => void }

export function EditEngine({ setting, onClose }: EditEngineProps) {
  const { form, inputs } = useForm(() => ({ mode: setting.mode as string, reason: '' }))
  const change = useChange(
    () =>
      send('PUT /risk/signal-engine', {
        body: { mode: form.mode as EngineStep, reason: form.reason },
      }),
    onClose,
  )
  const faults = faultsOf(change.error)
  const input = inputs(faults)
  return (
    <DialogForm
      title="Change the signal engine"
      saves="Save"
      disabled={change.isPending || form.reason.trim() === '' || form.mode === setting.mode}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(change.error, Object.keys(faults))}
    >
      <ChoiceField
        name="Step"
        {...input('mode')}
        choices={engineSteps.map((mode) => [mode, ENGINE_STEPS[mode]] as const)}
      />
      <TextField name="Reason" {...input('reason')} maxLength={200} isRequired />
    </DialogForm>
  )
}
