/** What is held and what it cost, read from the running sums of the ledger. */

import { Big } from 'big.js'
import type { HeldTicker, LedgerSums } from '../../domain/ledger/valuation.ts'
import { noTrades, withTrade, type TradeSums } from '../../domain/ledger/trades.ts'
import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'

/** `mark` is the newest price known; a ticker without a mark stands at what was paid. */
export type MarkedHolding = HeldTicker & { sector: string; mark: string }

/** Tickers of which shares are held, by ticker; one of which more was sold than bought is not held. */
export function readHoldings(db: Db): Promise<MarkedHolding[]> {
  return db<MarkedHolding[]>`
    select ticker, held.quantity, held.cost,
      coalesce(positions.mark_price, round(held.cost / held.quantity, 6)) as mark,
      coalesce(nullif(positions.sector, ''), companies.sector, '') as sector
    from ledger_tickers held left join positions using (account_id, ticker) left join companies using (ticker)
    where held.quantity > 0 and ${ofAccount(db, 'held')} order by ticker collate "C"
  `
}

/** Tickers that fills leave shares of, and those with fills that wait to be booked. */
export async function readHeldTickers(db: Db): Promise<string[]> {
  const rows = await db<{ ticker: string }[]>`
    select ticker from (
      select ticker from ledger_tickers where quantity > 0 and ${ofAccount(db)}
      union select ticker from order_fills where not booked and ${ofAccount(db)}
    ) held order by ticker collate "C"
  `
  return rows.map(({ ticker }) => ticker)
}

/** What all fills added up to, and all trades that have ended. */
export async function readLedgerSums(db: Db): Promise<LedgerSums & { trades: TradeSums }> {
  const [row] = await db<
    (LedgerSums & { won: number; lost: number; wonDollars: string; lostDollars: string })[]
  >`
    select coalesce(sum(cash), 0) as cash, coalesce(sum(fees), 0) as fees,
      coalesce(sum(realised), 0) as realised, coalesce(sum(trades_won), 0) as won,
      coalesce(sum(trades_lost), 0) as lost, coalesce(sum(won_dollars), 0) as won_dollars,
      coalesce(sum(lost_dollars), 0) as lost_dollars
    from ledger_tickers where ${ofAccount(db)}
  `
  const { won, lost, wonDollars, lostDollars, ...sums } = row!
  const dollars = { wonDollars: new Big(wonDollars), lostDollars: new Big(lostDollars) }
  return { ...sums, trades: { won, lost, ...dollars } }
}

/** The trades that ended at or after `since`, added up. */
export async function readTradesSince(db: Db, since: Date): Promise<TradeSums> {
  const rows = await db<{ profit: string }[]>`
    select profit from ledger_trades where closed_at >= ${since} and ${ofAccount(db)}
  `
  return rows.reduce((sums, { profit }) => withTrade(sums, new Big(profit)), noTrades)
}
