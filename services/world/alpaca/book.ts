/**
 * The account the world's broker keeps: orders, executions, cash and holdings.
 *
 * All of it follows from what was asked and when, so a journal of requests brings it back after
 * the process was killed.
 */

import { Big } from 'big.js'
import type { WorldSplit } from '../contents/actions.ts'
import type { Quotes } from '../contents/world.ts'
import { execute, type Execution, type Ticket, type Working } from './execution.ts'
import {
  appendJournal,
  readJournal,
  type JournalEntry,
  type Payment,
  type Transfer,
} from './journal.ts'
import {
  effectOf,
  openState,
  readsOf,
  type Actions,
  type SplitShares,
  type State,
} from './state.ts'

export type BookOrder = Ticket &
  Working & {
    seq: number
    canceledAt: Date | null
    /** When a cancel that was asked for takes effect, where it does not at once. */
    cancelDue: Date | null
    /** The order that takes its place. */
    replacedBy?: string
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
  /** Splits and dividends of the world; none unless given. */
  actions?: () => Actions
  /** Called of each split that somebody made, now or before a restart. */
  onSplit?: (split: WorldSplit) => void
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
  /** Dividends that were paid. */
  payments(): readonly Payment[]
  /** Splits that changed a holding. */
  splits(): readonly SplitShares[]
  transfer(moved: Transfer): void
  pay(payment: Payment): void
  split(split: WorldSplit): void
  /** Forgets orders, holdings and transfers: a new account with the opening cash. */
  reset(): void
  submit(ticket: Ticket): BookOrder
  /** Takes effect at `due`, unless it is executed before. */
  cancel(order: BookOrder, at: Date, due?: Date): void
  /** Puts another in the place of an open order. */
  replace(order: BookOrder, ticket: Ticket): BookOrder
}

const NOTHING: Actions = { splits: [], dividends: [] }

/** Opens the book, with what its journal remembers. */
export function openBook(settings: BookSettings): AlpacaBook {
  const { quotes, seed, cash, journal, actions = () => NOTHING } = settings
  const state = openState()
  const advance = advancing(quotes, seed, actions)
  const recall = recalling(state, advance, settings.onSplit)
  let seen = new Date(0)
  let latest = new Date(0)
  const remember = (entry: JournalEntry) => journal && appendJournal(journal, entry)
  const keep = (entry: JournalEntry) => {
    remember(entry)
    recall(entry)
  }
  const submit = (ticket: Ticket) => {
    remember({ what: 'submit', ticket })
    // The next look must try it, though the moment may already have been looked at.
    seen = new Date(0)
    return state.take(ticket)
  }

  for (const entry of journal ? readJournal(journal) : []) recall(entry)
  return {
    look(at) {
      if (at > latest) latest = at
      if (at <= seen) return
      for (const order of state.orders.values()) if (order.next) advance(order, at)
      seen = at
    },
    ...readsOf(state, cash, actions, () => latest),
    transfer: (transfer) => keep({ what: 'transfer', transfer }),
    pay: (payment) => keep({ what: 'payment', payment }),
    split: (split) => keep({ what: 'split', split }),
    reset: () => keep({ what: 'reset' }),
    submit,
    cancel({ orderId }, at, due = at) {
      keep({ what: 'cancel', orderId, at, due })
    },
    replace({ orderId }, ticket) {
      keep({ what: 'replace', orderId, by: ticket.orderId, at: ticket.submittedAt })
      return submit(ticket)
    },
  }
}

type Advance = (order: BookOrder, at: Date) => void

/** Executes what is due of an order, and takes it back where that is due before. */
function advancing(quotes: Quotes, seed: number, actions: () => Actions): Advance {
  return (order, at) => {
    if (order.canceledAt) return
    const { cancelDue } = order
    const split = splitOver(order, actions(), at)
    const before = split && new Date(split.getTime() - 1)
    const until = [cancelDue, before].reduce<Date>((one, due) => (due && due < one ? due : one), at)
    order.executions.push(...execute(order, order, quotes, seed, until))
    const ends = cancelDue && cancelDue <= until ? cancelDue : split
    if (ends && isOpenOrder(order)) Object.assign(order, { canceledAt: ends, next: null })
  }
}

/** The first split of its stock that an order waits over: it is of other shares, and ends. */
function splitOver({ symbol, submittedAt, executions }: BookOrder, { splits }: Actions, at: Date) {
  const since = executions.at(-1)?.at ?? submittedAt
  return splits
    .filter(({ ticker }) => ticker === symbol)
    .map(({ exDate }) => effectOf(exDate))
    .sort((one, other) => one.getTime() - other.getTime())
    .find((moment) => moment > since && moment <= at)
}

/** Does what an entry says, as it is asked for and again after a restart. */
function recalling(
  { orders, transfers, payments, take, forget }: State,
  advance: Advance,
  onSplit: BookSettings['onSplit'],
): (entry: JournalEntry) => void {
  const drop = (orderId: string, at: Date, due = at) => {
    const order = orders.get(orderId)
    if (!order) return
    advance(order, at)
    if (isOpenOrder(order)) order.cancelDue ??= due
    advance(order, at)
  }
  return (entry) => {
    if (entry.what === 'submit') take(entry.ticket)
    else if (entry.what === 'transfer') transfers.push(entry.transfer)
    else if (entry.what === 'payment') payments.push(entry.payment)
    else if (entry.what === 'split') onSplit?.(entry.split)
    else if (entry.what === 'reset') forget()
    else if (entry.what === 'cancel') drop(entry.orderId, entry.at, entry.due)
    else {
      drop(entry.orderId, entry.at)
      const order = orders.get(entry.orderId)
      if (order) order.replacedBy = entry.by
    }
  }
}

/** An order that may still execute. */
export function isOpenOrder(order: BookOrder): boolean {
  return !order.canceledAt && !order.expiredAt && order.filled.lt(order.quantity)
}

/** What is left to execute of an order; 0 of a closed one. */
export function leaves(order: BookOrder): Big {
  return isOpenOrder(order) ? order.quantity.minus(order.filled) : new Big(0)
}
