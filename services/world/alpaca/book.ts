/**
 * The account the world's broker keeps: orders, executions, cash and holdings.
 *
 * All of it follows from what was asked and when, so a journal of requests brings it back after
 * the process was killed.
 */

import { Big } from 'big.js'
import { execute, fresh, type Execution, type Ticket, type Working } from './execution.ts'
import { appendJournal, readJournal, type JournalEntry, type Transfer } from './journal.ts'
import type { Quotes } from '../contents/world.ts'

export type BookOrder = Ticket &
  Working & {
    seq: number
    canceledAt: Date | null
    executions: Execution[]
  }

export type AlpacaHolding = { symbol: string; quantity: Big; averagePrice: Big }

/** What the trading defaults are made for: positions of at most 50 dollars, a pool of at least 100. */
export const OPENING_CASH = '1000'

export type BookSettings = {
  quotes: Quotes
  seed: number
  cash: string
  journal?: string | undefined
}

export type AlpacaBook = {
  /** Executes everything due up to `at`; every reader calls it first. */
  look(at: Date): void
  /** In the order they came. */
  orders(): readonly BookOrder[]
  byId(orderId: string): BookOrder | undefined
  byClientId(clientOrderId: string): BookOrder | undefined
  /** Ordered by time, then execution id. */
  executions(): Execution[]
  cash(): Big
  /** Ordered by symbol; none of zero. */
  holdings(): AlpacaHolding[]
  /** How often the account was reset; each has an id of its own. */
  resets(): number
  /** In the order they came. */
  transfers(): readonly Transfer[]
  transfer(moved: Transfer): void
  /** Forgets orders, holdings and transfers: a new account with the opening cash. */
  reset(): void
  submit(ticket: Ticket): BookOrder
  cancel(order: BookOrder, at: Date): void
}

/** What the account has, before anything of it is executed. */
function openState() {
  const orders = new Map<string, BookOrder>()
  const byClient = new Map<string, BookOrder>()
  const transfers: Transfer[] = []
  let resets = 0
  return {
    orders,
    byClient,
    transfers,
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
      resets += 1
    },
  }
}

type State = ReturnType<typeof openState>

function executionsOf({ orders }: State): Execution[] {
  return [...orders.values()].flatMap((order) => order.executions).sort(byTime)
}

/** Opens the book, with what its journal remembers. */
export function openBook({ quotes, seed, cash, journal }: BookSettings): AlpacaBook {
  const state = openState()
  const { orders, transfers, take, forget } = state
  let seen = new Date(0)

  const advance = (order: BookOrder, at: Date) => {
    if (!order.canceledAt) order.executions.push(...execute(order, order, quotes, seed, at))
  }
  const drop = (order: BookOrder, at: Date) => {
    advance(order, at)
    if (isOpenOrder(order)) Object.assign(order, { canceledAt: at, next: null })
  }
  const remember = (entry: JournalEntry) => journal && appendJournal(journal, entry)
  const recall = (entry: JournalEntry) => {
    if (entry.what === 'submit') take(entry.ticket)
    else if (entry.what === 'transfer') transfers.push(entry.transfer)
    else if (entry.what === 'reset') forget()
    else if (orders.has(entry.orderId)) drop(orders.get(entry.orderId)!, entry.at)
  }
  const keep = (entry: JournalEntry) => {
    remember(entry)
    recall(entry)
  }

  for (const entry of journal ? readJournal(journal) : []) recall(entry)
  return {
    look(at) {
      if (at <= seen) return
      for (const order of orders.values()) if (order.next) advance(order, at)
      seen = at
    },
    ...readsOf(state, cash),
    transfer: (transfer) => keep({ what: 'transfer', transfer }),
    reset: () => keep({ what: 'reset' }),
    submit(ticket) {
      remember({ what: 'submit', ticket })
      // The next look must try it, though the moment may already have been looked at.
      seen = new Date(0)
      return take(ticket)
    },
    cancel(order, at) {
      drop(order, at)
      if (order.canceledAt) remember({ what: 'cancel', orderId: order.orderId, at })
    },
  }
}

function readsOf(state: State, cash: string) {
  return {
    orders: () => [...state.orders.values()],
    byId: (orderId: string) => state.orders.get(orderId),
    byClientId: (clientOrderId: string) => state.byClient.get(clientOrderId),
    executions: () => executionsOf(state),
    cash: () => cashOf(state, cash),
    holdings: () => holdingsOf(executionsOf(state)),
    resets: state.resets,
    transfers: () => state.transfers,
  }
}

function cashOf(state: State, opening: string): Big {
  const given = state.transfers.reduce((sum, { amount }) => sum.plus(amount), new Big(opening))
  return executionsOf(state).reduce((sum, fill) => sum.minus(signed(fill).times(fill.price)), given)
}

function openOrder(ticket: Ticket, seq: number): BookOrder {
  return { ...ticket, ...fresh(ticket), seq, canceledAt: null, executions: [] }
}

/** An order that may still execute. */
export function isOpenOrder(order: BookOrder): boolean {
  return !order.canceledAt && !order.expiredAt && order.filled.lt(order.quantity)
}

/** What is left to execute of an order; 0 of a closed one. */
export function leaves(order: BookOrder): Big {
  return isOpenOrder(order) ? order.quantity.minus(order.filled) : new Big(0)
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

/** Weighted average of purchases, which a sale leaves as it is. */
function holdingsOf(executions: Execution[]): AlpacaHolding[] {
  const held = new Map<string, { quantity: Big; cost: Big }>()
  for (const fill of executions) {
    const { quantity, cost } = held.get(fill.symbol) ?? { quantity: new Big(0), cost: new Big(0) }
    const price =
      fill.side === 'buy' ? fill.price : quantity.eq(0) ? fill.price : cost.div(quantity)
    held.set(fill.symbol, {
      quantity: quantity.plus(signed(fill)),
      cost: cost.plus(signed(fill).times(price)),
    })
  }
  return [...held]
    .filter(([, { quantity }]) => !quantity.eq(0))
    .map(([symbol, { quantity, cost }]) => ({ symbol, quantity, averagePrice: cost.div(quantity) }))
    .sort((a, b) => a.symbol.localeCompare(b.symbol))
}
