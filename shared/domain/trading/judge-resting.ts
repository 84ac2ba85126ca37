/**
 * Judges what is done about the stop of one position that rests at the broker: placed, put in another's
 * place, taken back, or left as it stands.
 *
 * Pure, so that what was known can be kept and judged again. It gives way to everything: nothing is placed
 * while anything else of its ticker is on its way (docs/trading.md, Stops at the broker).
 */

import { Big } from 'big.js'
import { available, type Book } from '../risk/book.ts'
import type { CheckResult } from '../risk/evaluate.ts'
import { isOfHolding, type Exit } from './exits.ts'
import type { Leave } from './mode.ts'
import type { OrderState } from './order-state.ts'
import { RESTING_STOP, restingOf, standsFor, type Resting } from './resting.ts'
import type { Levels } from './stops.ts'

export type RestingInput = {
  ticker: string
  /** Whether a person wants such orders. */
  isOn: boolean
  leave: Leave
  book: Pick<Book, 'holdings' | 'pending'>
  /** Null where nothing is held. */
  holding: { openedAt: Date; decisionId: string | null } | null
  /** How the one decided on last fares; null where there is none. */
  last: { state: 'sent' | 'refused' | 'ended'; nextTryAt: Date | null } | null
  /** Those at the broker, or on their way there, oldest first. */
  open: readonly {
    orderId: string
    state: OrderState
    quantity: string
    stopPrice: string
    cancelAskedAt: Date | null
  }[]
  levels: Pick<Levels, 'stopPrice' | 'trailingStop'> | null
  exit: Exit | null
  /** The newest price; null where none is known. */
  price: string | null
}

export type RestingVerdict =
  | { action: 'none' }
  /** It is over with its position. */
  | { action: 'forget' }
  | { action: 'take back'; reason: 'position_closed' | 'resting_stops_off' | 'no_whole_share' }
  | {
      action: 'act'
      code: typeof RESTING_STOP
      quantity: string
      /** Of the order, and of the decision; dollars a share. */
      price: string
      checks: readonly CheckResult[]
      sizing: { entry: string | null; replaces?: string }
    }

/** The verdict of a look at `now`. */
export function judgeResting(input: RestingInput, now: Date): RestingVerdict {
  const { isOn, holding, last, open, leave } = input
  if (!isOn || !holding) {
    if (open.length > 0)
      return { action: 'take back', reason: isOn ? 'position_closed' : 'resting_stops_off' }
    return { action: last?.state === 'sent' ? 'none' : 'forget' }
  }
  const [stands, ...others] = open
  // Being taken back, on its way, or one that takes another's place: what comes of it is waited for.
  if (others.length > 0 || open.some(({ cancelAskedAt }) => cancelAskedAt !== null)) return none
  if (stands ? stands.state !== 'submitted' : last?.state === 'sent') return none
  const free = freeOf(input, stands)
  if (stands && free.lt(1)) return { action: 'take back', reason: 'no_whole_share' }
  const wanted = wantedOf(input, holding, free)
  if (!wanted || (stands && standsFor(stands, wanted))) return none
  if (!leave.ok || (last?.nextTryAt && last.nextTryAt > now)) return none
  const { quantity, stopPrice } = wanted
  return {
    action: 'act',
    code: RESTING_STOP,
    quantity,
    price: stopPrice,
    checks: [{ name: RESTING_STOP, found: input.price, limit: stopPrice, passed: true }],
    sizing: { entry: holding.decisionId, ...(stands && { replaces: stands.orderId }) },
  }
}

const none = { action: 'none' } as const

/** Shares that no other order has promised. */
function freeOf({ ticker, book }: RestingInput, stands: { quantity: string } | undefined): Big {
  const free = available(ticker, {
    ...book,
    pending: book.pending.filter(({ side }) => side === 'sell'),
  })
  if (!stands) return free
  const held = available(ticker, { ...book, pending: [] })
  const back = free.plus(stands.quantity)
  return back.gt(held) ? held : back
}

/** What should stand there now; undefined where nothing can: an exit, or a purchase, is on its way. */
function wantedOf(
  { ticker, book, levels, exit, price }: RestingInput,
  holding: { openedAt: Date },
  free: Big,
): Resting | undefined {
  const isBuying = book.pending.some((row) => row.ticker === ticker && row.side === 'buy')
  if (!levels || isBuying || (exit && isOfHolding(exit, holding))) return undefined
  return restingOf({ levels, free, price })
}
