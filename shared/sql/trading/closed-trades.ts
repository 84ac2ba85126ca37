/** Table `ledger_trades` beside the ledger's own columns: why a trade was made, and how far its price went. */

import type { HeldEvent, TradeSpan } from '../../domain/ledger/outcome.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import { MINUTE_MS } from '../../domain/spans.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type UnkeptTrade = { tradeId: string; ticker: string; closedAt: Date; afterAt: Date | null }

/** A price of the last minute may be told so much later. */
const PRICES_LATE_MS = 5 * MINUTE_MS

/** Trades that are not worked out, or not since the last prices of their time came; oldest first. */
export function readUnkeptTrades(db: Db, now: Date, most: number): Promise<UnkeptTrade[]> {
  return db<UnkeptTrade[]>`
    select t.trade_id, t.ticker, t.closed_at, (
      select max(p.closed_at) from ledger_trades p
      where p.account_id = t.account_id and p.ticker = t.ticker and p.closed_at < t.closed_at) as after_at
    from ledger_trades t
    where not t.is_settled and ${ofAccount(db, 't')}
      and (t.kept_at is null or t.closed_at <= ${new Date(now.getTime() - PRICES_LATE_MS)})
    order by t.closed_at, t.trade_id limit ${most}`
}

/** What was bought and sold of a trade, and splits within it, in the ledger's order. */
export function readTradeEvents(
  db: Db,
  { ticker, closedAt, afterAt }: Pick<UnkeptTrade, 'ticker' | 'closedAt' | 'afterAt'>,
): Promise<HeldEvent[]> {
  // A moment in JavaScript is cut to the millisecond: what lies within it belongs to the trade that it ends.
  const behind = (at: Date) => new Date(at.getTime() + 1)
  const within = (column: string) =>
    db`${db(column)} < ${behind(closedAt)}
      ${afterAt === null ? db`` : db`and ${db(column)} >= ${behind(afterAt)}`}`
  return db<HeldEvent[]>`
    select order_id, side, quantity, price, fee, at from (
      select order_id, side, quantity, price, fee, filled_at as at, execution_id as id,
        case side when 'buy' then 1 else 2 end as place
      from order_fills where ${ofAccount(db)} and ticker = ${ticker} and ${within('filled_at')}
        and busted_at is null and booked
      union all
      select null, coalesce(side, 'split'), coalesce(quantity, 0), coalesce(price, 0), 0, at, event_id,
        case side when 'buy' then 1 when 'sell' then 2 else 0 end
      from share_events where ${ofAccount(db)} and ticker = ${ticker} and ${within('at')} and booked
    ) events order by at, place, id collate "C"`
}

export type TradePrices = {
  lowPrice: string | null
  highPrice: string | null
  minutes: number
  days: number
}

/**
 * Lowest and highest price recorded while something was held: of whole minutes within that time, and, for
 * sessions without a minute, of days that lie wholly within it. Minutes are kept a month, so the rows read
 * are bounded by that and by a bar a session.
 */
export async function readHeldPrices(
  db: Db,
  { ticker, openedAt, closedAt }: { ticker: string; openedAt: Date; closedAt: Date },
): Promise<TradePrices> {
  const [row] = await db<[TradePrices]>`
    with minutes as (
      select session_date, low, high from minute_bars
      where ticker = ${ticker} and starts_at >= ${openedAt}
        and starts_at <= ${new Date(closedAt.getTime() - MINUTE_MS)}
    ), days as (
      select session_date, low, high from market_snapshots
      where ticker = ${ticker} and timespan = '1d' and starts_at > ${openedAt} and starts_at < ${closedAt}
        and session_date > ${newYorkDate(openedAt)}::date and session_date < ${newYorkDate(closedAt)}::date
        and session_date not in (select session_date from minutes)
    )
    select least((select min(low) from minutes), (select min(low) from days)) as low_price,
      greatest((select max(high) from minutes), (select max(high) from days)) as high_price,
      (select count(*) from minutes)::integer as minutes, (select count(*) from days)::integer as days`
  return row
}

/** Why a trade was entered, and its first stop. */
export type TradeCause = {
  recommendationId: string | null
  trendWindow: string | null
  catalyst: string | null
  publisher: string | null
  stopPrice: string | null
}

/** Of the order that bought first; the document is the strongest that spoke for its recommendation. */
export async function readTradeCause(db: Db, orderId: string | null): Promise<TradeCause> {
  if (orderId === null) return noCause
  const [row] = await db<TradeCause[]>`
    select d.recommendation_id, r.trend_window, case when d.recommendation_id is not null then
        coalesce(i.catalyst, 'other') end as catalyst, nullif(c.publisher, '') as publisher,
      (d.sizing -> 'levels' ->> 'stopPrice')::numeric as stop_price
    from orders o join trading_decisions d using (decision_id)
      left join recommendations r on r.recommendation_id = d.recommendation_id
      left join lateral (
        select impact_id, document_id from recommendation_evidence e
        where e.recommendation_id = d.recommendation_id and e.side = 'supporting'
        order by e.place limit 1) e on true
      left join document_impact_records i on i.impact_id = e.impact_id
      left join documents c on c.document_id = e.document_id
    where o.order_id = ${orderId}`
  return row ?? noCause
}

const noCause: TradeCause = {
  recommendationId: null,
  trendWindow: null,
  catalyst: null,
  publisher: null,
  stopPrice: null,
}

/**
 * The code of the decision behind an order; `sold_elsewhere` where no order of ours sold. A stop that rested
 * at the broker and was filled is a stop that was hit.
 */
export async function readExitCode(db: Db, orderId: string | null): Promise<string> {
  if (orderId === null) return 'sold_elsewhere'
  const [row] = await db<{ code: string }[]>`
    select case d.code when 'resting_stop' then 'stop_loss' else d.code end as code
    from orders o join trading_decisions d using (decision_id)
    where o.order_id = ${orderId}`
  return row?.code ?? 'sold_elsewhere'
}

export type KeptTrade = TradeSpan &
  TradeCause & {
    tradeId: string
    exitCode: string
    prices: TradePrices | null
    isSettled: boolean
  }

/** Holds a trade that is to be worked out; false where it is gone. */
export async function lockTrade(tx: Tx, tradeId: string): Promise<boolean> {
  const [row] = await tx`
    select from ledger_trades where trade_id = ${tradeId} and ${ofAccount(tx)} for update`
  return row !== undefined
}

/** Keeps what was worked out. */
export async function keepTrade(db: Db, made: KeptTrade, now: Date): Promise<void> {
  const { prices } = made
  const isKnown = prices !== null && prices.lowPrice !== null
  const from = [prices?.minutes ? 'minutes' : '', prices?.days ? 'days' : ''].filter(Boolean)
  await db`
    update ledger_trades set opened_at = ${made.openedAt}, quantity = ${made.quantity}, paid = ${made.paid},
      received = ${made.received}, fees = ${made.fees}, entry_order_id = ${made.entryOrderId},
      exit_order_id = ${made.exitOrderId}, recommendation_id = ${made.recommendationId},
      trend_window = ${made.trendWindow}, catalyst = ${made.catalyst}, publisher = ${made.publisher},
      exit_code = ${made.exitCode}, stop_price = ${made.stopPrice}, low_price = ${prices?.lowPrice ?? null},
      high_price = ${prices?.highPrice ?? null}, prices_from = ${isKnown ? from.join('_and_') : null},
      prices_lack = ${made.lacks ?? (isKnown ? null : 'no_prices')}, kept_at = ${now},
      is_settled = ${made.isSettled}
    where trade_id = ${made.tradeId} and ${ofAccount(db)}`
}

/** Whether no price of a trade's time is waited for any more. */
export function isPastPrices(closedAt: Date, now: Date): boolean {
  return now.getTime() - closedAt.getTime() >= PRICES_LATE_MS
}
