/** Makes new recovery codes in the place of those made before. */

import { useMutation } from '@tanstack/react-query'
import { send } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Consequences } from '../../../parts/consequences.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { RecoveryCodes } from '../../../parts/sign-in/recovery-codes.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'

const says = {
  does: 'Make new recovery codes',
  consequences: [
    { what: 'A new set of codes is shown, once.' },
    { what: 'Every code made before stops working.' },
  ],
}

export function NewCodes({ onClose }: { onClose: () => void }) {
  const make = useMutation({ mutationFn: () => send('POST /api/access/recovery-codes', { says }) })
  return (
    <Dialog title="New recovery codes" onClose={onClose}>
      {make.data ? (
        <RecoveryCodes codes={make.data.codes} onDone={onClose} />
      ) : (
        <>
          <Consequences list={says.consequences} />
          <Refused fault={make.error} what="Nothing changed" />
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>Leave as it is</Button>
            <Button look="main" disabled={make.isPending} onClick={() => make.mutate()}>
              Make new codes
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
