/** What a broker says of an account, in our words. Decimals are text; times are business times. */

import type { Reject } from '../source/found.ts'

export type BrokerAccount = {
  accountId: string
  /** By which people know it, and which says whether its money is real. */
  accountNumber?: string | null
  status: string
  cash: string
  equity: string
  buyingPower: string
}

export type BrokerOrder = {
  brokerOrderId: string
  clientOrderId: string
  ticker: string
  side: 'buy' | 'sell'
  /** Null where the order was placed for an amount of dollars. */
  quantity: string | null
  filledQuantity: string
  filledPriceAvg: string | null
  /** The broker's own word, whether we know it or not. */
  status: string
  submittedAt: Date
  /** When it was canceled, expired, failed or filled in whole. */
  closedAt: Date | null
  limitPrice?: string | null
  /** The id of the order that stands in its place. */
  replacedBy?: string | null
}

/** What a broker makes of the wish to take an order back: it will try, it is too late, it has none. */
export type CancelAnswer = 'taken' | 'too_late' | 'not_found'

export type BrokerFill = {
  executionId: string
  brokerOrderId: string
  ticker: string
  side: 'buy' | 'sell'
  quantity: string
  price: string
  filledAt: Date
}

/** An execution that the exchange took back: it counts as if it had never been. */
export type Bust = { executionId: string; bustedAt: Date }

export type BrokerPosition = { ticker: string; quantity: string; price: string }

/** An account as it stood at one moment: the fills are at least those that the cash reflects. */
export type BrokerState = {
  account: BrokerAccount
  orders: BrokerOrder[]
  positions: BrokerPosition[]
  fills: BrokerFill[]
  busts?: readonly Bust[]
  /** Orders, positions and fills that could not be read, as they came. */
  odd?: readonly Reject[]
}
