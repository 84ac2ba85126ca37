/** What the world's broker holds of an account, and what can be read of it. */

import { Big } from 'big.js'
import { type WorldDividend, type WorldSplit } from '../contents/actions.ts'
import { hoursOf } from '../contents/sessions.ts'
import type { Execution, Ticket } from './execution.ts'
import { fresh } from './execution.ts'
import type { AlpacaHolding, BookOrder } from './book.ts'
import type { Payment, Transfer } from './journal.ts'

/** Dividends and splits there are, as the world knows them now. */
export type Actions = { splits: readonly WorldSplit[]; dividends: readonly WorldDividend[] }

/** Shares that a split added to a holding, or took from it where they are less than none. */
export type SplitShares = { split: WorldSplit; added: Big; at: Date }

/** What the account has, before anything of it is executed. */
export function openState() {
  const orders = new Map<string, BookOrder>()
  const byClient = new Map<string, BookOrder>()
  const transfers: Transfer[] = []
  const payments: Payment[] = []
  let resets = 0
  return {
    orders,
    byClient,
    transfers,
    payments,
    resets: () => resets,
    take(ticket: Ticket) {
      const order = openOrder(ticket, orders.size)
      orders.set(order.orderId, order)
      byClient.set(order.clientOrderId, order)
      return order
    },
    forget() {
      orders.clear()
      byClient.clear()
      transfers.length = 0
      payments.length = 0
      resets += 1
    },
  }
}

export type State = ReturnType<typeof openState>

/** The reads of an account as it stood at the last moment looked at, `until()`. */
export function readsOf(state: State, cash: string, actions: () => Actions, until: () => Date) {
  const held = () => holdingsOf(executionsOf(state), actions().splits, until())
  return {
    orders: () => [...state.orders.values()],
    byId: (orderId: string) => state.orders.get(orderId),
    byClientId: (clientOrderId: string) => state.byClient.get(clientOrderId),
    executions: () => executionsOf(state),
    cash: () => cashOf(state, cash, paymentsOf(state, actions(), until())),
    holdings: () => held().holdings,
    resets: state.resets,
    transfers: () => state.transfers,
    payments: () => paymentsOf(state, actions(), until()),
    splits: () => held().splits,
  }
}

/** When a split or a dividend takes effect: as the exchange opens on its day. */
export function effectOf(day: string): Date {
  return hoursOf(day).opensAt
}

function executionsOf({ orders }: State): Execution[] {
  return [...orders.values()].flatMap((order) => order.executions).sort(byTime)
}

function cashOf(state: State, opening: string, payments: readonly Payment[]): Big {
  const given = [...state.transfers, ...payments].reduce(
    (sum, { amount }) => sum.plus(amount),
    new Big(opening),
  )
  return executionsOf(state).reduce((sum, fill) => sum.minus(signed(fill).times(fill.price)), given)
}

function openOrder(ticket: Ticket, seq: number): BookOrder {
  return { ...ticket, ...fresh(ticket), seq, canceledAt: null, cancelDue: null, executions: [] }
}

/** By time; at one moment a purchase comes before a sale, then by execution id. */
function byTime(a: Execution, b: Execution): number {
  return (
    a.at.getTime() - b.at.getTime() ||
    a.side.localeCompare(b.side) ||
    a.executionId.localeCompare(b.executionId)
  )
}

function signed({ side, quantity }: Execution): Big {
  return side === 'buy' ? quantity : quantity.times(-1)
}

/** Those paid by hand, and the world's own to who held the shares as its day opened. */
function paymentsOf(state: State, { splits, dividends }: Actions, until: Date): Payment[] {
  const executions = executionsOf(state)
  const own = dividends.flatMap(({ ticker, exDate, payOn, amount }): Payment[] => {
    const at = effectOf(payOn)
    if (at > until || executions.length === 0) return []
    const before = new Date(effectOf(exDate).getTime() - 1)
    const owned = executions.filter((fill) => fill.at <= before)
    const quantity = holdingsOf(owned, splits, before).holdings.find(
      ({ symbol }) => symbol === ticker,
    )?.quantity
    if (!quantity) return []
    const dollars = quantity.times(amount).round(2, Big.roundHalfUp)
    return [{ symbol: ticker, quantity, perShare: new Big(amount), amount: dollars, at }]
  })
  return [...state.payments, ...own]
}

/** Weighted average of purchases, which a sale leaves as it is; a split comes before its day's fills. */
function holdingsOf(executions: readonly Execution[], splits: readonly WorldSplit[], until: Date) {
  const held = new Map<string, { quantity: Big; cost: Big }>()
  const waiting = splits
    .map((split) => ({ split, at: effectOf(split.exDate) }))
    .filter(({ at }) => at <= until)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  const made: SplitShares[] = []
  const splitUntil = (at: Date) => {
    while (waiting[0] && waiting[0].at <= at) {
      const due = waiting.shift()!
      const { ticker, from, to } = due.split
      const before = held.get(ticker)
      if (!before?.quantity.gt(0)) continue
      const quantity = before.quantity.times(to).div(from).round(9, Big.roundDown)
      held.set(ticker, { quantity, cost: before.cost })
      made.push({ ...due, added: quantity.minus(before.quantity) })
    }
  }
  for (const fill of executions) {
    splitUntil(fill.at)
    const { quantity, cost } = held.get(fill.symbol) ?? { quantity: new Big(0), cost: new Big(0) }
    const price =
      fill.side === 'buy' ? fill.price : quantity.eq(0) ? fill.price : cost.div(quantity)
    held.set(fill.symbol, {
      quantity: quantity.plus(signed(fill)),
      cost: cost.plus(signed(fill).times(price)),
    })
  }
  splitUntil(until)
  const holdings: AlpacaHolding[] = [...held]
    .filter(([, { quantity }]) => !quantity.eq(0))
    .map(([symbol, { quantity, cost }]) => ({ symbol, quantity, averagePrice: cost.div(quantity) }))
    .sort((a, b) => a.symbol.localeCompare(b.symbol))
  return { holdings, splits: made }
}

/** A price of `since` on the basis of `at`, over the splits that took effect between. */
export function overSplits(
  price: Big,
  made: readonly SplitShares[],
  { symbol, since }: { symbol: string; since: Date },
): Big {
  return made
    .filter(({ split, at }) => split.ticker === symbol && at > since)
    .reduce((value, { split }) => value.times(split.from).div(split.to), price)
}
