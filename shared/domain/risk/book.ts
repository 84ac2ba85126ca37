/** The account as orders are judged against it: what is held, and what is on its way. */

import { Big } from 'big.js'
import type { Facts } from './facts.ts'

/** What is held: shares, and dollars a share. */
export type Holding = { ticker: string; sector: string; quantity: string; price: string }
/** What is on its way: an order, less its fills already counted in `holdings`. */
export type Pending = Holding & {
  side: 'buy' | 'sell'
  /** Placed by somebody else at the same account. */
  foreign?: boolean
  /** Waits for its price at the broker: it gives way to an exit. */
  rests?: boolean
}

/** The account as it stands, orders on their way included. */
export type Book = {
  /** Dollars; null while the broker's account was never read. */
  equity: string | null
  /** Equity the session in progress (or the coming one) began with. */
  openingEquity: string | null
  holdings: readonly Holding[]
  pending: readonly Pending[]
  /** Orders that left in the last minute. */
  ordersLastMinute: number
  inSession: boolean
  paused: boolean
  /** Breakers open now; `ticker` null means all tickers. */
  breakers: readonly { breaker: string; ticker: string | null }[]
  /** Tickers under a news-shock lockout. */
  lockouts: readonly string[]
  /** From `risk-2` on. */
  facts?: Facts
}

/** Shares of a ticker that are held and not already being sold; never below 0. */
export function available(ticker: string, book: Pick<Book, 'holdings' | 'pending'>): Big {
  const held = sum(
    book.holdings.filter((row) => row.ticker === ticker),
    ({ quantity }) => new Big(quantity),
  )
  const leaving = sum(
    book.pending.filter((row) => row.ticker === ticker && row.side === 'sell'),
    ({ quantity }) => new Big(quantity),
  )
  return held.gt(leaving) ? held.minus(leaving) : new Big(0)
}

/**
 * The book as an exit sees it: sales that rest at the broker, and those of others, are taken back as it
 * leaves, so what they promise is there to be sold.
 */
export function withoutResting<B extends Pick<Book, 'pending'>>(book: B): B {
  const gives = ({ side, foreign, rests }: Pending) => side === 'sell' && (foreign || rests)
  return { ...book, pending: book.pending.filter((row) => !gives(row)) }
}

/** What counts against limits: all that is held and all that is being bought. */
export function exposure({ holdings, pending }: Pick<Book, 'holdings' | 'pending'>): Holding[] {
  return [...holdings, ...pending.filter(({ side }) => side === 'buy')]
}

/** Dollars a holding is worth. */
export function worthOf({ quantity, price }: Pick<Holding, 'quantity' | 'price'>): Big {
  return new Big(quantity).times(price)
}

/** The book with one more purchase on its way: as it is judged by the next of a row of orders. */
export function withPurchase<B extends Book>(book: B, bought: Holding): B & { pending: Pending[] } {
  const { facts } = book
  const { ticker, quantity } = bought
  return {
    ...book,
    pending: [...book.pending, { ...bought, side: 'buy' }],
    ordersLastMinute: book.ordersLastMinute + 1,
    ...(facts && {
      facts: {
        ...facts,
        committed: worthOf(bought).plus(facts.committed).toFixed(),
        purchases: [{ ticker, quantity, ageSeconds: 0 }, ...facts.purchases],
        ordersLastSecond: facts.ordersLastSecond + 1,
        ordersToday: facts.ordersToday + 1,
        purchasesToday: {
          ...facts.purchasesToday,
          [ticker]: (facts.purchasesToday[ticker] ?? 0) + 1,
        },
      },
    }),
  }
}

/** Adds up a number of each row, exactly. */
export function sum<Row>(rows: readonly Row[], of: (row: Row) => Big): Big {
  return rows.reduce((total, row) => total.plus(of(row)), new Big(0))
}
