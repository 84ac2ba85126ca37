/** The buttons by which a person holds trading back and lets it go on. */

import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { Action } from '../../../parts/steer/action.tsx'
import { HaltSwitch } from '../../../parts/steer/halt.tsx'
import type { EngineState } from '#shared/contracts/api/engine.ts'
import { CloseAll } from './close-all.tsx'
import { ResetBooks } from './reset-books.tsx'
import { SwitchAccount } from './switch-account.tsx'

export function StandingActions({ state }: { state: EngineState }) {
  const mayPause = useMayDo('POST /api/trading/pause')
  const has = (code: string) => state.holds.some((hold) => hold.code === code)
  if (!mayPause) return null
  const isHeld = has('reducing') || state.paused
  return (
    <div className="flex flex-wrap gap-2 px-4 py-3">
      {!state.paused && <Pause state={state.state} />}
      {!has('reducing') && <Reduce state={state.state} />}
      {isHeld && <Resume state={state} />}
      <HaltSwitch />
      <CloseAll />
      <ResetBooks />
      {(has('account_changed') || has('account_reset')) && <SwitchAccount />}
    </div>
  )
}

const waits = [
  { what: 'No entry is decided or sent; recommendations go on being made.' },
  { what: 'Stops, targets and cancels leave as before.' },
]

/** A stricter state stays as it is. */
const after = (state: EngineState['state']) => (state === 'halted' ? 'halted' : 'reducing')

function Pause({ state }: { state: EngineState['state'] }) {
  return (
    <Action
      words="Pause entries"
      reason="asked"
      consequences={[{ what: 'Trading', from: state, to: after(state) }, ...waits]}
      change={(reason) => send('POST /api/trading/pause', { body: { reason } })}
    />
  )
}

function Reduce({ state }: { state: EngineState['state'] }) {
  return (
    <Action
      words="Only reduce"
      reason="asked"
      consequences={[
        { what: 'Trading', from: state, to: after(state) },
        ...waits,
        { what: 'Orders to buy that have not left are not sent.' },
      ]}
      change={(reason) => send('POST /api/trading/reducing', { body: { reason } })}
    />
  )
}

function Resume({ state }: { state: EngineState }) {
  const left = state.holds.filter(({ code }) => code !== 'reducing' && code !== 'paused')
  const then = left.some((hold) => hold.state === 'halted')
    ? 'halted'
    : left.length > 0
      ? 'reducing'
      : 'active'
  const consequences = [
    { what: 'Trading', from: state.state, to: then },
    { what: 'Entries are decided and sent again, by recommendations that are still young.' },
    ...left.map(({ says }) => ({ what: `It is still held: ${says}` })),
  ]
  return (
    <Action
      words="Resume entries"
      look="main"
      reason="asked"
      consequences={consequences}
      change={(reason) =>
        send('POST /api/trading/resume', {
          body: { reason },
          says: { does: 'Resume entries', consequences },
        })
      }
    />
  )
}
