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
  type ShareEvent,
  type TickerLedger,
} from '../../domain/ledger/ledger.ts'
import type { Lot } from '../../domain/ledger/lots.ts'
import { messageOf } from '../../host/faults.ts'
import type { Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { postFold } from './ledger-entries.ts'
import { saveTickerLedger } from './ledger-rows.ts'
import { savePosition } from './positions.ts'
import { markEventsBooked, readShareEvents } from './share-events.ts'
import { clearTickerFaults, noteTickerFault } from './ticker-faults.ts'

/**
 * Books every fill that is stored and not booked; the caller holds the book's lock.
 *
 * A fill that comes after all others of its ticker is applied to what is there. One that became
 * known late has its ticker folded again from all fills: rare, and bounded by the one ticker.
 */
export async function bookFills(tx: Tx): Promise<void> {
  const fills = await tx<Fill[]>`
    select ${columns(tx)} from order_fills where not booked and ${ofAccount(tx)}`
  const fresh = [...fills, ...(await readShareEvents(tx, tx`not booked`))]
  if (fresh.length === 0) return
  const byTicker = Map.groupBy(fresh, ({ ticker }) => ticker)
  const booked: string[] = []
  for (const [ticker, events] of [...byTicker].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (await bookApart(tx, ticker, events.toSorted(compareFills))) booked.push(ticker)
  await clearTickerFaults(tx, booked, 'book')
  await markEventsBooked(tx, booked)
  const ids = fills
    .filter(({ ticker }) => booked.includes(ticker))
    .map(({ executionId }) => executionId)
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
 * One ticker, undone as a whole where it fails: whoever locks the book goes on with all others. What
 * is not booked still counts as on its way.
 */
async function bookApart(tx: Tx, ticker: string, events: readonly ShareEvent[]): Promise<boolean> {
  try {
    await tx.savepoint((inner) => bookTicker(inner, ticker, events))
    return true
  } catch (fault) {
    const at = events.at(-1)?.filledAt ?? new Date(0)
    await noteTickerFault(tx, { ticker, part: 'book', said: messageOf(fault) }, at)
    return false
  }
}

/** Adds up a ticker anew, after some of it was taken back; the caller holds the book's lock. */
export function foldAgain(tx: Tx, ticker: string): Promise<void> {
  return bookTicker(tx, ticker, [], true)
}

/**
 * Books what is fresh of a ticker, all of it folded again where it is late, or where `anew` says that
 * an event went.
 */
export async function bookTicker(
  tx: Tx,
  ticker: string,
  fresh: readonly ShareEvent[],
  anew = false,
): Promise<void> {
  const before = await readTickerLedger(tx, ticker)
  const [first] = fresh
  const isLate = first && before.newest && compareFills(first, before.newest) <= 0
  const isAnew = anew || Boolean(isLate)
  const events = isAnew ? await readAllEvents(tx, ticker, fresh) : fresh
  const booked = foldFills(events, isAnew ? emptyLedger : before)
  const cause = fresh.map(({ executionId }) => executionId)
  await postFold(tx, { ticker, before, after: booked.ledger, cause })
  await saveTickerLedger(tx, ticker, booked, { anew: isAnew })
  const ordered = events.toSorted(compareFills)
  await savePosition(tx, ticker, booked.ledger, ordered)
}

/** All that is booked of a ticker, and what is in hand. */
async function readAllEvents(
  tx: Tx,
  ticker: string,
  fresh: readonly ShareEvent[],
): Promise<ShareEvent[]> {
  const fills = await tx<Fill[]>`
    select ${columns(tx)} from order_fills where ticker = ${ticker} and busted_at is null and ${ofAccount(tx)}
      and (booked or execution_id = any(${fresh.map(({ executionId }) => executionId)}::text[]))
  `
  return [...fills, ...(await readShareEvents(tx, tx`ticker = ${ticker}`))]
}

type LedgerRow = {
  quantity: string
  cost: string
  cash: string
  moved: string
  fees: string
  realised: string
  tradeProfit: string
  tradesWon: number
  tradesLost: number
  wonDollars: string
  lostDollars: string
  openedAt: Date | null
  newestFilledAt: Date | null
  newestSide: ShareEvent['side'] | null
  newestExecutionId: string | null
}

/** What the fills booked so far add up to. */
async function readTickerLedger(tx: Tx, ticker: string): Promise<TickerLedger> {
  const [row] = await tx<LedgerRow[]>`
    select * from ledger_tickers where ticker = ${ticker} and ${ofAccount(tx)}`
  if (!row) return emptyLedger
  const lots = await tx<{ [Field in keyof Lot]: Lot[Field] extends Big ? string : Lot[Field] }[]>`
    select execution_id, filled_at, quantity, price, cost from ledger_lots
    where ticker = ${ticker} and ${ofAccount(tx)} order by filled_at, execution_id collate "C"
  `
  return {
    lots: lots.map((lot) => ({
      ...lot,
      quantity: new Big(lot.quantity),
      price: new Big(lot.price),
      cost: new Big(lot.cost),
    })),
    quantity: new Big(row.quantity),
    cost: new Big(row.cost),
    cash: new Big(row.cash),
    moved: new Big(row.moved),
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
    newest: newestOf(row),
  }
}

function newestOf({ newestFilledAt: filledAt, newestSide: side, newestExecutionId }: LedgerRow) {
  if (!filledAt || !side || newestExecutionId === null) return null
  return { filledAt, side, executionId: newestExecutionId }
}

function columns(tx: Tx) {
  return tx`execution_id, ticker, side, quantity, price, fee, filled_at`
}
