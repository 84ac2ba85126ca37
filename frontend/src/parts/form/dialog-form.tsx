/** A form above the page: its inputs, what was refused, and a way back beside the button that sends. */

import type { ReactNode } from 'react'
import { Button } from '../button.tsx'
import { Dialog } from '../dialog.tsx'
import { Refused } from '../sign-in/refused.tsx'

type DialogFormProps = {
  title: string
  /** On the button that sends. */
  saves: string
  /** It cannot be sent now, or is on its way. */
  disabled: boolean
  onSend: () => void
  onClose: () => void
  /** What no input of it says. */
  fault: Error | null
  /** What did not come about where it is refused. */
  refused?: string
  /** Many inputs, close together. */
  isDense?: boolean
  /** Another button, at the other end. */
  aside?: ReactNode
  children: ReactNode
}

export function DialogForm({
  title,
  saves,
  disabled,
  onSend,
  onClose,
  fault,
  refused = 'Nothing changed',
  isDense = false,
  aside,
  children,
}: DialogFormProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={`mt-3 ${isDense ? 'space-y-3' : 'space-y-4'}`}
        onSubmit={(event) => {
          event.preventDefault()
          onSend()
        }}
      >
        {children}
        <Refused fault={fault} what={refused} />
        <div className="flex flex-wrap justify-end gap-2">
          {aside}
          <Button onClick={onClose}>Leave as it is</Button>
          <Button look="main" type="submit" disabled={disabled}>
            {saves}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
