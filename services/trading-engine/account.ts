/** Keeps the books: marks, reserve, snapshot and the day's opening. */

import { newYorkDate, sessionAt } from '#shared/domain/market/calendar.ts'
import { add, compare, subtract } from '#shared/domain/money.ts'
import {
  replayFills,
  valueLedger,
  type Ledger,
  type Valuation,
} from '#shared/domain/ledger/ledger.ts'
import { excessOf, siphonOf } from '#shared/domain/trading/reserve.ts'
import { hasSnapshotOf } from '#shared/sql/trading/equity.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  addToReserve,
  lockRound,
  openDay,
  readDeposit,
  readFills,
  readMarks,
  readReserve,
  readSiphoned,
  saveMarks,
  saveSnapshot,
} from '#shared/sql/trading/portfolio.ts'

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
  await lockRound(tx)
  const date = newYorkDate(now)
  const inSession = sessionAt(now) !== undefined
  const [deposit, fills, stored, siphoned, balance, hasSnapshot] = await Promise.all([
    readDeposit(tx),
    readFills(tx),
    readMarks(tx),
    readSiphoned(tx),
    readReserve(tx),
    hasSnapshotOf(tx, date),
  ])
  if (deposit === undefined) return undefined
  const ledger = replayFills(fills)
  const marks = markAll(ledger, { trades, stored })
  const valuation = valueLedger(ledger, deposit, marks)
  const { equity } = valuation
  const reserve = await keepReserve(tx, { ledger, siphoned, balance, equity, siphonPct }, now)
  const made = { ...valuation, sessionDate: date, reserve, openPositions: ledger.lots.size }
  const [openingEquity] = await Promise.all([
    inSession ? openDay(tx, date, equity) : equity,
    saveSnapshot(tx, made, now),
    saveMarks(tx, trades),
  ])
  return {
    ledger,
    marks,
    valuation,
    reserve,
    deposit,
    openingEquity,
    isNewDay: inSession && !hasSnapshot,
  }
}

/** The newest price known of each ticker held: a trade just read, the last mark, or what was paid. */
function markAll(
  ledger: Ledger,
  { trades, stored }: { trades: Trades; stored: readonly { ticker: string; markPrice: string }[] },
): Map<string, string> {
  const before = new Map(stored.map(({ ticker, markPrice }) => [ticker, markPrice]))
  return new Map(
    [...ledger.lots].map(([ticker, lots]) => {
      const paid = lots.at(-1)?.price.toFixed() ?? '0'
      return [ticker, trades.get(ticker)?.price ?? before.get(ticker) ?? paid]
    }),
  )
}

/** Sets aside a share of each new profit, and gives back what is too much; returns the balance. */
async function keepReserve(
  tx: Tx,
  at: {
    ledger: Ledger
    siphoned: ReadonlySet<string>
    balance: string
    equity: string
    siphonPct: number
  },
  now: Date,
): Promise<string> {
  let { balance } = at
  for (const { executionId, profit } of at.ledger.closings) {
    const amount = siphonOf(profit, at.siphonPct)
    if (at.siphoned.has(executionId) || compare(amount, 0) === 0) continue
    await addToReserve(tx, { amount, trigger: 'siphon', executionId }, now)
    balance = add(balance, amount)
  }
  const excess = excessOf(balance, at.equity)
  if (compare(excess, 0) === 0) return balance
  await addToReserve(
    tx,
    { amount: subtract(0, excess), trigger: 'high_water', executionId: null },
    now,
  )
  return subtract(balance, excess)
}
