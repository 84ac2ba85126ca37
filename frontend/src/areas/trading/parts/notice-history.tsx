/** What people were told, and what they were not: each with its state, its reason and a way out. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { noticeLists, type NotificationRow } from '#shared/contracts/api/notifications.ts'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { ChoiceField } from '../../../parts/field.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { NAMES } from './notice-words.ts'

const SHOWN = 50
const ANY = ['', 'any'] as const

export function NoticeHistory() {
  const [channel, setChannel] = useState('')
  const [state, setState] = useState('')
  const narrowed = { ...(channel && { channel }), ...(state && { state }) } as object
  const query = useQuery(
    read('GET /api/trading/notifications/history', { limit: SHOWN, ...narrowed }),
  )
  const channels = [ANY, ...noticeLists.channels.map((one) => [one, NAMES[one] ?? one] as const)]
  const states = [ANY, ...noticeLists.states.map((one) => [one, one] as const)]
  return (
    <Panel
      title="What people were told"
      query={query}
      rows={4}
      className="lg:col-span-2"
      empty={{ when: (rows) => rows.length === 0 && !channel && !state, words: 'Nothing yet.' }}
    >
      {(rows) => (
        <>
          <div className="grid grid-cols-2 gap-3 px-4 pb-2 sm:max-w-md">
            <ChoiceField name="Channel" value={channel} onChange={setChannel} choices={channels} />
            <ChoiceField name="State" value={state} onChange={setState} choices={states} />
          </div>
          <ol aria-label="Notices" className="max-h-96 overflow-y-auto pb-2" tabIndex={0}>
            {rows.map((row) => (
              <Notice key={row.notificationId} row={row} />
            ))}
          </ol>
        </>
      )}
    </Panel>
  )
}

function Notice({ row }: { row: NotificationRow }) {
  const { channel, state, subject, reason, said, plannedAt, attempts } = row
  const why = [reason.replaceAll('_', ' '), said].filter(Boolean).join(': ')
  const look = state === 'failed' ? 'text-down' : state === 'sent' ? 'text-up' : 'text-muted'
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-0">
      <span className="min-w-0 flex-1 basis-60 break-words">
        {subject}
        <span className="block text-12 text-muted">
          {NAMES[channel]}, <span className={look}>{state}</span>
          {attempts > 1 && ` after ${attempts} tries`}, <When at={plannedAt} />
          {why && `: ${why}`}
        </span>
      </span>
      {(state === 'failed' || state === 'suppressed') && <SendAgain row={row} />}
    </li>
  )
}

function SendAgain({ row: { notificationId, subject } }: { row: NotificationRow }) {
  const maySend = useMayDo('POST /api/trading/notifications/:id/send')
  const change = useChange(() =>
    send('POST /api/trading/notifications/:id/send', {
      id: notificationId,
      body: {},
      says: { does: `Send after all: ${subject}`, consequences: [] },
    }),
  )
  if (!maySend) return null
  return (
    <span>
      <Button
        onClick={() => change.mutate(undefined)}
        disabled={change.isPending}
        aria-label={`Send after all: ${subject}`}
      >
        Send after all
      </Button>
      <Refused fault={change.error} what="Nothing was sent" />
    </span>
  )
}
