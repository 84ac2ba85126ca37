/** Limits that cannot be read: what stands in their place, and a field to set each anew. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { TextField } from '../../../parts/field.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { SaveWithReason } from '../../../parts/steer/save-with-reason.tsx'
import type { Unreadable } from '#shared/contracts/api/unreadable.ts'

/** It stands on the page only while there are such. */
export function OddLimits() {
  const query = useQuery(read('GET /risk/limits', {}))
  const odd = query.data?.unreadable ?? []
  if (odd.length === 0) return null
  return (
    <Panel title="Limits that cannot be read" query={query} rows={2} className="lg:col-span-2">
      {({ unreadable }) => (
        <Form key={unreadable.map(({ name }) => name).join()} odd={unreadable} />
      )}
    </Panel>
  )
}

function Form({ odd }: { odd: readonly Unreadable[] }) {
  const maySet = useMayDo('PUT /risk/limits')
  const [now, setNow] = useState<Readonly<Record<string, string>>>({})
  const [reason, setReason] = useState('')
  const given = odd.filter(({ name }) => (now[name] ?? '').trim() !== '')
  const change = useChange(() =>
    send('PUT /risk/limits', {
      body: { changes: changesOf(given, now), reason: reason.trim() },
      says: {
        does: 'Set limits that cannot be read',
        consequences: given.map(({ name, found }) => ({
          what: wordsOf(name),
          from: found,
          to: now[name] ?? '',
        })),
      },
    }),
  )
  const faults = faultsOf(change.error)
  return (
    <form
      className="px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate(undefined)
      }}
    >
      <p className="mb-3 text-13">Nothing is bought until each of them is set. Sales go on.</p>
      <fieldset
        className="grid min-w-0 grid-cols-1 gap-x-4 gap-y-3 sm:grid-cols-2"
        disabled={!maySet}
      >
        {odd.map(({ name, found, wanted }) => (
          <TextField
            key={name}
            name={wordsOf(name)}
            value={now[name] ?? ''}
            hint={`Found ${found}; wanted: ${wanted}.`}
            fault={faults[`changes.${name}`]}
            inputMode="decimal"
            onChange={(value) => setNow({ ...now, [name]: value })}
          />
        ))}
      </fieldset>
      <Refused
        fault={leftOf(
          change.error,
          odd.map(({ name }) => `changes.${name}`),
        )}
        what="Nothing changed"
      />
      {maySet && (
        <SaveWithReason
          asks="Reason for the change"
          saves="Set limits"
          reason={reason}
          onReason={setReason}
          disabled={given.length === 0 || reason.trim() === '' || change.isPending}
        />
      )}
    </form>
  )
}

/** As the API takes them: dollars are text, everything else is a number. */
function changesOf(given: readonly Unreadable[], now: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    given.map(({ name, wanted }) => {
      const text = (now[name] ?? '').trim()
      return [name, wanted.startsWith('dollars') ? text : Number(text)]
    }),
  )
}

/** `positionPctMax` as `position pct max`. */
const wordsOf = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
