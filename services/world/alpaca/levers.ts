/** What happens to the account beside orders: levers of the world, under /alpaca/world. */

import { Big } from 'big.js'
import { newYorkDate, nextSession } from '#shared/domain/market/calendar.ts'
import { SECOND_MS } from '#shared/domain/spans.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { AlpacaBook } from './book.ts'
import type { Payment, Transfer } from './journal.ts'
import type { Call, Reply } from './trading.ts'
import type { SplitShares } from './state.ts'
import { stampId } from './wire.ts'

/** How a broker that is away shows it. */
export type BrokerAway = { until: Date; how: 'refuse' | 'unavailable' }

export type Levers = {
  /** Answers `POST world/<lever>` at business time `now`. */
  pull(lever: string | undefined, call: Call, now: Date): Reply
  /** The outage that stands at `now`. */
  outage(now: Date): BrokerAway | undefined
  /** When a cancel that is asked for at `now` takes effect. */
  cancelDue(now: Date): Date
}

const DOLLARS = /^-?\d{1,9}(?:\.\d{1,2})?$/
const SECONDS_MAX = 86_400
const DONE: Reply = { status: 204 }

/**
 * `transfer {"amount": "-50"}` pays in or out; `reset` gives a new account; `dividend {"symbol", "amount"}` pays
 * dollars a share on what is held now; `split {"symbol", "from", "to"}` takes effect as the next session opens;
 * `outage {"seconds", "how"}` and `slow-cancels {"seconds"}` are in business time.
 */
export function openLevers(book: AlpacaBook, announce: () => void): Levers {
  let outage: BrokerAway | undefined
  let cancelsTake = 0
  const byName: Record<string, Lever> = {
    ...leversOf(book),
    outage({ seconds, how = 'refuse' }, now) {
      if (!isSpan(seconds) || (how !== 'refuse' && how !== 'unavailable'))
        return no('an outage is seconds, and how: refuse or unavailable')
      outage = { until: new Date(now.getTime() + seconds * SECOND_MS), how }
      return DONE
    },
    'slow-cancels'({ seconds }) {
      if (!isSpan(seconds)) return no('seconds is no span')
      cancelsTake = seconds * SECOND_MS
      return DONE
    },
  }
  return {
    pull(lever = '', call, now) {
      if (call.method !== 'POST') return { status: 405, body: { message: 'method not allowed' } }
      if (!Object.hasOwn(byName, lever)) return { status: 404, body: { message: 'no such lever' } }
      const reply = byName[lever]!(parse(call.body), now)
      announce()
      return reply
    },
    outage: (now) => (outage && now < outage.until ? outage : undefined),
    cancelDue: (now) => new Date(now.getTime() + cancelsTake),
  }
}

type Lever = (body: Asked, now: Date) => Reply

/** Those that change the account. */
function leversOf(book: AlpacaBook): Record<string, Lever> {
  return {
    reset() {
      book.reset()
      return DONE
    },
    transfer({ amount }, now) {
      const dollars = dollarsOf(amount)
      if (!dollars) return no('amount is no dollars')
      book.transfer({ amount: dollars, at: now })
      return DONE
    },
    dividend({ symbol, amount }, now) {
      const perShare = dollarsOf(amount)
      const holding = book.holdings().find((one) => one.symbol === symbol)
      if (!perShare?.gt(0)) return no('amount is no dollars')
      if (!holding) return no('symbol is not held')
      const { quantity } = holding
      const total = quantity.times(perShare).round(2, Big.roundHalfUp)
      book.pay({ symbol: holding.symbol, quantity, perShare, amount: total, at: now })
      return DONE
    },
    split({ symbol, from, to }, now) {
      if (typeof symbol !== 'string' || !isCount(from) || !isCount(to))
        return no('a split is symbol, from and to')
      const exDate = newYorkDate(nextSession(now).opensAt)
      book.split({ ticker: symbol, exDate, from, to })
      return { status: 200, body: { ex_date: exDate } }
    },
  }
}

type Asked = Record<string, unknown>

function parse(text: string): Asked {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function no(message: string): Reply {
  return { status: 422, body: { message } }
}

function dollarsOf(text: unknown): Big | undefined {
  return typeof text === 'string' && DOLLARS.test(text) ? new Big(text) : undefined
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000
}

function isSpan(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= SECONDS_MAX
}

/** Rows of `GET /v2/account/activities` for all that is no fill, as Alpaca writes them. */
export function wireActivities(book: AlpacaBook): { at: Date; row: { id: string } }[] {
  return [
    ...book.transfers().map((moved, index) => ({ at: moved.at, row: wireTransfer(moved, index) })),
    ...book.payments().map((paid) => ({ at: paid.at, row: wirePayment(paid) })),
    ...book.splits().map((made) => ({ at: made.at, row: wireSplit(made) })),
  ]
}

/** What was paid in or out. */
function wireTransfer({ amount, at }: Transfer, index: number) {
  const type = amount.lt(0) ? 'CSW' : 'CSD'
  return {
    id: stampId(at, deriveId('alpaca-transfer', at.toISOString(), String(index))),
    activity_type: type,
    date: newYorkDate(at),
    created_at: at.toISOString(),
    net_amount: amount.toFixed(),
    description: type === 'CSD' ? 'paid in' : 'paid out',
    status: 'executed',
  }
}

function wirePayment({ symbol, quantity, perShare, amount, at }: Payment) {
  return {
    id: stampId(at, deriveId('alpaca-dividend', symbol, at.toISOString())),
    activity_type: 'DIV',
    activity_sub_type: 'CDIV',
    date: newYorkDate(at),
    created_at: at.toISOString(),
    net_amount: amount.toFixed(),
    symbol,
    qty: quantity.toFixed(),
    per_share_amount: perShare.toFixed(),
    description: 'cash dividend',
    status: 'executed',
  }
}

/** The shares that came, and no cash. */
function wireSplit({ split, added, at }: SplitShares) {
  const { ticker, from, to } = split
  return {
    id: stampId(at, deriveId('alpaca-split', ticker, split.exDate)),
    activity_type: 'SPLIT',
    activity_sub_type: to > from ? 'FSPLIT' : 'RSPLIT',
    date: split.exDate,
    created_at: at.toISOString(),
    net_amount: '0',
    symbol: ticker,
    qty: added.toFixed(),
    description: `${to} for ${from}`,
    status: 'executed',
  }
}
