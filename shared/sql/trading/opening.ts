/** What an account opened with, restated by what it did before and told only later. */

import { Big } from 'big.js'
import type { BrokerFill } from '../../domain/trading/broker-state.ts'
import type { Tx } from '../open.ts'
import { moveCash, ofAccount } from './accounts.ts'
import { bookTicker } from './ledger.ts'
import { postEntries } from './ledger-entries.ts'
import { addMove, dropEvent } from './share-events.ts'

/**
 * Takes out of the opening what these fills did to it: the first reading's cash and shares held it
 * already. The fills are stored and not booked. One of the very moment at which the books began was part
 * of it only where shares without a fill were held then: else it came right after.
 */
export async function restateOpening(
  tx: Tx,
  { fills, begunAt }: { fills: readonly BrokerFill[]; begunAt: Date },
  now: Date,
): Promise<void> {
  for (const { executionId, ticker, side, quantity, price, filledAt } of fills) {
    if (filledAt >= begunAt && !(await hasOpening(tx, ticker, side))) continue
    const shares = new Big(quantity).times(side === 'buy' ? 1 : -1)
    const paid = shares.times(price)
    await moveCash(tx, { opened: paid })
    const lines = [
      { book: 'cash' as const, amount: paid },
      { book: 'opening' as const, amount: paid.times(-1) },
    ]
    await postEntries(tx, `opening:${executionId}`, lines, now)
    await restateShares(tx, ticker, shares)
  }
}

async function hasOpening(tx: Tx, ticker: string, side: 'buy' | 'sell'): Promise<boolean> {
  const found = await tx`
    select from share_events
    where event_id = ${`opening:${ticker}`} and side = ${side} and ${ofAccount(tx)}`
  return found.length > 0
}

async function restateShares(tx: Tx, ticker: string, shares: Big): Promise<void> {
  const eventId = `opening:${ticker}`
  const [known] = await tx<{ side: string; quantity: string; price: string; at: Date }[]>`
    select side, quantity, price, at from share_events
    where event_id = ${eventId} and ${ofAccount(tx)}`
  if (!known) return
  await dropEvent(tx, eventId)
  const before = new Big(known.quantity).times(known.side === 'buy' ? 1 : -1)
  const quantity = before.minus(shares)
  const { price, at } = known
  if (!quantity.eq(0))
    await addMove(tx, {
      eventId,
      ticker,
      because: 'opening',
      quantity: quantity.toFixed(),
      price,
      at,
    })
  await bookTicker(tx, ticker, [], true)
}
