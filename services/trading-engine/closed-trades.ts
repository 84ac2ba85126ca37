/** Works out each trade that ended once: what it was made for, how it ended, how far its price went. */

import { extremesOf, spanOf } from '#shared/domain/ledger/outcome.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  isPastPrices,
  keepTrade,
  readExitCode,
  readHeldPrices,
  readTradeCause,
  readTradeEvents,
  readUnkeptTrades,
  type UnkeptTrade,
} from '#shared/sql/trading/closed-trades.ts'

/** Trades of a turn: those of before this was kept take several. */
const TRADES_MAX = 50

/** One turn at business time `now`; each trade by itself, so that no lock is held over two. */
export async function keepClosedTrades(sql: Sql, now: Date): Promise<number> {
  const trades = await readUnkeptTrades(sql, now, TRADES_MAX)
  for (const trade of trades) await workOut(sql, trade, now)
  return trades.length
}

async function workOut(sql: Sql, trade: UnkeptTrade, now: Date): Promise<void> {
  const { tradeId, ticker, closedAt } = trade
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
