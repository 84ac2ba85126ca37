/** Changes how far a part goes, with a reason. */

import { faultsOf, leftOf, useChange } from '../../api/use-change.ts'
import { ChoiceField, TextField } from '../field.tsx'
import { DialogForm } from '../form/dialog-form.tsx'
import { useForm } from '../form/use-form.ts'
import type { ShadowWords, StoodSo } from './shadow-setting.tsx'

export type SaveShadow<Mode extends string> = (body: {
  mode: Mode
  reason: string
}) => Promise<unknown>

type EditShadowProps<Mode extends string> = {
  words: ShadowWords<Mode>
  setting: StoodSo<Mode>
  save: SaveShadow<Mode>
  onClose: () => void
}

export function EditShadow<Mode extends string>({
  words,
  setting,
  save,
  onClose,
}: EditShadowProps<Mode>) {
  const { form, inputs } = useForm(() => ({ mode: setting.mode as string, reason: '' }))
  const change = useChange(() => save({ mode: form.mode as Mode, reason: form.reason }), onClose)
  const faults = faultsOf(change.error)
  const input = inputs(faults)
  const means = words.means?.[form.mode as Mode]
  return (
    <DialogForm
      title={`Change ${words.name}`}
      saves="Save"
      disabled={change.isPending || form.reason.trim() === '' || form.mode === setting.mode}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(change.error, Object.keys(faults))}
    >
      <ChoiceField name="Step" {...input('mode')} choices={Object.entries<string>(words.steps)} />
      {means !== undefined && form.mode !== setting.mode && (
        <p className="text-12 text-muted">{means}</p>
      )}
      <TextField name="Reason" {...input('reason')} maxLength={200} isRequired />
    </DialogForm>
  )
}
