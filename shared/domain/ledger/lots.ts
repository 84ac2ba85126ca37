/** Lots of a ticker, first in, first out. */

import { Big } from 'big.js'

/**
 * What is left of one fill; `quantity` is below 0 for a sale whose purchase is not known yet. `cost` is
 * dollars of all of it, of the same sign, and exact; `price` is its share, to six decimals after a split.
 */
export type Lot = {
  executionId: string
  filledAt: Date
  quantity: Big
  price: Big
  cost: Big
}

/** What opens or closes lots. */
type Purchase = {
  executionId: string
  filledAt: Date
  side: 'buy' | 'sell'
  quantity: string
  price: string
}

/** Closes lots of the other side, oldest first, and opens one with what is left. */
export function matchLots(
  before: readonly Lot[],
  { executionId, filledAt, side, quantity, price }: Purchase,
): { lots: Lot[]; closed: Big; profit: Big } {
  const sign = side === 'buy' ? 1 : -1
  let [left, profit] = [new Big(quantity), new Big(0)]
  let spent = 0
  let rest: Lot | undefined
  for (const lot of before) {
    if (left.eq(0) || lot.quantity.s === sign) break
    const held = lot.quantity.abs()
    const part = held.lt(left) ? held : left
    // What is left of a lot keeps what its part does not take, so that no cent is lost by dividing.
    const cost = part.lt(held) ? lot.cost.times(part).div(held) : lot.cost
    profit = profit.minus(part.times(price).times(sign)).minus(cost)
    left = left.minus(part)
    spent += 1
    if (part.lt(held))
      rest = { ...lot, quantity: lot.quantity.plus(part.times(sign)), cost: lot.cost.minus(cost) }
  }
  const quantityLeft = left.times(sign)
  const opened = {
    executionId,
    filledAt,
    quantity: quantityLeft,
    price: new Big(price),
    cost: quantityLeft.times(price),
  }
  const lots = [...(rest ? [rest] : []), ...before.slice(spent), ...(left.gt(0) ? [opened] : [])]
  return { lots, closed: new Big(quantity).minus(left), profit }
}
