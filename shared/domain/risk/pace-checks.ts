/** Checks from `risk-2` on of how fast and how often orders leave: what runs away is stopped by these. */

import { Big } from 'big.js'
import { ofFacts } from './account-checks.ts'
import { compared } from './checks.ts'
import type { RiskVerdict } from './evaluate.ts'
import { measure } from './measure.ts'

export const ordersPerSecond = ofFacts(({ ordersLastSecond }, { limits: { ordersPerSecondMax } }) =>
  counted('orders_per_second', ordersLastSecond + 1, ordersPerSecondMax),
)

export const ordersPerDay = ofFacts(({ ordersToday }, { limits: { ordersPerDayMax } }) =>
  counted('orders_per_day', ordersToday + 1, ordersPerDayMax),
)

export const tickerOrdersPerDay = ofFacts(
  ({ purchasesToday }, { order, limits: { tickerOrdersPerDayMax } }) =>
    counted(
      'ticker_orders_per_day',
      (purchasesToday[order.ticker] ?? 0) + 1,
      tickerOrdersPerDayMax,
    ),
)

/** The same ticker, side and quantity a moment ago is a second one by mistake. */
export const duplicateOrder = ofFacts(({ purchases }, { order, limits: { duplicateSeconds } }) => {
  const same = purchases.find(
    ({ ticker, quantity }) => ticker === order.ticker && new Big(quantity).eq(order.quantity),
  )
  if (!same) return undefined
  const made = compared(
    'duplicate_order',
    same.ageSeconds,
    duplicateSeconds,
    same.ageSeconds >= duplicateSeconds,
  )
  return measure(made, 'seconds', 'at least')
})

function counted(name: string, withThis: number, limit: number) {
  return measure(compared(name, withThis, limit, withThis <= limit), 'count', 'at most')
}

/** Limits that the engine keeps by itself: orders that come in spite of them come of a fault in it. */
export const runawayCodes: readonly string[] = [
  'orders_per_second',
  'orders_per_minute',
  'orders_per_day',
  'ticker_orders_per_day',
  'duplicate_order',
  'order_shares',
  'position_pct',
  'position_value',
  'sector_pct',
  'sectors',
  'positions',
  'buying_power',
]

/** Whether an order was refused that a sound engine does not ask for. */
export function isBeyond({ code }: Pick<RiskVerdict, 'code'>): boolean {
  return runawayCodes.includes(code)
}
