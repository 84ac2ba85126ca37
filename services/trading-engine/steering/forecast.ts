/** What would become of an order that a person asks for: its size, its checks, what it moves. */

import { Big } from 'big.js'
import type { OrderByHand } from '#shared/contracts/api/by-hand.ts'
import type { OrderForecast } from '#shared/contracts/api/order-forecast.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { floorTo } from '#shared/domain/money.ts'
import { available, sum, withoutResting, worthOf, type Book } from '#shared/domain/risk/book.ts'
import { evaluateOrder } from '#shared/domain/risk/evaluate.ts'
import type { Limits } from '#shared/domain/risk/limits.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import { mayLeave } from '#shared/domain/trading/mode.ts'
import { sizingDefaults } from '#shared/domain/trading/sizing-steps.ts'
import { messageOf } from '#shared/host/faults.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Tx } from '#shared/sql/open.ts'
import { tellOfBook } from '#shared/sql/risk/book.ts'
import { readClosedLimits, readLimits } from '#shared/sql/risk/limits.ts'
import { readSectorOf } from '#shared/sql/trading/overrides.ts'
import { readLedgerSums } from '#shared/sql/trading/holdings.ts'
import { readDeposit } from '#shared/sql/trading/accounts.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'

/** The last trade of a ticker, asked for before any transaction; null where there is none. */
export type LastPrice = { price: string; at: Date } | null

export type Forecast = Served<OrderForecast>

type Forecasted = {
  body: OrderByHand
  quote: LastPrice
  rules: Pick<Rules, 'risk'>
  /** The order whose place it takes. */
  replaces?: string
}

/** How the order would fare if it were judged at `now`; it changes nothing, and keeps no order waiting. */
export async function forecast(
  tx: Tx,
  { body, quote, rules, replaces }: Forecasted,
  now: Date,
): Promise<Forecast> {
  const [whole, limits, standing] = await Promise.all([
    tellOfBook(tx, now, [body.ticker], replaces),
    body.side === 'sell' ? readClosedLimits(tx) : readSoundLimits(tx),
    readStanding(tx, now),
  ])
  // What rests gives way to a sale, as the adapter has it.
  const book = body.side === 'sell' ? withoutResting(whole) : whole
  const order = orderOf(body, book, quote)
  const leave = mayLeave(standing, { reduces: order.side === 'sell' })
  const { referencePrice } = order
  if (referencePrice === null) return { order, mayLeave: leave, verdict: null, effect: null }
  const verdict = evaluateOrder(rules.risk.current, {
    order: {
      ticker: order.ticker,
      side: order.side,
      quantity: order.quantity,
      referencePrice,
      quote,
      sector: await readSectorOf(tx, order.ticker),
      kind: order.side === 'buy' ? 'entry' : 'exit',
    },
    book,
    limits,
    now,
  })
  const effect = await effectOf(tx, { ...order, referencePrice }, book)
  return { order, mayLeave: leave, verdict, effect }
}

/** Of a sale none is asked. @throws Refusal where one cannot be read: nothing is bought then. */
async function readSoundLimits(tx: Tx): Promise<Limits> {
  try {
    return await readLimits(tx)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new Refusal(409, messageOf(cause), 'refused', {}, { cause })
  }
}

/** The order in exact words. @throws Refusal of one whose size nothing gives. */
function orderOf(body: OrderByHand, book: Book, quote: LastPrice): Forecast['order'] {
  const { ticker, side, order_type: orderType } = body
  const [limitPrice, stopPrice] = [decimalOf(body.limit_price), decimalOf(body.stop_price)]
  const held = book.holdings.find((row) => row.ticker === ticker)
  const referencePrice = limitPrice ?? quote?.price ?? held?.price ?? null
  const quantity = quantityOf(body, { book, referencePrice })
  const estimatedValue =
    referencePrice === null ? null : new Big(quantity).times(referencePrice).toFixed()
  const prices = { limitPrice, stopPrice, referencePrice, estimatedValue }
  return { ticker, side, quantity, orderType, ...prices }
}

function quantityOf(
  { ticker, quantity, notional, all }: OrderByHand,
  { book, referencePrice }: { book: Book; referencePrice: string | null },
): string {
  if (all) {
    const free = available(ticker, book)
    if (free.gt(0)) return free.toFixed()
    throw new Refusal(409, `Nothing of ${ticker} is held that is not on its way out`)
  }
  if (quantity !== null) return decimalOf(quantity)!
  if (referencePrice === null)
    throw new Refusal(
      409,
      `No price of ${ticker} is known, so ${notional} dollars give no size: ask for a quantity`,
    )
  const shares = floorTo(
    new Big(decimalOf(notional)!).div(referencePrice),
    sizingDefaults.quantityPlaces,
  )
  if (new Big(shares).gt(0)) return shares
  throw new Refusal(
    422,
    `${notional} dollars of ${ticker} at ${referencePrice} are no share at all`,
  )
}

/** Dollars before and after it is filled at the price it is judged by. */
async function effectOf(
  tx: Tx,
  { ticker, side, quantity, referencePrice }: Forecast['order'] & { referencePrice: string },
  book: Book,
): Promise<Forecast['effect']> {
  const [deposit, { cash: moved }] = await Promise.all([readDeposit(tx), readLedgerSums(tx)])
  const value = new Big(quantity).times(referencePrice).times(side === 'buy' ? 1 : -1)
  const cash = new Big(deposit ?? 0).plus(moved)
  const all = sum(book.holdings, worthOf)
  const own = sum(
    book.holdings.filter((row) => row.ticker === ticker),
    worthOf,
  )
  const then = (before: Big, by: Big) => ({
    before: before.toFixed(),
    after: before.plus(by).toFixed(),
  })
  return { ticker: then(own, value), positions: then(all, value), cash: then(cash, value.neg()) }
}

/** Plain decimal text of what came as a number or as text. */
export function decimalOf(amount: number | string | null): string | null {
  return amount === null ? null : new Big(amount).toFixed()
}
