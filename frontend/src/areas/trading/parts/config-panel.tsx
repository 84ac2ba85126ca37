/** Every setting of trading, changed together and with one reason. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Consequences } from '../../../parts/consequences.tsx'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { SaveWithReason } from '../../../parts/steer/save-with-reason.tsx'
import {
  changedOf,
  choicesOf,
  saysOf,
  SETTING_GROUPS,
  textOf,
  textsOf,
  wordsOfSetting,
  type Config,
  type Texts,
  type Words,
} from './setting-words.ts'

export function ConfigPanel() {
  const query = useQuery(read('GET /api/trading/config', {}))
  const maySet = useMayDo('PUT /api/trading/config')
  const version = query.data?.version
  return (
    <Panel
      title={version === undefined ? 'Settings' : `Settings, version ${version}`}
      query={query}
      rows={10}
      className="lg:col-span-2"
    >
      {(config) => <Form key={config.version} config={config} maySet={maySet} />}
    </Panel>
  )
}

function Form({ config, maySet }: { config: Config; maySet: boolean }) {
  const before = textsOf(config)
  const [now, setNow] = useState<Texts>(before)
  const [reason, setReason] = useState('')
  const changed = changedOf(before, now)
  const names = Object.keys(changed) as (keyof Texts)[]
  const consequences = names.map((name) => ({
    what: wordsOfSetting(name),
    from: before[name] || 'empty',
    to: textOf(changed[name]) || 'empty',
  }))
  const change = useChange(() =>
    send('PUT /api/trading/config', {
      body: { settings: changed, version: config.version, reason: reason.trim() },
      says: { does: 'Change settings of trading', consequences },
    }),
  )
  const faults = faultsOf(change.error)
  const oddOf = (name: string) =>
    changed[name as keyof Texts] === undefined ? saysOf(config, name) : undefined
  const fields = names.map((name) => `settings.${name}`)
  return (
    <form
      className="px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate(undefined)
      }}
    >
      {SETTING_GROUPS.map(([title, settings]) => (
        <fieldset key={title} className="mb-4 min-w-0" disabled={!maySet}>
          <legend className="mb-2 text-13 font-semibold">{title}</legend>
          <div className="grid grid-cols-1 gap-x-4 gap-y-3 sm:grid-cols-2 wide:grid-cols-4">
            {settings.map((words) => (
              <Setting
                key={words.name}
                words={words}
                value={now[words.name]}
                isByHand={config.byHand.includes(words.name)}
                fault={faults[`settings.${words.name}`] ?? oddOf(words.name)}
                onChange={(value) => setNow({ ...now, [words.name]: value })}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {names.length > 0 && (
        <>
          <h3 className="font-semibold">What will change from the next round on</h3>
          <Consequences list={consequences} />
        </>
      )}
      <Refused fault={leftOf(change.error, fields)} what="Nothing changed" />
      {maySet && (
        <SaveWithReason
          asks="Reason for the change"
          saves="Save settings"
          reason={reason}
          onReason={setReason}
          disabled={names.length === 0 || change.isPending}
        />
      )}
    </form>
  )
}

type SettingProps = {
  words: Words
  value: string
  isByHand: boolean
  fault: string | undefined
  onChange: (value: string) => void
}

function Setting({ words: { words, kind, hint }, value, isByHand, fault, onChange }: SettingProps) {
  const below = [hint, isByHand ? 'Set by hand.' : ''].filter(Boolean).join(' ')
  const told = { name: words, value, onChange, hint: below, fault }
  if (kind === 'switch' || kind === 'tier')
    return <ChoiceField {...told} choices={choicesOf(kind, value)} />
  return <TextField {...told} {...(kind === 'text' ? {} : { inputMode: 'decimal' as const })} />
}
