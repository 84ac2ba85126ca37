/** What one session does to the orders that came before its open: it fills them, in part or whole, or they end. */

import { Big } from 'big.js'
import type { TradedBar } from '../strategy/strategy.ts'
import { isClosed } from '../trading/order-state.ts'
import { bookFill, sharesOf, type BacktestAccount } from './account.ts'
import { costOf } from './costs.ts'
import { filledAt, withFill, type BacktestOrder } from './order.ts'
import type { BacktestSettings } from './settings.ts'

/** An order that was not traded, and the numbers that say why. */
export type RejectedOrder = {
  date: string
  ticker: string
  side: 'buy' | 'sell'
  code: string
  found: string | number | null
  limit: string | number | null
}

/** One that traded. */
export type TradedOrder = { order: BacktestOrder; quantity: Big; at: number; price: Big }

/** Undefined stands for a day without a bar. */
export type TriedAt = { bar: TradedBar | undefined; at: number; opensAt: Date }

type Told = { traded(fill: TradedOrder): void; rejected(order: BacktestOrder, code: string): void }

/** Tries one order at the bar number `at`. */
export function tryOrder(
  account: BacktestAccount,
  order: BacktestOrder,
  { bar, at, opensAt }: TriedAt,
  settings: BacktestSettings,
  told: Told,
): void {
  // On its way to the market still: it waits for a bar that opens after.
  if (bar && order.arrivesAt > opensAt.getTime()) return
  const price = bar && bar.volume !== 0 ? filledAt(order, bar) : undefined
  const lasts = at - order.decidedAt
  if (!bar || price === undefined) {
    if (order.rests) return
    if (order.type === 'limit' && bar) end(order, 'limit_not_reached', told)
    else if (lasts >= settings.orderSessionsMax) end(order, 'no_session', told)
    return
  }
  // A stop that was hit is a market order from then on.
  if (order.type === 'stop') order.type = 'market'
  if (order.quantity.eq(0)) order.quantity = sizedAt(account, order, price, settings)
  const part = volumePart(order.quantity.minus(order.filled), bar.volume, settings)
  const quantity = affordable(account, order, { part, price }, settings)
  if (quantity.lte(0))
    return part.gt(0) || order.quantity.eq(0) ? end(order, 'no_cash', told) : undefined
  const isBound = order.type === 'limit'
  const cost = costOf(order.side, quantity, price, {
    volume: bar.volume,
    isBound,
    costs: settings.costs,
    date: bar.date,
  })
  bookFill(account, { ...order, quantity, cost, at })
  if (order.quantity.eq(quantity)) order.state = 'filled'
  else withFill(order, quantity)
  told.traded({ order, quantity, at, price: cost.price })
  // What cash does not reach for today it does not reach for tomorrow.
  if (!isClosed(order.state) && quantity.lt(part)) end(order, 'no_cash', told)
}

function end(order: BacktestOrder, code: string, told: Told): void {
  order.state = code === 'no_session' || code === 'limit_not_reached' ? 'expired' : 'canceled'
  told.rejected(order, code)
}

/** Shares that `weight` of the money buys at the open. */
function sizedAt(
  { cash }: BacktestAccount,
  { weight }: BacktestOrder,
  price: number,
  settings: BacktestSettings,
): Big {
  return most(cash.times(weight), dearest(price, settings), settings)
}

/** What cash and holdings allow of it. */
function affordable(
  account: BacktestAccount,
  { side, ticker }: BacktestOrder,
  { part, price }: { part: Big; price: number },
  settings: BacktestSettings,
): Big {
  if (side === 'sell') {
    const held = sharesOf(account, ticker)
    return part.lte(held) ? part : held
  }
  const each = dearest(price, settings)
  return part.times(each).lte(account.cash) ? part : most(account.cash, each, settings)
}

/** No more than a share of the session's volume. */
function volumePart(left: Big, volume: number, settings: BacktestSettings): Big {
  // Without a volume (an index) there is no bound by it.
  if (Number.isNaN(volume)) return left
  const bound = wholeOf(new Big(volume).times(settings.volumeShareMax), settings)
  return left.lte(bound) ? left : bound
}

/** The most shares that `money` buys; found by floats and held to the exact amount, as dividing exactly is slow. */
function most(money: Big, each: Big, settings: BacktestSettings): Big {
  if (settings.isFractional) return wholeOf(money.div(each), settings)
  let shares = new Big(Math.max(0, Math.floor(money.toNumber() / each.toNumber())))
  while (shares.gt(0) && shares.times(each).gt(money)) shares = shares.minus(1)
  return shares.plus(1).times(each).lte(money) ? shares.plus(1) : shares
}

/** The most a share may cost with all that comes on top. */
function dearest(price: number, { costs }: BacktestSettings): Big {
  const { halfSpreadBps, slippageBps, impactBps, feeBps, feePerShare } = costs
  const bps = halfSpreadBps + slippageBps + impactBps + feeBps
  const each = new Big(price).times(1 + bps / 10_000)
  return feePerShare === 0 ? each : each.plus(feePerShare)
}

/** Down to a whole share, or to a billionth of one. */
export function wholeOf(quantity: Big, { isFractional }: BacktestSettings): Big {
  return quantity.round(isFractional ? 9 : 0, Big.roundDown)
}
