/** The book an order is judged against: what is held, what is on its way, what holds back. */

import { Big } from 'big.js'
import { sessionAt } from '../../domain/market/calendar.ts'
import { isPrice } from '../../domain/money.ts'
import { sum, worthOf, type Book, type Holding } from '../../domain/risk/book.ts'
import type { Facts } from '../../domain/risk/facts.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount, readDeposit } from '../trading/accounts.ts'
import { readHoldings, readLedgerSums, type MarkedHolding } from '../trading/holdings.ts'
import { lockBook } from '../trading/locks.ts'
import { readOwed } from '../trading/other-holdings.ts'
import { readOpeningEquity } from '../trading/day-pnl.ts'
import { readStanding } from '../trading/standing.ts'
import { readOpenBreakers } from './breakers.ts'
import { readFacts } from './facts.ts'
import { readLockouts, readOrdersLastMinute, readPending } from './pending.ts'
import { notePrices } from './prices.ts'

export type BookAsked = {
  /** Whose assets and moves of prices are looked at. */
  tickers?: readonly string[]
  /** Prices just seen, of which the moves are to know. */
  seen?: ReadonlyMap<string, { price: string; at: Date }>
  /** An order that is looked away from: what is judged takes its place. */
  without?: string | null
}

/**
 * The account at business time `now`, with all that is on its way.
 *
 * It takes the book's lock first, so that of two orders judged at once the second sees the first:
 * together they never pass a limit that one of them would break.
 */
export async function readBook(tx: Tx, now: Date, asked: BookAsked = {}): Promise<Book> {
  await lockBook(tx)
  if (asked.seen) await notePrices(tx, asked.seen, now)
  const tickers = asked.tickers ?? [...(asked.seen?.keys() ?? [])]
  return lookAtBook(tx, now, tickers, asked.without)
}

/**
 * The book for who only tells what would be: without the lock, but where fills are stored that nobody
 * has booked yet, since those are booked behind it.
 */
export async function tellOfBook(
  tx: Tx,
  now: Date,
  tickers: readonly string[],
  without?: string | null,
): Promise<Book> {
  const [row] = await tx<{ isBehind: boolean }[]>`
    select exists (select from order_fills where not booked and ${ofAccount(tx)}
      and ticker not in (select ticker from ticker_faults where part = 'book')) as is_behind`
  if (row?.isBehind) await lockBook(tx)
  return lookAtBook(tx, now, tickers, without)
}

/** The same without the lock: to look at, never to let an order pass by. */
export async function lookAtBook(
  db: Db,
  now: Date,
  tickers: readonly string[],
  without: string | null = null,
): Promise<Book> {
  const [deposit, { cash }, held, owed, opening, pending, breakers, lockouts, orders] =
    await Promise.all([
      readDeposit(db),
      readLedgerSums(db),
      readHoldings(db),
      readOwed(db),
      readOpeningEquity(db, now),
      readPending(db, without),
      readOpenBreakers(db, now),
      readLockouts(db, now),
      readOrdersLastMinute(db, now),
    ])
  const holdings = held.map(holdingOf)
  const equity = equityOf(deposit, { cash, owed }, holdings)
  const cashNow =
    deposit === undefined || !isNumber(cash) ? null : new Big(deposit).plus(cash).toFixed()
  const facts = await readFacts(db, { tickers, cash: cashNow, equity }, now)
  return {
    equity,
    openingEquity: deposit === undefined ? null : (opening ?? deposit),
    holdings: holdings.filter(({ quantity }) => new Big(quantity).gt(0)),
    pending,
    ordersLastMinute: orders,
    inSession: sessionAt(now) !== undefined,
    paused: facts.standing.state !== 'active' || facts.standing.mode === 'disabled',
    breakers: breakers.map(({ breaker, ticker }) => ({ breaker, ticker })),
    lockouts,
    facts,
  }
}

/**
 * The account as a sale is judged against it: nothing here looks at a limit, or at what entries alone
 * are judged by, so that none of it keeps a position from ending. Behind the book's lock.
 */
export async function readExitBook(
  tx: Tx,
  now: Date,
  without: string | null = null,
): Promise<Book> {
  await lockBook(tx)
  const [deposit, { cash }, held, owed, pending, breakers, standing] = await Promise.all([
    readDeposit(tx),
    readLedgerSums(tx),
    readHoldings(tx),
    readOwed(tx),
    readPending(tx, without),
    readOpenBreakers(tx, now),
    readStanding(tx, now),
  ])
  const holdings = held.map(holdingOf)
  const { mode, state, holds } = standing
  const facts = {
    mode,
    state,
    holds: holds.map((hold) => ({ code: hold.code, state: hold.state })),
  }
  return {
    equity: equityOf(deposit, { cash, owed }, holdings),
    openingEquity: null,
    holdings,
    pending,
    ordersLastMinute: 0,
    inSession: sessionAt(now) !== undefined,
    paused: state !== 'active' || mode === 'disabled',
    breakers: breakers.map(({ breaker, ticker }) => ({ breaker, ticker })),
    lockouts: [],
    facts: { ...noFacts, standing: facts },
  }
}

const noFacts: Omit<Facts, 'standing'> = {
  account: null,
  cash: null,
  contradictions: [],
  marksAgeSeconds: null,
  committed: '0',
  dayTrades: 0,
  purchases: [],
  ordersLastSecond: 0,
  ordersToday: 0,
  purchasesToday: {},
  moves: {},
}

function holdingOf({ ticker, sector, quantity, mark }: MarkedHolding): Holding {
  return { ticker, quantity, price: mark, sector }
}

/** Null while the account was never read, and where one holding has no price: then nothing is bought. */
function equityOf(
  deposit: string | undefined,
  { cash, owed }: { cash: string; owed: string },
  holdings: readonly Holding[],
): string | null {
  if (deposit === undefined || !isNumber(cash)) return null
  if (!holdings.every(({ price, quantity }) => isPrice(price) && isNumber(quantity))) return null
  return new Big(deposit).plus(cash).plus(sum(holdings, worthOf)).plus(owed).toFixed()
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text)
}
