/**
 * Tables `ledger_*`: what the fills of each ticker add up to, kept in the transaction that stores
 * them. The rule is `domain/ledger`; this keeps its state from one fill to the next.
 */

import { Big } from 'big.js'
import {
  compareFills,
  emptyLedger,
  foldFills,
  type Fill,
  type Lot,
  type TickerLedger,
} from '../../domain/ledger/ledger.ts'
import type { Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { saveTickerLedger } from './ledger-rows.ts'
import { savePosition } from './positions.ts'

/**
 * Books every fill that is stored and not booked; the caller holds the book's lock.
 *
 * A fill that comes after all others of its ticker is applied to what is there. One that became
 * known late has its ticker folded again from all fills: rare, and bounded by the one ticker.
 */
export async function bookFills(tx: Tx): Promise<void> {
  const fresh = await tx<Fill[]>`
    select ${columns(tx)} from order_fills where not booked and ${ofAccount(tx)}`
  if (fresh.length === 0) return
  const byTicker = Map.groupBy(fresh, ({ ticker }) => ticker)
  for (const [ticker, fills] of [...byTicker].sort(([a], [b]) => (a < b ? -1 : 1)))
    await bookTicker(tx, ticker, fills.toSorted(compareFills))
  const ids = fresh.map(({ executionId }) => executionId)
  await tx`
    update orders set booked_quantity = booked_quantity + booked.quantity
    from (
      select order_id, sum(quantity) as quantity from order_fills
      where execution_id = any(${ids}::text[]) and order_id is not null and ${ofAccount(tx)}
      group by order_id
    ) booked
    where orders.order_id = booked.order_id
  `
  await tx`
    update order_fills set booked = true
    where execution_id = any(${ids}::text[]) and ${ofAccount(tx)}`
}

/**
 * Adds up a ticker anew from its booked fills, after some of them were taken back; the caller holds the
 * book's lock. Where all were, its rows say that nothing is held and nothing was made.
 */
export async function foldAgain(tx: Tx, ticker: string): Promise<void> {
  const all = await tx<(Fill & { isBusted: boolean })[]>`
    select ${columns(tx)}, busted_at is not null as is_busted from order_fills
    where booked and ticker = ${ticker} and ${ofAccount(tx)}`
  const newest = newestOf(all)
  const booked = foldFills(all.filter(({ isBusted }) => !isBusted))
  const place = booked.ledger.newest ?? newest
  await saveTickerLedger(
    tx,
    ticker,
    { ...booked, ledger: { ...booked.ledger, newest: place } },
    { anew: true },
  )
  await savePosition(tx, ticker, booked.ledger, newest)
}

async function bookTicker(tx: Tx, ticker: string, fresh: readonly Fill[]): Promise<void> {
  const before = await readTickerLedger(tx, ticker)
  const [first] = fresh
  const isLate = first && before.newest && compareFills(first, before.newest) <= 0
  const fills = isLate ? await readAllFills(tx, ticker, fresh) : fresh
  const booked = foldFills(fills, isLate ? emptyLedger : before)
  await saveTickerLedger(tx, ticker, booked, { anew: Boolean(isLate) })
  await savePosition(tx, ticker, booked.ledger, newestOf(fills))
}

function newestOf(fills: readonly Fill[]): Fill {
  const newest = fills.toSorted(compareFills).at(-1)
  if (!newest) throw new RangeError('Book fills: there are none')
  return newest
}

/** All that is booked of a ticker, and the fills in hand. */
function readAllFills(tx: Tx, ticker: string, fresh: readonly Fill[]): Promise<Fill[]> {
  return tx<Fill[]>`
    select ${columns(tx)} from order_fills where ticker = ${ticker} and busted_at is null and ${ofAccount(tx)}
      and (booked or execution_id = any(${fresh.map(({ executionId }) => executionId)}::text[]))
  `
}

type LedgerRow = {
  quantity: string
  cost: string
  cash: string
  fees: string
  realised: string
  tradeProfit: string
  tradesWon: number
  tradesLost: number
  wonDollars: string
  lostDollars: string
  openedAt: Date | null
  newestFilledAt: Date
  newestSide: 'buy' | 'sell'
  newestExecutionId: string
}

/** What the fills booked so far add up to. */
async function readTickerLedger(tx: Tx, ticker: string): Promise<TickerLedger> {
  const [row] = await tx<LedgerRow[]>`
    select * from ledger_tickers where ticker = ${ticker} and ${ofAccount(tx)}`
  if (!row) return emptyLedger
  const lots = await tx<{ [Field in keyof Lot]: Lot[Field] extends Big ? string : Lot[Field] }[]>`
    select execution_id, filled_at, quantity, price from ledger_lots
    where ticker = ${ticker} and ${ofAccount(tx)} order by filled_at, execution_id collate "C"
  `
  return {
    lots: lots.map((lot) => ({
      ...lot,
      quantity: new Big(lot.quantity),
      price: new Big(lot.price),
    })),
    quantity: new Big(row.quantity),
    cost: new Big(row.cost),
    cash: new Big(row.cash),
    fees: new Big(row.fees),
    realised: new Big(row.realised),
    tradeProfit: new Big(row.tradeProfit),
    openedAt: row.openedAt,
    trades: {
      won: row.tradesWon,
      lost: row.tradesLost,
      wonDollars: new Big(row.wonDollars),
      lostDollars: new Big(row.lostDollars),
    },
    newest: {
      filledAt: row.newestFilledAt,
      side: row.newestSide,
      executionId: row.newestExecutionId,
    },
  }
}

function columns(tx: Tx) {
  return tx`execution_id, ticker, side, quantity, price, fee, filled_at`
}
