/** Wishes to tell what became of an order. */

import { Big } from 'big.js'
import type { Tx } from '../open.ts'
import { wishToTell } from './wishes.ts'

type Told = { orderId: string; ticker: string; side: string; quantity: string }

type Ended = Told & { state: string; filledQuantity: string; filledPriceAvg: string | null }

/** Of an order that ended at the broker: what was filled, and what was refused in its word. */
export async function tellEnded(tx: Tx, order: Ended, status: string, now: Date): Promise<void> {
  const { state, filledQuantity: quantity, filledPriceAvg: price } = order
  if (state === 'filled') await tellFilled(tx, { ...order, quantity, price }, now)
  if (state === 'rejected') await tellRejected(tx, { ...order, reason: status }, now)
}

async function tellFilled(
  tx: Tx,
  { orderId, ticker, side, quantity, price }: Told & { price: string | null },
  now: Date,
): Promise<void> {
  const [verb, shares] = [side === 'buy' ? 'Bought' : 'Sold', new Big(quantity).toFixed()]
  const at = price === null ? '' : ` at ${new Big(price).toFixed()}`
  const says = `${verb} ${shares} ${ticker}${at}`
  await wishToTell(tx, { kind: 'order_filled', subject: ticker, occasion: orderId, says }, now)
}

export async function tellRejected(
  tx: Tx,
  { orderId, ticker, side, quantity, reason }: Told & { reason: string },
  now: Date,
): Promise<void> {
  const says = `The broker refused to ${side} ${new Big(quantity).toFixed()} ${ticker}: ${reason}`
  await wishToTell(tx, { kind: 'order_rejected', subject: ticker, occasion: orderId, says }, now)
}
