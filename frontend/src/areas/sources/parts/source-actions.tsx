/** What may be done with a source: fetched now, paused, resumed, deleted. */

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { SourcePage } from '#shared/contracts/api/sources.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { Consequences } from '../../../parts/consequences.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { RowButton } from '../../../parts/row-button.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { count } from '../../../text/format.ts'

export function SourceActions({ told }: { told: SourcePage }) {
  const mayChange = useMayDo('POST /registry/sources/:id/fetch')
  const [isDeleting, setIsDeleting] = useState(false)
  if (!mayChange) return null
  const { source } = told
  const { sourceId: id, sourceName: name, active, isInFlight, state } = source
  return (
    <div className="flex flex-wrap items-start gap-2">
      {state !== 'paused' && !isInFlight && (
        <RowButton
          words="Fetch now"
          label={`Fetch now: ${name}`}
          change={() => send('POST /registry/sources/:id/fetch', { id })}
        />
      )}
      {active ? (
        <RowButton
          words="Pause"
          label={`Pause ${name}`}
          change={() => send('POST /registry/sources/:id/pause', { id })}
        />
      ) : (
        <RowButton
          words="Resume"
          label={`Resume ${name}`}
          change={() => send('POST /registry/sources/:id/resume', { id })}
        />
      )}
      <Button isSmall look="risky" onClick={() => setIsDeleting(true)}>
        Delete
      </Button>
      {isDeleting && <DeleteSource told={told} onClose={() => setIsDeleting(false)} />}
    </div>
  )
}

function DeleteSource({ told, onClose }: { told: SourcePage; onClose: () => void }) {
  const navigate = useNavigate()
  const { source, runs, documents } = told
  const remove = useChange(
    () => send('DELETE /registry/sources/:id', { id: source.sourceId }),
    () => void navigate({ to: '/sources' }),
  )
  return (
    <Dialog title={`Delete ${source.sourceName}`} onClose={onClose}>
      <Consequences
        list={[
          { what: 'It is fetched no more.' },
          { what: `The record of its ${count(runs)} fetches goes with it.` },
          { what: `Its ${count(source.rejects)} kept rejects go with it.` },
          { what: `The ${count(documents)} documents it brought stay, and name no source.` },
        ]}
      />
      <Refused fault={remove.error} what="Nothing was deleted" />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="risky" disabled={remove.isPending} onClick={() => remove.mutate(undefined)}>
          Delete source
        </Button>
      </div>
    </Dialog>
  )
}
