/** A button with its question: what will happen, why it is done, and a way back. */

import { useLayoutEffect, useState, type ReactNode } from 'react'
import { useChange } from '../../api/use-change.ts'
import type { Consequence } from '../../api/step-up.ts'
import { Button } from '../button.tsx'
import { Consequences } from '../consequences.tsx'
import { Dialog } from '../dialog.tsx'
import { TextField } from '../field.tsx'
import { goOnAt } from '../focus.ts'
import { Refused } from '../sign-in/refused.tsx'

type ActionProps = {
  /** A verb and its object, on the button and in the question. */
  words: string
  /** On the button where there is room for less. */
  brief?: ReactNode
  look?: 'main' | 'plain' | 'risky'
  isSmall?: boolean
  className?: string
  consequences: readonly Consequence[]
  /** Whether it is asked why, and whether it must be said. */
  reason: 'needed' | 'asked' | 'not asked'
  change: (reason: string) => Promise<unknown>
  /** More that is to be told before it is done. */
  children?: ReactNode
  isReady?: boolean
}

export function Action({ words, brief, look, isSmall = false, className, ...rest }: ActionProps) {
  const [isOpen, setOpen] = useState(false)
  // A button that goes with what it was for takes the keyboard's place along.
  useLayoutEffect(
    () => () => {
      const at = document.activeElement
      // What goes with a question leaves the keyboard to it.
      if (at?.getAttribute('aria-label') === words && !at.closest('dialog')) goOnAt(null)
    },
    [words],
  )
  return (
    <>
      <Button
        look={look ?? 'plain'}
        isSmall={isSmall}
        {...(className === undefined ? {} : { className })}
        aria-label={words}
        onClick={() => setOpen(true)}
      >
        {brief ?? words}
      </Button>
      {isOpen && (
        <Question words={words} look={look ?? 'plain'} {...rest} onClose={() => setOpen(false)} />
      )}
    </>
  )
}

type QuestionProps = Omit<ActionProps, 'brief' | 'isSmall' | 'className'> & { onClose: () => void }

/** Its consequences are those of the moment it was opened: none turns around under a finger. */
function Question({
  words,
  look,
  consequences,
  reason,
  change,
  children,
  isReady,
  onClose,
}: QuestionProps) {
  const [why, setWhy] = useState('')
  const [will] = useState(consequences)
  const made = useChange(change, onClose)
  const lacksReason = reason === 'needed' && why.trim() === ''
  return (
    <Dialog title={`${words}?`} onClose={onClose}>
      <Consequences list={children === undefined ? will : consequences} />
      <form
        className="mt-4 space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          made.mutate(why.trim())
        }}
      >
        {children}
        {reason !== 'not asked' && (
          <TextField
            name={reason === 'needed' ? 'Reason (needed)' : 'Reason'}
            value={why}
            onChange={setWhy}
            maxLength={200}
            isRequired={reason === 'needed'}
            hint="Kept in the audit trail."
          />
        )}
        <Refused fault={made.error} what="Nothing changed" />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Leave as it is</Button>
          <Button
            look={look === 'risky' ? 'risky' : 'main'}
            type="submit"
            disabled={made.isPending || lacksReason || isReady === false}
            aria-busy={made.isPending}
          >
            {words}
            {made.isPending && ' …'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
