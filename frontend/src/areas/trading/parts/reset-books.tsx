/** Begins the books of a paper account anew: told first, what is open cancelled first, and typed out. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Consequences } from '../../../parts/consequences.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { Action } from '../../../parts/steer/action.tsx'
import { shares } from '../../../text/format.ts'

type Scope = 'paper' | 'full'
type Plan = Awaited<ReturnType<typeof ask>>
type Body = { scope: Scope; confirm?: string; cancel_open?: boolean; reason?: string }
const ask = (body: Body, will: readonly string[] = []) =>
  send('POST /api/trading/reset', {
    body,
    says: { does: 'Begin the books anew', consequences: will.map((what) => ({ what })) },
  })

export function ResetBooks() {
  const [isOpen, setOpen] = useState(false)
  const mayReset = useMayDo('POST /api/trading/reset')
  if (!mayReset) return null
  return (
    <>
      <Button look="risky" onClick={() => setOpen(true)}>
        Reset paper books
      </Button>
      {isOpen && <ResetDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function ResetDialog({ onClose }: { onClose: () => void }) {
  const [scope, setScope] = useState<Scope>('paper')
  const query = useQuery({
    queryKey: ['', 'what a reset would do', scope],
    queryFn: () => ask({ scope }),
    gcTime: 0,
    retry: false,
  })
  const { data } = query
  const isBusy = data !== undefined && data.orders.length + data.waiting > 0
  return (
    <Dialog title="Begin the paper books anew?" onClose={onClose}>
      <div className="mt-3">
        <ChoiceField
          name="What begins anew"
          value={scope}
          onChange={(choice) => setScope(choice as Scope)}
          choices={[
            ['paper', 'the books'],
            ['full', 'the books, the settings and the tier'],
          ]}
        />
      </div>
      <Refused fault={query.error} what="It cannot be reset" />
      {query.isPending && <p className="mt-3 text-muted">Asking what it would end …</p>}
      {data && <Consequences list={data.will.map((what) => ({ what }))} />}
      {isBusy && <Busy plan={data} />}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Leave as it is</Button>
        {data && data.orders.length > 0 && <CancelOpen plan={data} />}
        {data && !isBusy && <Confirm plan={data} />}
      </div>
    </Dialog>
  )
}

/** What must end before. */
function Busy({ plan }: { plan: Plan }) {
  return (
    <div className="mt-3">
      <p className="font-medium text-warn">What is open must be cancelled first:</p>
      <ul className="mt-1 list-disc space-y-1 pl-5">
        {plan.orders.map(({ orderId, side, quantity, ticker, state }) => (
          <li key={orderId}>
            {side} {shares(quantity)} {ticker}, {state.replaceAll('_', ' ')}
          </li>
        ))}
        {plan.waiting > 0 && <li>{plan.waiting} more on their way to the broker</li>}
      </ul>
    </div>
  )
}

function CancelOpen({ plan: { scope, orders } }: { plan: Plan }) {
  return (
    <Action
      words={`Cancel ${orders.length} open`}
      look="risky"
      reason="asked"
      consequences={[{ what: 'Each is asked back at the broker; look again in a moment.' }]}
      change={(reason) => ask({ scope, cancel_open: true, reason })}
    />
  )
}

function Confirm({ plan: { scope, confirm, account, will } }: { plan: Plan }) {
  const [typed, setTyped] = useState('')
  return (
    <Action
      words="Begin anew"
      look="risky"
      reason="needed"
      isReady={typed.trim() === account}
      consequences={will.map((what) => ({ what }))}
      change={(reason) => ask({ scope, confirm, reason }, will)}
    >
      <TextField
        name={`Account that is left: ${account}`}
        value={typed}
        onChange={setTyped}
        isRequired
        hint="Typed out, so that it is the one you mean."
      />
    </Action>
  )
}
