/** A question above the page: it keeps the keyboard within, and Escape is a no. */

import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { goOnAt } from './focus.ts'

type DialogProps = {
  title: string
  /** Escape was pressed, or the dialog was closed otherwise. */
  onClose: () => void
  children: ReactNode
}

const REACHED = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary'

/** Open as long as it is there; then the keyboard is where it was, or at the page where that is gone. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    element?.showModal()
    return () => {
      element?.close()
      goOnAt(before)
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onKeyDown={keepWithin}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      className="m-auto w-[min(30rem,calc(100vw-2rem))] rounded-lg border border-line bg-surface p-5 text-text shadow-lg"
    >
      <h2 id={heading} className="text-16 font-semibold">
        {title}
      </h2>
      {children}
    </dialog>
  )
}

/** After the last comes the first: the bar of the browser is not on the way. */
function keepWithin(event: KeyboardEvent<HTMLDialogElement>) {
  if (event.key !== 'Tab') return
  const all = event.currentTarget.querySelectorAll<HTMLElement>(REACHED)
  const [first, last] = [all[0], all[all.length - 1]]
  const isAtEnd = document.activeElement === (event.shiftKey ? first : last)
  if (!isAtEnd) return
  event.preventDefault()
  ;(event.shiftKey ? last : first)?.focus()
}
