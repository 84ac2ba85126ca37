/** How people are told: channels, limits, quiet hours, and a try of each way. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  noticeLists,
  type NotificationSettingsAnswer,
} from '#shared/contracts/api/notifications.ts'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { Consequences } from '../../../parts/consequences.tsx'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { SaveWithReason } from '../../../parts/steer/save-with-reason.tsx'
import {
  KINDS_HINT,
  NAMES,
  nameOfNotice,
  noticeSettings,
  noticeTexts,
  SEVERITY_CHOICES,
  type NoticeTexts,
} from './notice-words.ts'

type Shown = NotificationSettingsAnswer
const YES_NO = [
  ['true', 'yes'],
  ['false', 'no'],
] as const

export function NoticePanel() {
  const query = useQuery(read('GET /api/trading/notifications/config', {}))
  const version = query.data?.version
  return (
    <Panel
      title={version === undefined ? 'Notifications' : `Notifications, version ${version}`}
      query={query}
      rows={6}
      className="lg:col-span-2"
    >
      {(shown) => (
        <>
          <div className="flex flex-wrap gap-2 px-4 pb-3">
            {noticeLists.channels.map((channel) => (
              <Try key={channel} channel={channel} reaches={shown.reaches[channel]} />
            ))}
          </div>
          <Form key={shown.version} shown={shown} />
        </>
      )}
    </Panel>
  )
}

function Try({ channel, reaches }: { channel: keyof Shown['reaches']; reaches: boolean }) {
  const mayTry = useMayDo('POST /api/trading/notifications/test')
  const words = `Send a test by ${NAMES[channel]}`
  const change = useChange(() =>
    send('POST /api/trading/notifications/test', {
      body: { channel },
      says: { does: words, consequences: [] },
    }),
  )
  if (!reaches)
    return <p className="text-12 text-muted">Nobody is named to be reached by {NAMES[channel]}.</p>
  if (!mayTry) return null
  return (
    <span>
      <Button onClick={() => change.mutate(undefined)} disabled={change.isPending}>
        {words}
      </Button>
      {change.isSuccess && (
        <span role="status" className="ml-2 text-12 text-muted">
          It leaves within seconds: see below.
        </span>
      )}
      <Refused fault={change.error} what="Nothing was sent" />
    </span>
  )
}

function Form({ shown }: { shown: Shown }) {
  const maySet = useMayDo('PUT /api/trading/notifications/config')
  const before = noticeTexts(shown.settings)
  const [now, setNow] = useState<NoticeTexts>(before)
  const [reason, setReason] = useState('')
  const names = Object.keys(now).filter((name) => now[name] !== before[name])
  const consequences = names.map((name) => ({
    what: nameOfNotice(name),
    from: before[name] || 'empty',
    to: now[name] || 'empty',
  }))
  const body = { settings: noticeSettings(now), version: shown.version, reason: reason.trim() }
  const says = { does: 'Change how people are told', consequences }
  const change = useChange(() => send('PUT /api/trading/notifications/config', { body, says }))
  const faults = faultsOf(change.error)
  return (
    <form
      className="px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate(undefined)
      }}
    >
      <fieldset className="min-w-0" disabled={!maySet}>
        <legend className="sr-only">How people are told</legend>
        <div className="grid grid-cols-1 gap-x-4 gap-y-3 sm:grid-cols-2 wide:grid-cols-4">
          {Object.keys(before).map((name) => (
            <Setting
              key={name}
              name={name}
              value={now[name] ?? ''}
              fault={faults[`settings.${name}`]}
              onChange={(value) => setNow({ ...now, [name]: value })}
            />
          ))}
        </div>
      </fieldset>
      {names.length > 0 && <Consequences list={consequences} />}
      <Refused
        fault={leftOf(
          change.error,
          names.map((name) => `settings.${name}`),
        )}
        what="Nothing changed"
      />
      {maySet && (
        <SaveWithReason
          asks="Why people are told otherwise"
          saves="Save notifications"
          reason={reason}
          onReason={setReason}
          disabled={names.length === 0 || change.isPending}
        />
      )}
    </form>
  )
}

type SettingProps = {
  name: string
  value: string
  fault: string | undefined
  onChange: (value: string) => void
}

function Setting({ name, ...rest }: SettingProps) {
  const told = { name: nameOfNotice(name), ...rest }
  if (name.endsWith('.on')) return <ChoiceField {...told} choices={YES_NO} />
  if (name.endsWith('.least')) return <ChoiceField {...told} choices={SEVERITY_CHOICES} />
  if (name === 'muted') return <TextField {...told} hint={KINDS_HINT} />
  if (name.endsWith('.zone')) return <TextField {...told} hint="Such as Europe/Berlin" />
  if (name.startsWith('quiet.')) return <TextField {...told} hint="Such as 22:00; empty: never" />
  return <TextField {...told} inputMode="numeric" />
}
