/** Takes an order back, and says how one that is open or ended stands. */

import type { OrderRow } from '#shared/contracts/api/trading.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { shares } from '../../../text/format.ts'
import { wordsFor } from '../../../text/codes.ts'
import { Action } from '../../../parts/steer/action.tsx'

const OPEN: readonly string[] = ['intent', 'submitted', 'partially_filled', 'unknown']

type Row = OrderRow

export function CancelOrder({ row, isSmall = false }: { row: Row; isSmall?: boolean }) {
  const mayCancel = useMayDo('POST /api/trading/orders/:id/cancel')
  if (!mayCancel || !OPEN.includes(row.state) || row.cancelAskedAt) return null
  const left = Number(row.quantity) - Number(row.filledQuantity)
  return (
    <Action
      words={`Cancel ${row.side} of ${row.ticker}`}
      brief="Cancel"
      isSmall={isSmall}
      look="risky"
      reason="asked"
      consequences={[
        { what: `${shares(left)} of ${shares(row.quantity)} shares are no longer asked for.` },
        { what: 'What fills before the broker takes it back stays filled.' },
        ...(row.side === 'sell'
          ? [{ what: 'A stop or target that still holds asks for its sale again.' }]
          : []),
      ]}
      change={(reason) =>
        send('POST /api/trading/orders/:id/cancel', { id: row.orderId, body: { reason } })
      }
    />
  )
}

/** Why it waits, ended, or was refused; empty where there is nothing to say beside its state. */
export function standsOf(row: Row): string {
  if (row.rejectReason) return `Refused: ${wordsFor(row.rejectReason)}`
  if (row.endCode) return wordsFor(row.endCode)
  if (!OPEN.includes(row.state)) return ''
  if (row.cancelAskedAt)
    return `Taken back by ${row.cancelAskedBy ?? 'the engine'}, being cancelled`
  if (row.state === 'intent') return 'Waits to be sent to the broker'
  if (row.state === 'unknown') return 'The broker is asked what became of it'
  return row.orderType === 'market'
    ? 'Waits at the broker to be filled'
    : 'Waits at the broker for its price'
}
