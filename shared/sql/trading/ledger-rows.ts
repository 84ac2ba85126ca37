/** Writes what a ticker's fills add up to: its sums, its open lots, its trades, its profits. */

import type { Booked } from '../../domain/ledger/ledger.ts'
import type { Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

/**
 * Stores a ledger with what was closed on the way to it. `anew`: all of the ticker's fills were
 * folded, so its trades and profits replace those stored; a profit the reserve had its share of
 * stays shared.
 */
export async function saveTickerLedger(
  tx: Tx,
  ticker: string,
  booked: Booked,
  { anew }: { anew: boolean },
): Promise<void> {
  await saveSums(tx, ticker, booked)
  await saveLots(tx, ticker, booked)
  if (anew) {
    await tx`delete from ledger_trades where ticker = ${ticker} and ${ofAccount(tx)}`
    await tx`delete from ledger_closings where ticker = ${ticker} and ${ofAccount(tx)}`
  }
  await saveTrades(tx, booked)
  await saveGains(tx, booked)
}

async function saveSums(tx: Tx, ticker: string, { ledger }: Booked): Promise<void> {
  const { trades, newest } = ledger
  await tx`
    insert into ledger_tickers (ticker, quantity, cost, cash, moved, fees, realised, trade_profit, trades_won,
      trades_lost, won_dollars, lost_dollars, opened_at, newest_filled_at, newest_side, newest_execution_id)
    values (${ticker}, ${ledger.quantity.toFixed()}, ${ledger.cost.toFixed()}, ${ledger.cash.toFixed()},
      ${ledger.moved.toFixed()}, ${ledger.fees.toFixed()}, ${ledger.realised.toFixed()}, ${ledger.tradeProfit.toFixed()},
      ${trades.won}, ${trades.lost}, ${trades.wonDollars.toFixed()}, ${trades.lostDollars.toFixed()},
      ${ledger.openedAt}, ${newest?.filledAt ?? null}, ${newest?.side ?? null},
      ${newest?.executionId ?? null})
    on conflict (account_id, ticker) do update set quantity = excluded.quantity, cost = excluded.cost,
      cash = excluded.cash, moved = excluded.moved, fees = excluded.fees, realised = excluded.realised,
      trade_profit = excluded.trade_profit, trades_won = excluded.trades_won,
      trades_lost = excluded.trades_lost, won_dollars = excluded.won_dollars,
      lost_dollars = excluded.lost_dollars, opened_at = excluded.opened_at,
      newest_filled_at = excluded.newest_filled_at, newest_side = excluded.newest_side,
      newest_execution_id = excluded.newest_execution_id
  `
}

async function saveLots(tx: Tx, ticker: string, { ledger: { lots } }: Booked): Promise<void> {
  const ids = lots.map(({ executionId }) => executionId)
  await tx`
    delete from ledger_lots where ticker = ${ticker} and execution_id <> all(${ids}::text[])
      and ${ofAccount(tx)}`
  await tx`
    insert into ledger_lots as old (execution_id, ticker, filled_at, quantity, price, cost)
    select execution_id, ${ticker}, filled_at, quantity, price, cost
    from unnest(${ids}::text[], ${lots.map(({ filledAt }) => filledAt.toISOString())}::timestamptz[],
      ${lots.map(({ quantity }) => quantity.toFixed())}::numeric[],
      ${lots.map(({ price }) => price.toFixed())}::numeric[],
      ${lots.map(({ cost }) => cost.toFixed())}::numeric[])
      as open (execution_id, filled_at, quantity, price, cost)
    on conflict (account_id, execution_id) do update set quantity = excluded.quantity,
      price = excluded.price, cost = excluded.cost
    where (old.quantity, old.cost) <> (excluded.quantity, excluded.cost)
  `
}

async function saveTrades(tx: Tx, { trades }: Booked): Promise<void> {
  if (trades.length === 0) return
  await tx`
    insert into ledger_trades (execution_id, ticker, closed_at, profit)
    select * from unnest(${trades.map(({ executionId }) => executionId)}::text[],
      ${trades.map(({ ticker }) => ticker)}::text[],
      ${trades.map(({ closedAt }) => closedAt.toISOString())}::timestamptz[],
      ${trades.map(({ profit }) => profit.toFixed())}::numeric[])
  `
}

async function saveGains(tx: Tx, { closings }: Booked): Promise<void> {
  const gains = closings.filter(({ profit }) => profit.gt(0))
  if (gains.length === 0) return
  await tx`
    insert into ledger_closings (execution_id, ticker, filled_at, side, profit)
    select * from unnest(${gains.map(({ executionId }) => executionId)}::text[],
      ${gains.map(({ ticker }) => ticker)}::text[],
      ${gains.map(({ at }) => at.toISOString())}::timestamptz[],
      ${gains.map(({ side }) => side)}::text[],
      ${gains.map(({ profit }) => profit.toFixed())}::numeric[]) as made (execution_id, ticker, filled_at, side, profit)
    where not exists (
      select from reserve_pool_ledger
      where closing_execution_id = made.execution_id and ${ofAccount(tx)})
  `
}
