/** A secret that is shown this once, with a way to take it along. */

import type { ReactNode } from 'react'
import { Button } from '../../../parts/button.tsx'
import { CopyButton } from '../../../parts/copy-button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'

type ShownOnceProps = {
  title: string
  name: string
  secret: string
  onClose: () => void
  /** Whom to give it to, and what it can do. */
  children: ReactNode
}

export function ShownOnce({ title, name, secret, onClose, children }: ShownOnceProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="mt-3 text-muted">{children}</p>
      <p className="mt-3 text-12 text-muted">{name}, shown now and never again</p>
      <output className="mt-1 block rounded border border-line bg-ground p-2 font-mono text-12 break-all select-all">
        {secret}
      </output>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <CopyButton text={secret} />
        <Button look="main" onClick={onClose}>
          I have it
        </Button>
      </div>
    </Dialog>
  )
}
