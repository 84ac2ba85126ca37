/**
 * What would have come of a purchase that was not made: sized without the check that stopped it, and
 * ended by the levels that every position has. Source: docs/FORMULAS.md, What checks save.
 */

import { Big } from 'big.js'
import { floorTo, least } from '../money.ts'
import { onTheWay, pointsOf, pointsOfFirst, type Point } from './bar-points.ts'
import { exitAt, ratchet, type ExitReason, type Levels } from './stops.ts'
import type { Tier } from './tiers.ts'
import { sizingDefaults } from './sizing-steps.ts'

const whatIfDefaults = {
  /** Sessions after which what is left is sold at the close. */
  sessionsMax: 20,
}

export type WhatIfBar = {
  sessionDate: string
  open: string
  high: string
  low: string
  close: string
}

/** What a decision's sizing recorded of each step: the dollars it left. */
export type StepLeft = { name: string; value: string }

/** The account of that moment. Dollars as decimal text. */
export type WhatIfAccount = {
  equity: string
  activePool: string
  positionCap: string
  /** Share of equity one position may be worth. */
  positionPctMax: number
}

/**
 * Dollars the purchase would have been worth without the check: what the steps before it had left;
 * where none were taken, the tier's share of the pool. What caps every position caps it too.
 */
export function worthWithout(
  check: string,
  { steps, confidence, tier }: { steps: readonly StepLeft[]; confidence: number; tier: Tier },
  account: WhatIfAccount,
): Big {
  const at = steps.findIndex(({ name }) => name === check)
  // A check of the risk engine comes after all steps.
  const before = at === -1 ? steps.at(-1) : steps[at - 1]
  const worth = before ? new Big(before.value) : poolShare(confidence, tier, account)
  const caps = [
    account.positionCap,
    new Big(account.equity).times(account.positionPctMax),
    new Big(account.activePool).times(tier.positionPctMax),
  ]
  return new Big(least(worth, ...caps))
}

function poolShare(confidence: number, tier: Tier, { activePool }: WhatIfAccount): Big {
  const asked = (0.5 * tier.positionPctMax * confidence) / tier.confidenceMin
  return new Big(activePool).times(Math.min(asked, tier.positionPctMax))
}

/** Shares that so many dollars buy. */
export function sharesFor(worth: Big, price: string): string {
  return floorTo(worth.gt(0) ? worth.div(price) : 0, sizingDefaults.quantityPlaces)
}

export type Ended = {
  /** Dollars, before costs. */
  profit: string
  /** The last exit's. */
  reason: ExitReason | 'horizon'
  endedOn: string
}

/**
 * Goes through the sessions after a purchase; undefined while it would still be held.
 *
 * Of a session only open, high, low and close are known: the low counts as before the high, so that
 * where both a stop and a target lie within it the stop was hit. Within the session it was bought in
 * the close alone lies behind it, unless it was bought at its open.
 */
export function liveThrough(
  bought: { price: string; quantity: string; levels: Levels; on: string; atOpen: boolean },
  bars: readonly WhatIfBar[],
): Ended | undefined {
  let { levels } = bought
  let left = new Big(bought.quantity)
  let proceeds = new Big(0)
  for (const [place, bar] of bars.slice(0, whatIfDefaults.sessionsMax).entries()) {
    const points = bar.sessionDate === bought.on ? pointsOfFirst(bar, bought.atOpen) : pointsOf(bar)
    let reason: ExitReason | 'horizon' | undefined
    const sell = (hit: { reason: ExitReason; level: string; quantity: string }, point: Point) => {
      proceeds = proceeds.plus(
        new Big(hit.quantity).times(point.isTraded ? point.price : hit.level),
      )
      left = left.minus(hit.quantity)
      if (hit.reason === 'target_1') levels = { ...levels, halfTaken: true }
      reason = hit.reason
    }
    for (const point of points.flatMap((one) => onTheWay(one, levels))) {
      const hit = left.gt(0) ? exitAt(levels, point.price, left.toFixed()) : undefined
      if (hit) sell(hit, point)
    }
    if (left.gt(0) && place === whatIfDefaults.sessionsMax - 1) {
      proceeds = proceeds.plus(left.times(bar.close))
      left = new Big(0)
      reason = 'horizon'
    }
    if (left.eq(0)) {
      const profit = proceeds.minus(new Big(bought.quantity).times(bought.price))
      return { profit: profit.toFixed(), reason: reason ?? 'horizon', endedOn: bar.sessionDate }
    }
    levels = ratchet(levels, bar.close)
  }
  return undefined
}
