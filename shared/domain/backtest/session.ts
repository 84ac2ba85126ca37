/** One session of a backtest from its open to its close: splits, dividends, orders, and what rests at the broker. */

import { Big } from 'big.js'
import type { TradedBar } from '../strategy/strategy.ts'
import { isClosed } from '../trading/order-state.ts'
import { bookDividend, bookSplit, sharesOf, type BacktestAccount } from './account.ts'
import type { FeedSession } from './feed.ts'
import { tryOrder, type RejectedOrder, type TradedOrder } from './fills.ts'
import type { BacktestOrder } from './order.ts'
import type { BacktestSettings } from './settings.ts'

/** The account, orders on their way, and those that rest by ticker. */
export type BacktestState = {
  account: BacktestAccount
  working: BacktestOrder[]
  resting: Map<string, BacktestOrder[]>
  /** Paid so far, dollars. */
  dividends: Big
}

export type BacktestFillRow = Omit<TradedOrder, 'order'> & { ticker: string; side: 'buy' | 'sell' }

/** Where it is written down what was done. */
type Journal = { fills: BacktestFillRow[]; rejected: RejectedOrder[] }

/** Everything from the open to the close. */
export function playSession(
  state: BacktestState,
  session: FeedSession,
  at: number,
  settings: BacktestSettings,
  run: Journal,
): void {
  const { account } = state
  for (const { ticker, ratio } of session.splits) splitAll(state, ticker, ratio)
  for (const { ticker, perShare } of session.dividends)
    state.dividends = state.dividends.plus(bookDividend(account, ticker, perShare))
  if (state.working.length > 0 || state.resting.size > 0)
    playOrders(state, session, at, settings, run)
}

/** Orders on their way, then those that rest; apart from the rest, as most sessions have none. */
function playOrders(
  state: BacktestState,
  session: FeedSession,
  at: number,
  settings: BacktestSettings,
  run: Journal,
): void {
  const { account } = state
  const { opensAt } = session
  const bars = new Map(session.bars.map((bar) => [bar.ticker, bar]))
  const told = {
    traded: (fill: TradedOrder) => {
      const { order, ...rest } = fill
      run.fills.push({ ...rest, ticker: order.ticker, side: order.side })
      keepResting(state, fill, settings)
    },
    rejected: (order: BacktestOrder, code: string) => {
      const { ticker, side, quantity, filled } = order
      const numbers = { found: filled.toFixed(), limit: quantity.toFixed() }
      run.rejected.push({ date: session.date, ticker, side, code, ...numbers })
    },
  }
  // Sales first: what they bring is there for what is bought at the same open.
  const orders = state.working.toSorted(
    (a, b) => Number(a.side === 'buy') - Number(b.side === 'buy'),
  )
  for (const order of orders)
    tryOrder(account, order, { bar: bars.get(order.ticker), at, opensAt }, settings, told)
  tryResting(state, bars, (order, bar) =>
    tryOrder(account, order, { bar, at, opensAt }, settings, told),
  )
  state.working = state.working.filter(({ state: stands }) => !isClosed(stands))
}

function tryResting(
  { account, resting }: BacktestState,
  bars: ReadonlyMap<string, TradedBar>,
  attempt: (order: BacktestOrder, bar: TradedBar) => void,
): void {
  for (const [ticker, orders] of resting) {
    const bar = bars.get(ticker)
    if (!bar) continue
    for (const order of orders) {
      // The stop before the target: of a day that reached both, the worse is taken.
      order.quantity = sharesOf(account, ticker)
      order.filled = new Big(0)
      if (order.quantity.gt(0)) attempt(order, bar)
    }
    if (sharesOf(account, ticker).eq(0)) resting.delete(ticker)
  }
}

/** What rests at the broker as long as the shares are held: the order's own stop and target, or the account's stop. */
function keepResting(
  { resting, account }: BacktestState,
  { order, price, at }: TradedOrder,
  { limits }: BacktestSettings,
): void {
  const { ticker, side, stop, take } = order
  if (sharesOf(account, ticker).eq(0)) resting.delete(ticker)
  if (side === 'sell' || resting.has(ticker)) return
  const rest = (type: 'stop' | 'limit', level: number): BacktestOrder => ({
    ...order,
    orderId: `${order.orderId}:${type}`,
    side: 'sell',
    type,
    price: level,
    weight: 0,
    state: 'submitted',
    decidedAt: at,
    arrivesAt: 0,
    rests: true,
    why: type === 'stop' ? 'stop' : 'target',
  })
  const level = stop || (limits.stopPct > 0 ? price.toNumber() * (1 - limits.stopPct) : 0)
  const orders = [...(level ? [rest('stop', level)] : []), ...(take ? [rest('limit', take)] : [])]
  if (orders.length > 0) resting.set(ticker, orders)
}

/** Holdings and all that is asked for them, on the new basis. */
function splitAll(
  { account, working, resting }: BacktestState,
  ticker: string,
  ratio: string,
): void {
  bookSplit(account, ticker, ratio)
  const by = Number(ratio)
  for (const order of [...working, ...(resting.get(ticker) ?? [])]) {
    if (order.ticker !== ticker) continue
    order.quantity = order.quantity.times(ratio).round(9, Big.roundDown)
    order.filled = order.filled.times(ratio).round(9, Big.roundDown)
    order.price /= by
    order.stop /= by
    order.take /= by
    order.reference /= by
  }
}
