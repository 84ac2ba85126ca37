/** Trades with the account that the broker tells of: told first, and typed out. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Consequences } from '../../../parts/consequences.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { Action } from '../../../parts/steer/action.tsx'

type Plan = Awaited<ReturnType<typeof ask>>
const ask = (body: { confirm?: string; reason?: string }, will: readonly string[] = []) =>
  send('POST /api/trading/account', {
    body,
    says: { does: 'Trade with another account', consequences: will.map((what) => ({ what })) },
  })

export function SwitchAccount() {
  const [isOpen, setOpen] = useState(false)
  const maySwitch = useMayDo('POST /api/trading/account')
  if (!maySwitch) return null
  return (
    <>
      <Button look="risky" onClick={() => setOpen(true)}>
        Trade with the other account
      </Button>
      {isOpen && <SwitchDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function SwitchDialog({ onClose }: { onClose: () => void }) {
  const { data, error, isPending } = useQuery({
    queryKey: ['', 'what another account would mean'],
    queryFn: () => ask({}),
    gcTime: 0,
    retry: false,
  })
  return (
    <Dialog title="Trade with the account that the broker tells of?" onClose={onClose}>
      <Refused fault={error} what="The account stays" />
      {isPending && <p className="mt-3 text-muted">Asking what it would end …</p>}
      {data && <Consequences list={data.will.map((what) => ({ what }))} />}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Leave as it is</Button>
        {data && <Confirm plan={data} />}
      </div>
    </Dialog>
  )
}

function Confirm({ plan: { confirm, to, will } }: { plan: Plan }) {
  const [typed, setTyped] = useState('')
  return (
    <Action
      words="Trade with it"
      look="risky"
      reason="needed"
      isReady={typed.trim() === to}
      consequences={will.map((what) => ({ what }))}
      change={(reason) => ask({ confirm, reason }, will)}
    >
      <TextField
        name={`Account that is traded with then: ${to}`}
        value={typed}
        onChange={setTyped}
        isRequired
        hint="Typed out, so that it is the one you mean."
      />
    </Action>
  )
}
