/** Trades that ended, as the API lists them. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { TradeRow } from '#shared/contracts/api/trades.ts'
import type { RowTotal, Sort } from '#shared/contracts/api/words.ts'
import { outcomeOf } from '#shared/domain/ledger/outcome.ts'
import type { Db } from '#shared/sql/open.ts'
import {
  askRow,
  countUpTo,
  goOnAfter,
  inOrder,
  withinDays,
  type AskedDays,
} from '#shared/sql/page.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

type Narrowed = AskedDays & {
  ticker?: string | undefined
  catalyst?: string | undefined
  exit?: string | undefined
}

export type TradeFilter = Narrowed & { sort: Sort; limit: number; after?: string | undefined }

const listed = { table: 'ledger_trades', as: 't', id: 'trade_id' }
const ORDER = ['closed_at', 'trade_id'] as const

/** By when they ended. */
export async function listTrades(db: Db, filter: TradeFilter): Promise<Served<TradeRow>[]> {
  const { sort, limit, after } = filter
  await askRow(db, listed, after)
  const rows = await db<Stored[]>`
    ${tradeColumns(db)} where ${narrowed(db, filter)}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
  return rows.map(measured)
}

/** How many there are. */
export function totalTrades(db: Db, filter: Narrowed): Promise<RowTotal> {
  return countUpTo(db, db`select 1 from ledger_trades t where ${narrowed(db, filter)}`)
}

/** One trade, or undefined. */
export async function readTrade(db: Db, tradeId: string): Promise<Served<TradeRow> | undefined> {
  const [row] = await db<Stored[]>`
    ${tradeColumns(db)} where t.trade_id = ${tradeId} and ${ofAccount(db, 't')}`
  return row && measured(row)
}

function narrowed(db: Db, filter: Narrowed) {
  const { ticker, catalyst, exit } = filter
  return db`${ofAccount(db, 't')}
    ${ticker ? db`and t.ticker = ${ticker}` : db``}
    ${catalyst ? db`and t.catalyst = ${catalyst}` : db``}
    ${exit ? db`and t.exit_code = ${exit}` : db``}
    ${withinDays(db, 't.closed_at', filter)}`
}

type Stored = Omit<Served<TradeRow>, keyof ReturnType<typeof outcomeOf>> & {
  paid: string | null
  received: string | null
  lowPrice: string | null
  highPrice: string | null
}

function tradeColumns(db: Db) {
  return db`
    select t.trade_id, t.ticker, t.opened_at, t.closed_at, t.quantity, t.paid, t.received, t.profit, t.fees,
      t.stop_price, t.low_price, t.high_price, t.prices_from, t.prices_lack, t.exit_code, t.catalyst,
      t.publisher, t.trend_window, t.recommendation_id, t.entry_order_id, t.exit_order_id
    from ledger_trades t`
}

function measured({ paid, received, lowPrice, highPrice, ...row }: Stored): Served<TradeRow> {
  return { ...row, ...outcomeOf({ ...row, paid, received, lowPrice, highPrice }) }
}
