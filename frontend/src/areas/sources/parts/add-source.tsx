/** Adds a source: its type, its name, for which company, and its settings. */

import { useState } from 'react'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { SettingFields } from './setting-fields.tsx'
import { settingsOf, SOURCE_TYPES, toConfig, type SourceType } from './settings.ts'

const types = SOURCE_TYPES.map((type) => [type, wordsFor(type)] as const)

export function AddSource({ onClose }: { onClose: () => void }) {
  const [type, setType] = useState<SourceType>(SOURCE_TYPES[0]!)
  const [name, setName] = useState('')
  const [ticker, setTicker] = useState('')
  const [form, setForm] = useState<Record<string, string>>({})
  const add = useChange(
    () =>
      send('POST /registry/sources', {
        body: {
          sourceType: type,
          sourceName: name,
          config: toConfig(type, { ...defaultsOf(type), ...form }, {}),
          ...(ticker !== '' && { ticker }),
        },
      }),
    onClose,
  )
  const faults = faultsOf(add.error)
  const fields = [
    'sourceName',
    'ticker',
    ...settingsOf(type, {}).map((one) => `config.${one.name}`),
  ]
  return (
    <Dialog title="Add a source" onClose={onClose}>
      <form
        className="mt-3 space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate(undefined)
        }}
      >
        <ChoiceField
          name="Type"
          value={type}
          onChange={(value) => {
            setType(value as SourceType)
            setForm({})
          }}
          choices={types}
        />
        <TextField
          name="Name"
          value={name}
          onChange={setName}
          fault={faults['sourceName']}
          isRequired
          maxLength={200}
        />
        <TickerField
          name="Ticker"
          value={ticker}
          onChange={setTicker}
          fault={faults['ticker']}
          hint="Empty: it serves the whole market."
        />
        <SettingFields type={type} config={{}} form={form} onChange={setForm} faults={faults} />
        <Refused fault={leftOf(add.error, fields)} what="Nothing was added" />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button look="main" type="submit" disabled={add.isPending}>
            Add source
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What a choice stands on where nobody touched it. */
function defaultsOf(type: SourceType): Record<string, string> {
  return Object.fromEntries(
    settingsOf(type, {}).flatMap(({ name, choices }) => (choices ? [[name, choices[0]![0]]] : [])),
  )
}
