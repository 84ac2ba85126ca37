/**
 * The prices that a bar is known to have gone through, in the order that is taken of them.
 *
 * The low counts as before the high, so that where both a stop and a target lie within it the stop was hit.
 */

import { Big } from 'big.js'
import type { Levels } from './stops.ts'

/** Dollars a share. */
export type BarPrices = { open: string; high: string; low: string; close: string }

/** `isTraded` of a price that an order got; the others are the furthest that the price went. */
export type Point = { price: string; isTraded: boolean }

export function pointsOf({ open, low, high, close }: BarPrices): Point[] {
  return [
    { price: open, isTraded: true },
    { price: low, isTraded: false },
    { price: high, isTraded: false },
    { price: close, isTraded: true },
  ]
}

/** Of the bar it was bought in: the close alone lies behind the purchase, unless that was at its open. */
export function pointsOfFirst(bar: BarPrices, atOpen: boolean): Point[] {
  return atOpen ? pointsOf(bar).slice(1) : [{ price: bar.close, isTraded: true }]
}

/** On its way up a price passes the first target before any above. */
export function onTheWay(
  point: Point,
  { target1, halfTaken }: Pick<Levels, 'target1' | 'halfTaken'>,
): Point[] {
  const passes =
    target1 !== null && !point.isTraded && !halfTaken && new Big(point.price).gt(target1)
  return passes ? [{ price: target1, isTraded: false }, point] : [point]
}
