/** The ledger as the database keeps it, and as a fold of all its fills has it: the two must agree. */

import { compareFills, foldFills, type Fill } from '#shared/domain/ledger/ledger.ts'
import { entryPriceOf } from '#shared/domain/ledger/valuation.ts'
import type { Sql } from '#shared/sql/open.ts'

const at = (moment: Date | null) => moment?.toISOString() ?? null

/** Everything the ledger's tables say, as text; decimals without trailing zeros. */
export async function readWholeLedger(sql: Sql): Promise<Record<string, unknown>> {
  const [tickers, lots, trades, gains, positions] = await Promise.all([
    sql`select ticker, trim_scale(quantity) as quantity, trim_scale(cost) as cost, trim_scale(cash) as cash,
      trim_scale(fees) as fees, trim_scale(realised) as realised, trim_scale(trade_profit) as trade_profit,
      trades_won, trades_lost, trim_scale(won_dollars) as won_dollars,
      trim_scale(lost_dollars) as lost_dollars, opened_at, newest_execution_id
      from ledger_tickers order by ticker`,
    sql`select execution_id, trim_scale(quantity) as quantity, trim_scale(price) as price
      from ledger_lots order by ticker, filled_at, execution_id collate "C"`,
    sql`select execution_id, trim_scale(profit) as profit, closed_at from ledger_trades order by 1`,
    sql`select execution_id, trim_scale(profit) as profit from ledger_closings order by 1`,
    sql`select ticker, trim_scale(quantity) as quantity, trim_scale(entry_price_avg) as entry,
      trim_scale(realised_pnl) as realised, opened_at from positions order by ticker`,
  ])
  return {
    tickers: tickers.map((row) => ({ ...row, openedAt: at(row['openedAt']) })),
    lots: [...lots],
    trades: trades.map((row) => ({ ...row, closedAt: at(row['closedAt']) })),
    gains: [...gains],
    positions: positions.map((row) => ({ ...row, openedAt: at(row['openedAt']) })),
  }
}

/** The same, folded from the fills that are stored; `shared` profits the reserve had its share of. */
export async function foldWholeLedger(sql: Sql): Promise<Record<string, unknown>> {
  const fills = await sql<Fill[]>`
    select execution_id, ticker, side, quantity, price, fee, filled_at from order_fills`
  const shared = await sql<{ id: string }[]>`
    select closing_execution_id as id from reserve_pool_ledger where closing_execution_id is not null`
  const byTicker = Map.groupBy(fills, ({ ticker }) => ticker)
  const books = [...byTicker]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([ticker, own]) => ({
      ticker,
      ...foldFills(own),
      last: own.toSorted(compareFills).at(-1),
    }))
  const byId = (a: { executionId: string }, b: { executionId: string }) =>
    a.executionId < b.executionId ? -1 : 1
  return {
    tickers: books.map(({ ticker, ledger }) => ({
      ticker,
      quantity: ledger.quantity.toFixed(),
      cost: ledger.cost.toFixed(),
      cash: ledger.cash.toFixed(),
      fees: ledger.fees.toFixed(),
      realised: ledger.realised.toFixed(),
      tradeProfit: ledger.tradeProfit.toFixed(),
      tradesWon: ledger.trades.won,
      tradesLost: ledger.trades.lost,
      wonDollars: ledger.trades.wonDollars.toFixed(),
      lostDollars: ledger.trades.lostDollars.toFixed(),
      openedAt: at(ledger.openedAt),
      newestExecutionId: ledger.newest?.executionId,
    })),
    lots: books.flatMap(({ ledger }) =>
      ledger.lots.map(({ executionId, quantity, price }) => ({
        executionId,
        quantity: quantity.toFixed(),
        price: price.toFixed(),
      })),
    ),
    trades: books
      .flatMap(({ trades }) => trades)
      .toSorted(byId)
      .map(({ executionId, profit, closedAt }) => ({
        executionId,
        profit: profit.toFixed(),
        closedAt: at(closedAt),
      })),
    gains: books
      .flatMap(({ closings }) => closings)
      .filter(
        ({ executionId, profit }) => profit.gt(0) && !shared.some(({ id }) => id === executionId),
      )
      .toSorted(byId)
      .map(({ executionId, profit }) => ({ executionId, profit: profit.toFixed() })),
    positions: books.map(({ ticker, ledger, last }) => ({
      ticker,
      quantity: ledger.quantity.gt(0) ? ledger.quantity.toFixed() : '0',
      entry: ledger.quantity.gt(0) ? entryPriceOf(ledger) : '0',
      realised: ledger.realised.round(6).toFixed(),
      openedAt: at(ledger.openedAt ?? last?.filledAt ?? null),
    })),
  }
}
