/** Closes all that is held: the engine first says what that is, and takes its word for no other. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { Action } from '../../../parts/steer/action.tsx'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { dollars, shares } from '../../../text/format.ts'

type Told = Awaited<ReturnType<typeof ask>>
const ask = (body: { reason?: string; confirm?: string }) =>
  send('POST /api/trading/positions/close-all', { body })

export function CloseAll() {
  const [isOpen, setOpen] = useState(false)
  const mayClose = useMayDo('POST /api/trading/positions/close-all')
  const query = useQuery({
    queryKey: ['', 'what close-all would do'],
    queryFn: () => ask({}),
    enabled: isOpen,
    gcTime: 0,
  })
  if (!mayClose) return null
  const close = () => setOpen(false)
  return (
    <>
      <Button look="risky" onClick={() => setOpen(true)}>
        Close all positions
      </Button>
      {isOpen && (
        <Dialog title="Close all positions?" onClose={close}>
          <Refused fault={query.error} what="It cannot be told what that would do" />
          {query.isPending && <p className="mt-3 text-muted">Asking what is held …</p>}
          {query.data && <Closing told={query.data} />}
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Button onClick={close}>Leave as it is</Button>
            {query.data && query.data.closing.length > 0 && <Confirm told={query.data} />}
          </div>
        </Dialog>
      )}
    </>
  )
}

function Closing({ told }: { told: Told }) {
  if (told.closing.length === 0)
    return <p className="mt-3">Nothing is held that is not on its way out.</p>
  return (
    <ul className="mt-3 list-disc space-y-1 pl-5">
      {told.closing.map(({ ticker, quantity, value }) => (
        <li key={ticker}>
          Sell {shares(quantity)} {ticker} at the market, worth about {dollars(value)}
        </li>
      ))}
      {told.canceling.length > 0 && (
        <li>
          {told.canceling.length} {told.canceling.length === 1 ? 'order' : 'orders'} to buy will be
          cancelled
        </li>
      )}
    </ul>
  )
}

function Confirm({ told }: { told: Told }) {
  return (
    <Action
      words={`Sell all ${told.closing.length}`}
      look="risky"
      reason="asked"
      consequences={[
        {
          what: `${told.closing.length} positions worth about ${dollars(
            told.closing.reduce((sum, { value }) => sum + Number(value), 0),
          )} are sold at the market, each judged by risk as it leaves.`,
        },
        { what: 'What the market gives may differ from the prices shown.' },
      ]}
      change={(reason) => ask({ reason, confirm: told.confirm })}
    />
  )
}
