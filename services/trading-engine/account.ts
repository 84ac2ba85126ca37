/** Keeps the books: marks, reserve, snapshot and the day's opening. */

import { newYorkDate, sessionAt } from '#shared/domain/calendar.ts'
import { compare, subtract } from '#shared/domain/money.ts'
import { replayFills, valueLedger, type Ledger, type Valuation } from '#shared/domain/trading/ledger.ts'
import { excessOf, siphonOf } from '#shared/domain/trading/reserve.ts'
import { hasSnapshotOf } from '#shared/sql/equity.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  addToReserve, openDay, readDeposit, readFills, readMarks, readReserve,
  readSiphoned, saveMarks, saveSnapshot,
} from '#shared/sql/portfolio.ts'

/** Last trades by ticker. */
export type Trades = ReadonlyMap<string, { price: string; at: Date }>

export type Account = {
  ledger: Ledger
  /** By ticker held. */
  marks: ReadonlyMap<string, string>
  valuation: Valuation
  reserve: string
  /** What the account opened with, and what the session in progress did; dollars. */
  deposit: string
  openingEquity: string
  /** True in a session's first round. */
  isNewDay: boolean
}

/** Writes the books at `now`; undefined while the broker's account was never read. */
export async function keepBooks(
  tx: Tx,
  { trades, siphonPct }: { trades: Trades; siphonPct: number },
  now: Date,
): Promise<Account | undefined> {
  const deposit = await readDeposit(tx)
  if (deposit === undefined) return undefined
  await saveMarks(tx, trades)
  const ledger = replayFills(await readFills(tx))
  const marks = await markAll(tx, ledger, trades)
  const valuation = valueLedger(ledger, deposit, marks)
  const isNewDay = sessionAt(now) !== undefined && !(await hasSnapshotOf(tx, newYorkDate(now)))
  const reserve = await keepReserve(tx, { ledger, equity: valuation.equity, siphonPct }, now)
  await saveSnapshot(tx, {
    ...valuation,
    sessionDate: newYorkDate(now),
    reserve,
    openPositions: ledger.lots.size,
  }, now)
  const { equity } = valuation
  const openingEquity = sessionAt(now) ? await openDay(tx, newYorkDate(now), equity) : equity
  return { ledger, marks, valuation, reserve, deposit, openingEquity, isNewDay }
}

/** The newest price known of each ticker held: a trade just read, the last mark, or what was paid. */
async function markAll(tx: Tx, ledger: Ledger, trades: Trades): Promise<Map<string, string>> {
  const stored = new Map((await readMarks(tx)).map((row) => [row.ticker, row.markPrice]))
  return new Map([...ledger.lots].map(([ticker, lots]) => {
    const paid = lots.at(-1)?.price.toFixed() ?? '0'
    return [ticker, trades.get(ticker)?.price ?? stored.get(ticker) ?? paid]
  }))
}

async function keepReserve(
  tx: Tx,
  { ledger, equity, siphonPct }: { ledger: Ledger; equity: string; siphonPct: number },
  now: Date,
): Promise<string> {
  const done = await readSiphoned(tx)
  for (const { executionId, profit } of ledger.closings) {
    const amount = siphonOf(profit, siphonPct)
    if (done.has(executionId) || compare(amount, 0) === 0) continue
    await addToReserve(tx, { amount, trigger: 'siphon', executionId }, now)
  }
  const balance = await readReserve(tx)
  const excess = excessOf(balance, equity)
  if (compare(excess, 0) === 0) return balance
  await addToReserve(tx, { amount: subtract(0, excess), trigger: 'high_water', executionId: null }, now)
  return subtract(balance, excess)
}
