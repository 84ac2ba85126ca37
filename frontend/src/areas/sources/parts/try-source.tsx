/** Tries a source before it is trusted: an address, a file or pasted text, and what would be stored of it. */

import { useQuery } from '@tanstack/react-query'
import { useId, useState, type FormEvent } from 'react'
import { read, send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { base64Of } from '../../../parts/base64.ts'
import { Button } from '../../../parts/button.tsx'
import { ChoiceField, LongField, TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { isAddressed, TRIAL_CHOICES, type TrialKind } from './trial.ts'
import { TrialLines } from './trial-lines.tsx'

const LOOK_MS = 700

export function TrySource() {
  const heading = useId()
  const [trialId, setTrialId] = useState<string>()
  // Of another trial nothing is shown until the new one has told.
  const { placeholderData: _before, ...trialOf } = read('GET /registry/source-trials/:id', {
    id: trialId ?? '',
  })
  const trial = useQuery({
    ...trialOf,
    enabled: trialId !== undefined,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'waiting' ? LOOK_MS : false,
  })
  return (
    <section
      aria-labelledby={heading}
      className="min-w-0 rounded-lg border border-line bg-surface px-4 pt-2 pb-4"
    >
      <h2 id={heading} className="text-14 font-semibold">
        Try a source
      </h2>
      <p className="mt-1 max-w-prose text-muted">
        Shows what would be stored of an address, a file or a text. Nothing is stored.
      </p>
      <div className="mt-3 grid grid-cols-1 gap-6 lg:grid-cols-12">
        <TrialForm onBegun={setTrialId} />
        <div className="min-w-0 lg:col-span-8" aria-live="polite">
          {trialId === undefined ? (
            <p className="text-muted">
              What it gives is listed here: documents with their date and the companies they name,
              prices, and each record that could not be used, with the reason.
            </p>
          ) : (
            <TrialLines trial={trial.data} fault={trial.error} />
          )}
        </div>
      </div>
    </section>
  )
}

function TrialForm({ onBegun }: { onBegun: (trialId: string) => void }) {
  const [type, setType] = useState<TrialKind>('feed')
  const [url, setUrl] = useState('')
  const [text, setText] = useState('')
  const [file, setFile] = useState<File>()
  const begin = useChange(
    async () => {
      const given = file ?? (text === '' ? undefined : new File([text], 'pasted'))
      const body = given
        ? { type, file: { name: given.name, base64: await base64Of(given) } }
        : { type, url }
      return send('POST /registry/source-trials', { body })
    },
    ({ trialId }) => onBegun(trialId),
  )
  const faults = faultsOf(begin.error)
  const press = (event: FormEvent) => {
    event.preventDefault()
    begin.mutate(undefined)
  }
  const isByUrl = file === undefined && text === ''
  const mayBegin = !isByUrl || isAddressed(type)
  return (
    <form className="space-y-3 lg:col-span-4" onSubmit={press}>
      <ChoiceField
        name="Kind"
        value={type}
        onChange={(value) => setType(value as TrialKind)}
        choices={TRIAL_CHOICES}
        fault={faults['type']}
      />
      {isAddressed(type) && (
        <TextField
          name="Address"
          value={url}
          onChange={setUrl}
          placeholder="https://example.com/feed.xml"
          fault={faults['url']}
          inputMode="url"
          isRequired={isByUrl}
        />
      )}
      <FileField onChange={setFile} />
      <LongField
        name="Or its text"
        value={text}
        onChange={setText}
        rows={3}
        placeholder="paste what it answers"
        fault={faults['file.base64'] ?? faults['file']}
      />
      <Refused
        fault={leftOf(begin.error, ['type', 'url', 'file', 'file.base64'])}
        what="Not tried"
      />
      <Button look="main" type="submit" disabled={begin.isPending || !mayBegin}>
        Try it
      </Button>
    </form>
  )
}

function FileField({ onChange }: { onChange: (file: File | undefined) => void }) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-12 text-muted">
        Or a file
      </label>
      <input
        id={id}
        type="file"
        onChange={(event) => onChange(event.target.files?.[0])}
        className="block w-full text-12 text-muted file:mr-2 file:h-8 file:rounded file:border file:border-line file:bg-surface file:px-2.5 file:text-text"
      />
    </div>
  )
}
