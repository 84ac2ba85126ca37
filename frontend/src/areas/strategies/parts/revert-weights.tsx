/** Goes back to weights that strategies had, with a reason. */

import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { TextField } from '../../../parts/field.tsx'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { useForm } from '../../../parts/form/use-form.ts'

type RevertWeightsProps = { version: number; onClose: () => void }

export function RevertWeights({ version, onClose }: RevertWeightsProps) {
  const { form, inputs } = useForm(() => ({ reason: '' }))
  const change = useChange(
    () => send('POST /api/strategy-weights/revert', { body: { version, reason: form.reason } }),
    onClose,
  )
  const faults = faultsOf(change.error)
  const input = inputs(faults)
  return (
    <DialogForm
      title={`Go back to the weights of version ${version}`}
      saves="Go back"
      disabled={change.isPending || form.reason.trim() === ''}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(
        change.error,
        ['reason'].filter((field) => field in faults),
      )}
    >
      <p className="max-w-prose text-muted">
        That makes a new version with the same weights. Learning goes on from there; what was said
        and traded on paper until now stays as it is.
      </p>
      <TextField name="Reason" {...input('reason')} maxLength={200} isRequired />
    </DialogForm>
  )
}
