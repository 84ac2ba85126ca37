/**
 * The stop of a position as an order that rests at the broker: how many shares at which price, and when
 * one that stands there no longer does. Source: docs/FORMULAS.md, Stops.
 */

import { Big } from 'big.js'
import { backOffSeconds } from '../back-off.ts'
import { compare, greatest } from '../money.ts'
import { SECOND_MS } from '../spans.ts'
import type { Levels } from './stops.ts'

/** The code of its decisions; an order of such a one is kept apart as one that protects. */
export const RESTING_STOP = 'resting_stop'

const restingDefaults = {
  /** The order follows the level once it is this share of it behind. */
  followShare: 0.0025,
  /** After a refusal of the broker. */
  refused: { seconds: 60, secondsMax: 3600 },
}

/** Shares and dollars a share, as decimal text. */
export type Resting = { quantity: string; stopPrice: string }

/** What is known of a position as its order is decided on. */
export type Protected = {
  levels: Pick<Levels, 'stopPrice' | 'trailingStop'>
  /** Shares that no other order of anybody has promised. */
  free: Big
  /** The newest price; null where none is known. */
  price: string | null
}

/**
 * The order a position should have at the broker; undefined where none: no whole share is free, or the
 * price is at the level already, which is for an exit to answer.
 */
export function restingOf({ levels, free, price }: Protected): Resting | undefined {
  const { stopPrice, trailingStop } = levels
  const level =
    trailingStop === null ? new Big(stopPrice) : new Big(greatest(stopPrice, trailingStop))
  const quantity = free.round(0, Big.roundDown)
  // Of a dollar and more exchanges take whole cents.
  const tick = level.round(level.gte(1) ? 2 : 4, Big.roundDown)
  if (quantity.lte(0) || tick.lte(0)) return undefined
  if (price === null || compare(price, level) <= 0) return undefined
  return { quantity: quantity.toFixed(), stopPrice: tick.toFixed() }
}

/** Whether an order at the broker still does for what is wanted. */
export function standsFor(stands: Resting, wanted: Resting): boolean {
  const behind = new Big(wanted.stopPrice).minus(stands.stopPrice).div(stands.stopPrice)
  const isNear = behind.gte(0) && behind.lt(restingDefaults.followShare)
  return isNear && new Big(stands.quantity).eq(wanted.quantity)
}

/** When it is tried again after so many refusals in a row. */
export function nextTryAfter(refusals: number, now: Date): Date {
  return new Date(now.getTime() + backOffSeconds(restingDefaults.refused, refusals) * SECOND_MS)
}
