/** Puts another order in the place of one that waits at the broker: other shares, another limit. */

import { useState } from 'react'
import type { OrderRow } from '#shared/contracts/api/trading.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { dollars, shares } from '../../../text/format.ts'
import { TextField } from '../../../parts/field.tsx'
import { Action } from '../../../parts/steer/action.tsx'

/** The broker changes whole shares alone, of orders that wait whole. */
const mayBe = (row: OrderRow) =>
  row.state === 'submitted' &&
  row.brokerOrderId !== null &&
  row.cancelAskedAt === null &&
  row.limitPrice !== null &&
  Number.isInteger(Number(row.quantity))

export function ChangeOrder({ row }: { row: OrderRow }) {
  const mayChange = useMayDo('PUT /api/trading/orders/:id')
  if (!mayChange || !mayBe(row)) return null
  return <Change row={row} limit={String(Number(row.limitPrice))} />
}

function Change({ row, limit }: { row: OrderRow; limit: string }) {
  const whole = String(Number(row.quantity))
  const [quantity, setQuantity] = useState(whole)
  const [price, setPrice] = useState(limit)
  const does = `Change ${row.side} of ${row.ticker}`
  const consequences = [
    { what: 'Shares', from: shares(row.quantity), to: shares(Number(quantity) || 0) },
    { what: 'Limit', from: dollars(limit), to: dollars(Number(price) || 0) },
    { what: 'It is judged by risk again, as a new order; the one before stays until it stands.' },
  ]
  return (
    <Action
      words={does}
      brief="Change"
      isSmall
      reason="asked"
      isReady={Number(quantity) > 0 && Number(price) > 0 && (quantity !== whole || price !== limit)}
      consequences={consequences}
      change={(reason) =>
        send('PUT /api/trading/orders/:id', {
          id: row.orderId,
          body: { quantity: quantity.trim(), limit_price: price.trim(), reason },
          says: { does, consequences },
        })
      }
    >
      <TextField
        name="Shares"
        value={quantity}
        onChange={setQuantity}
        inputMode="numeric"
        isRequired
      />
      <TextField
        name="Limit price"
        value={price}
        onChange={setPrice}
        inputMode="decimal"
        isRequired
      />
    </Action>
  )
}
