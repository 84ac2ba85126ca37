/** Keeps the books: marks, reserve, snapshot and the day's opening; trips breakers on what they show. */

import { nextSession, newYorkDate, sessionAt } from '#shared/domain/calendar.ts'
import { compare, subtract } from '#shared/domain/money.ts'
import { dailyLoss, emergency, singlePosition, type Trip } from '#shared/domain/trading/breakers.ts'
import {
  holdingOf, replayFills, valueLedger, type Ledger, type Valuation,
} from '#shared/domain/trading/ledger.ts'
import { excessOf, siphonOf } from '#shared/domain/trading/reserve.ts'
import { openBreaker } from '#shared/sql/breakers.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  addToReserve, openDay, readDeposit, readFills, readHighestEquity, readMarks, readReserve,
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
  const reserve = await keepReserve(tx, { ledger, equity: valuation.equity, siphonPct }, now)
  await saveSnapshot(tx, {
    ...valuation,
    sessionDate: newYorkDate(now),
    reserve,
    openPositions: ledger.lots.size,
  }, now)
  if (sessionAt(now)) await openDay(tx, newYorkDate(now), valuation.equity)
  return { ledger, marks, valuation, reserve }
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

/** Opens every breaker the books call for; one that is open already stays as it is. */
export async function tripBreakers(tx: Tx, account: Account, now: Date): Promise<void> {
  const { equity } = account.valuation
  const deposit = await readDeposit(tx) ?? equity
  const opening = await openDay(tx, newYorkDate(now), equity)
  const trips: (Trip | undefined)[] = [
    emergency(await readHighestEquity(tx, deposit), equity),
    dailyLoss(opening, equity, nextSession(now).opensAt),
    ...[...account.marks].map(([ticker, price]) => {
      const entryPrice = holdingOf(account.ledger, ticker)?.entryPrice ?? price
      return singlePosition({ ticker, entryPrice, price }, now)
    }),
  ]
  for (const trip of trips) if (trip) await openBreaker(tx, trip, now)
}
