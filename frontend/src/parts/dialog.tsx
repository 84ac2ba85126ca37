/** A question above the page: it keeps the keyboard within, and Escape is a no. */

import { useEffect, useId, useRef, type ReactNode } from 'react'

type DialogProps = {
  title: string
  /** Escape was pressed, or the dialog was closed otherwise. */
  onClose: () => void
  children: ReactNode
}

/** Open as long as it is there. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
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
