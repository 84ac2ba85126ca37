/** Works out each trade that ended once: what it was made for, how it ended, how far its price went. */

import { extremesOf, spanOf } from '#shared/domain/ledger/outcome.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import {
  isPastPrices,
  keepTrade,
  lockTrade,
  readExitCode,
  readHeldPrices,
  readTradeCause,
  readTradeEvents,
  readUnkeptTrades,
  type UnkeptTrade,
} from '#shared/sql/trading/closed-trades.ts'

/** Trades of a turn: those of before this was kept take several. */
const TRADES_MAX = 50

/**
 * One turn at business time `now`; each trade by itself, so that no lock is held over two, and one that cannot be
 * worked out keeps no other back.
 *
 * @throws AggregateError of those that could not.
 */
export async function keepClosedTrades(sql: Sql, now: Date): Promise<number> {
  const trades = await readUnkeptTrades(sql, now, TRADES_MAX)
  const faults: unknown[] = []
  for (const trade of trades)
    await sql
      .begin((tx) => workOut(tx, trade, now))
      .catch((fault: unknown) =>
        faults.push(new Error(`Work out ${trade.ticker}`, { cause: fault })),
      )
  if (faults.length > 0)
    throw new AggregateError(
      faults,
      `${faults.length} of ${trades.length} trades are not worked out`,
    )
  return trades.length
}

/** Nothing where the ticker was added up anew since it was read: its row is held while it is worked out. */
async function workOut(sql: Tx, trade: UnkeptTrade, now: Date): Promise<void> {
  const { tradeId, ticker, closedAt } = trade
  if (!(await lockTrade(sql, tradeId))) return
  const events = await readTradeEvents(sql, trade)
  const span = spanOf(events)
  const { openedAt, lacks } = span
  const isMeasured = lacks === null && openedAt !== null
  const [cause, exitCode, prices] = await Promise.all([
    readTradeCause(sql, span.entryOrderId),
    readExitCode(sql, span.exitOrderId),
    isMeasured ? readHeldPrices(sql, { ticker, openedAt, closedAt }) : null,
  ])
  const extremes = prices && extremesOf(events, prices)
  const isSettled = isPastPrices(closedAt, now)
  await keepTrade(
    sql,
    {
      ...span,
      ...cause,
      tradeId,
      exitCode,
      prices: prices && { ...prices, ...extremes },
      isSettled,
    },
    now,
  )
}
