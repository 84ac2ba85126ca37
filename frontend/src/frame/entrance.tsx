/** What stands before the page until somebody is signed in, alone or above the page they left. */

import { useEffect, useRef, type ReactNode } from 'react'
import { useCell } from '../api/cell.ts'
import { printedLink } from '../api/fragment.ts'
import { enrolling } from '../api/session.ts'
import { Enrolment } from '../parts/sign-in/enrolment.tsx'
import { LinkIn } from '../parts/sign-in/link-in.tsx'
import { WaysIn } from '../parts/sign-in/ways-in.tsx'

type EntranceProps = {
  /** One was in, and what is below waits. */
  hasEnded: boolean
  /** The session lets its person add a key, and no more. */
  mustEnrol: boolean
}

export function Entrance({ hasEnded, mustEnrol }: EntranceProps) {
  const link = useCell(printedLink)
  const isEnrolling = useCell(enrolling)
  useEffect(() => {
    // The codes still have to be shown once the new key has signed its person in.
    if (mustEnrol) enrolling.set(true)
  }, [mustEnrol])
  return (
    <div className="mx-auto w-full max-w-sm rounded-lg border border-line bg-surface p-6">
      <p className="text-12 font-medium text-muted">Stonks Oracle</p>
      {link === undefined && (isEnrolling || mustEnrol) ? (
        <>
          <h1 className="mt-1 text-20 font-semibold">Your key</h1>
          <Enrolment onDone={() => enrolling.set(false)} />
        </>
      ) : (
        <>
          <h1 className="mt-1 text-20 font-semibold">Sign in</h1>
          {hasEnded && (
            <p role="status" className="mt-2 text-muted">
              Your session has ended. What you typed is still there: sign in and go on.
            </p>
          )}
          {link === undefined ? (
            <WaysIn onRecovered={() => enrolling.set(true)} />
          ) : (
            <LinkIn link={link} onEntered={(me) => enrolling.set(me.passkeys === 0)} />
          )}
        </>
      )}
    </div>
  )
}

/** Alone in the window. */
export function Threshold({ children }: { children: ReactNode }) {
  return (
    <main id="page" className="flex min-h-dvh items-center justify-center px-3 py-8">
      {children}
    </main>
  )
}

/** Above the page, which stays as it is and out of reach. */
export function Cover({ children }: { children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label="Sign in"
      onCancel={(event) => event.preventDefault()}
      className="m-0 h-dvh max-h-none w-screen max-w-none bg-ground text-text"
    >
      <div className="flex min-h-full items-center justify-center px-3 py-8">{children}</div>
    </dialog>
  )
}
