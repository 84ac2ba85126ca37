/** Turns a part off, or has it run in shadow. */

import { ShadowSetting as Setting } from '#shared/contracts/api/shadow.ts'
import { faultsOf, leftOf, useChange } from '../../api/use-change.ts'
import { ChoiceField, TextField } from '../field.tsx'
import { DialogForm } from '../form/dialog-form.tsx'
import { useForm } from '../form/use-form.ts'
import type { ShadowWords } from './shadow-setting.tsx'

export type ShadowMode = Setting['mode']
/** From the one that does least. */
export const shadowModes: readonly ShadowMode[] = Setting.entries.mode.options

export type SaveShadow = (body: { mode: ShadowMode; reason: string }) => Promise<unknown>

type EditShadowProps = {
  words: ShadowWords
  setting: Setting
  save: SaveShadow
  onClose: () => void
}

export function EditShadow({ words, setting, save, onClose }: EditShadowProps) {
  const { form, inputs } = useForm(() => ({ mode: setting.mode as string, reason: '' }))
  const change = useChange(
    () => save({ mode: form.mode as ShadowMode, reason: form.reason }),
    onClose,
  )
  const faults = faultsOf(change.error)
  const input = inputs(faults)
  return (
    <DialogForm
      title={`Change ${words.name}`}
      saves="Save"
      disabled={change.isPending || form.reason.trim() === '' || form.mode === setting.mode}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(change.error, Object.keys(faults))}
    >
      <ChoiceField
        name="Step"
        {...input('mode')}
        choices={shadowModes.map((mode) => [mode, words.steps[mode]] as const)}
      />
      <TextField name="Reason" {...input('reason')} maxLength={200} isRequired />
    </DialogForm>
  )
}
