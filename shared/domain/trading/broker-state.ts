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
  /** Equity at the previous close, where the broker says it. */
  lastEquity?: string
  /** The broker lets nothing, or no trade, be done. */
  blocked?: boolean
  /** Day trades of five sessions as the broker counts them; null where it does not say. */
  dayTrades?: number | null
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
  /** Left out where it is of a share, or nobody says. */
  assetClass?: string
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

/** Without an asset class, shares. */
export type BrokerPosition = {
  ticker: string
  quantity: string
  price: string
  /** No price of the day was told: it is what was paid. */
  isPaid?: true
  assetClass?: string
}

/** One of all that an account's history tells beside fills. */
export type BrokerActivity = {
  activityId: string
  /** The broker's own words, whether we know them or not. */
  type: string
  subType: string
  status: string
  ticker: string | null
  /** Signed shares; null where it is of none. */
  quantity: string | null
  price: string | null
  /** Dollars added to cash, below 0 those taken from it. */
  amount: string
  at: Date
  /** Only its day was told, which `at` begins. */
  isDay?: true
  /** All of it as it was told. */
  told: Readonly<Record<string, unknown>>
}

/** An account as it stood at one moment: the fills are at least those that the cash reflects. */
export type BrokerState = {
  account: BrokerAccount
  orders: BrokerOrder[]
  positions: BrokerPosition[]
  fills: BrokerFill[]
  busts?: readonly Bust[]
  activities?: readonly BrokerActivity[]
  /** Orders, positions and fills that could not be read, as they came. */
  odd?: readonly Reject[]
}
