/** The end of a form whose change wants a reason: the reason, and the button that saves. */

import { Button } from '../button.tsx'
import { TextField } from '../field.tsx'

type Props = {
  /** What the reason is asked as. */
  asks: string
  saves: string
  reason: string
  onReason: (reason: string) => void
  disabled: boolean
}

export function SaveWithReason({ asks, saves, reason, onReason, disabled }: Props) {
  return (
    <div className="mt-3 flex flex-wrap items-end gap-2">
      <div className="min-w-0 flex-1 basis-60">
        <TextField name={asks} value={reason} onChange={onReason} maxLength={200} />
      </div>
      <Button look="main" type="submit" disabled={disabled}>
        {saves}
      </Button>
    </div>
  )
}
