/** Keeps the books: marks, reserve, snapshot and the day's opening. */

import { newYorkDate, sessionAt } from '#shared/domain/market/calendar.ts'
import { add, compare, subtract } from '#shared/domain/money.ts'
import type { TradeSums } from '#shared/domain/ledger/trades.ts'
import {
  entryPriceOf,
  valueAccount,
  type HeldTicker,
  type Valuation,
} from '#shared/domain/ledger/valuation.ts'
import { excessOf, siphonOf } from '#shared/domain/trading/reserve.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readDeposit, readOutsideFlows } from '#shared/sql/trading/accounts.ts'
import { readDayBaseline } from '#shared/sql/trading/day-pnl.ts'
import { readHoldings, readLedgerSums } from '#shared/sql/trading/holdings.ts'
import { lockBook, lockRound } from '#shared/sql/trading/locks.ts'
import { readOwed } from '#shared/sql/trading/other-holdings.ts'
import { saveMarks } from '#shared/sql/trading/positions.ts'
import {
  addToReserve,
  markShared,
  readReserve,
  readUnsharedClosings,
  type UnsharedClosing,
} from '#shared/sql/trading/reserve.ts'
import { openDay, saveSnapshot } from '#shared/sql/trading/snapshots.ts'

/** Last trades by ticker. */
export type LastTrades = ReadonlyMap<string, { price: string; at: Date }>

export type Account = {
  held: ReadonlyMap<string, HeldTicker>
  /** By ticker held. */
  marks: ReadonlyMap<string, string>
  /** All trades that have ended. */
  trades: TradeSums
  valuation: Valuation
  reserve: string
  /** What the account was given from outside, and what the session is measured from; dollars. */
  deposit: string
  flows: string
  openingEquity: string
}

/** Average dollars a share of what is held; undefined where nothing is. */
export function entryPriceIn({ held }: Pick<Account, 'held'>, ticker: string): string | undefined {
  const holding = held.get(ticker)
  // Shares that cost nothing were given: there is no price to compare with.
  const price = holding && entryPriceOf(holding)
  return price === '0' ? undefined : price
}

/** What goes to the reserve, and above what share of equity it gives back. */
export type ReserveShares = { siphonPct: number; reserveHighWaterPct?: number }

/** Writes the books at `now`; undefined while the broker's account was never read. */
export async function keepBooks(
  tx: Tx,
  { trades, sessionDate, ...shares }: { trades: LastTrades; sessionDate?: string } & ReserveShares,
  now: Date,
): Promise<Account | undefined> {
  await lockRound(tx)
  await lockBook(tx)
  const date = sessionDate ?? newYorkDate(now)
  const inSession = sessionAt(now) !== undefined
  const [deposit, flows, baseline, holdings, sums, closings, balance, owed] = await Promise.all([
    readDeposit(tx),
    readOutsideFlows(tx),
    readDayBaseline(tx, date),
    readHoldings(tx),
    readLedgerSums(tx),
    readUnsharedClosings(tx),
    readReserve(tx),
    readOwed(tx),
  ])
  if (deposit === undefined) return undefined
  const marks = new Map(
    holdings.map(({ ticker, mark }) => [ticker, trades.get(ticker)?.price ?? mark]),
  )
  const valuation = valueAccount(sums, { deposit, held: holdings, owed }, marks)
  const { equity } = valuation
  const reserve = await keepReserve(tx, { closings, balance, equity, ...shares }, now)
  const made = { ...valuation, sessionDate: date, reserve, openPositions: holdings.length, flows }
  const openingEquity = baseline ?? equity
  await Promise.all([
    inSession && openDay(tx, { sessionDate: date, baseline: openingEquity, equity }),
    saveSnapshot(tx, made, now),
    saveMarks(tx, trades),
  ])
  return {
    held: new Map(holdings.map((holding) => [holding.ticker, holding])),
    marks,
    trades: sums.trades,
    valuation,
    reserve,
    deposit,
    flows,
    openingEquity,
  }
}

/** Sets aside a share of each new profit, and gives back what is too much; returns the balance. */
async function keepReserve(
  tx: Tx,
  at: { closings: readonly UnsharedClosing[]; balance: string; equity: string } & ReserveShares,
  now: Date,
): Promise<string> {
  let { balance } = at
  for (const { executionId, profit } of at.closings) {
    const amount = siphonOf(profit, at.siphonPct)
    if (compare(amount, 0) === 0) continue
    // An older release may have shared it already.
    if (await addToReserve(tx, { amount, trigger: 'siphon', executionId }, now))
      balance = add(balance, amount)
  }
  await markShared(
    tx,
    at.closings.map(({ executionId }) => executionId),
  )
  const excess = excessOf(balance, at.equity, at.reserveHighWaterPct)
  if (compare(excess, 0) === 0) return balance
  await addToReserve(
    tx,
    { amount: subtract(0, excess), trigger: 'high_water', executionId: null },
    now,
  )
  return subtract(balance, excess)
}
