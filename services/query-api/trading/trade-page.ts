/** One trade that ended with all that belongs to it, as its page shows it. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { TradePage, TradeRow } from '#shared/contracts/api/trades.ts'
import { DAY_MS, MINUTE_MS } from '#shared/domain/spans.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { readTrade } from './trades.ts'

type Page = Served<TradePage>

const FILLS_MAX = 200
const BARS_MAX = 400

/** A trade, what led to it and to its end, its fills, its neighbours, and the prices of its life. */
export async function readTradePage(db: Db, id: string): Promise<Page | undefined> {
  const trade = await readTrade(db, id)
  if (!trade) return undefined
  const [why, whyOut, levels, fills, beside, prices] = await Promise.all([
    readWhy(db, trade),
    readWhyOut(db, trade),
    readLevels(db, trade),
    readFills(db, trade),
    readBeside(db, trade),
    readPrices(db, trade),
  ])
  return { trade, why, whyOut, levels, fills, ...beside, prices }
}

type Row = Served<TradeRow>

async function readWhy(db: Db, { recommendationId }: Row): Promise<Page['why']> {
  if (recommendationId === null) return null
  const [row] = await db<NonNullable<Page['why']>[]>`
    select action, confidence, thesis from recommendations where recommendation_id = ${recommendationId}`
  return row ?? null
}

async function readWhyOut(db: Db, { exitOrderId }: Row): Promise<Page['whyOut']> {
  if (exitOrderId === null) return null
  const [row] = await db<NonNullable<Page['whyOut']>[]>`
    select r.recommendation_id, r.action, r.confidence, r.thesis
    from orders o join trading_decisions d using (decision_id)
      join recommendations r on r.recommendation_id = d.recommendation_id
    where o.order_id = ${exitOrderId}`
  return row ?? null
}

async function readLevels(db: Db, { entryOrderId }: Row): Promise<Page['levels']> {
  if (entryOrderId === null) return null
  const [row] = await db<NonNullable<Page['levels']>[]>`
    select d.sizing -> 'levels' ->> 'stopPrice' as stop_price, d.sizing -> 'levels' ->> 'target1' as target1,
      d.sizing -> 'levels' ->> 'target2' as target2
    from orders o join trading_decisions d using (decision_id)
    where o.order_id = ${entryOrderId} and d.sizing -> 'levels' ->> 'stopPrice' is not null`
  return row ?? null
}

function readFills(db: Db, { ticker, openedAt, closedAt }: Row): Promise<Page['fills']> {
  return db<Page['fills']>`
    select execution_id, order_id, side, quantity, price, fee, filled_at from order_fills
    where ${ofAccount(db)} and ticker = ${ticker} and filled_at >= ${openedAt ?? closedAt}
      and filled_at < ${around(closedAt, 1)} and busted_at is null
    order by filled_at, side, execution_id limit ${FILLS_MAX}`
}

type Beside = Pick<Page, 'before' | 'after' | 'heldSince'>

async function readBeside(db: Db, { ticker, closedAt, tradeId }: Row): Promise<Beside> {
  const [before, after, held] = await Promise.all([
    db<NonNullable<Page['before']>[]>`
      select trade_id, opened_at, closed_at, profit, exit_code from ledger_trades
      where ${ofAccount(db)} and ticker = ${ticker} and (closed_at, trade_id) < (${closedAt}, ${tradeId})
      order by closed_at desc, trade_id desc limit 1`,
    db<NonNullable<Page['after']>[]>`
      select trade_id, opened_at, closed_at, profit, exit_code from ledger_trades
      where ${ofAccount(db)} and ticker = ${ticker} and (closed_at, trade_id) > (${closedAt}, ${tradeId})
      order by closed_at, trade_id limit 1`,
    db<{ openedAt: Date }[]>`
      select opened_at from ledger_tickers
      where ${ofAccount(db)} and ticker = ${ticker} and opened_at >= ${closedAt}`,
  ])
  return {
    before: before[0] ?? null,
    after: after[0] ?? null,
    heldSince: held[0]?.openedAt ?? null,
  }
}

/** Minutes of a trade of a day or two, where they are still kept; else days. */
async function readPrices(db: Db, { ticker, openedAt, closedAt }: Row): Promise<Page['prices']> {
  const from = openedAt ?? closedAt
  const life = closedAt.getTime() - from.getTime()
  if (life <= 2 * DAY_MS) {
    const room = Math.max(15 * MINUTE_MS, life / 5)
    const bars = await readMinutes(db, ticker, [around(from, -room), around(closedAt, room)])
    if (bars.length > 1) return { from: 'minutes', bars }
  }
  const room = Math.max(10 * DAY_MS, life / 5)
  const bars = await db<Page['prices']['bars']>`
    select starts_at as at, open, high, low, close from market_snapshots
    where ticker = ${ticker} and timespan = '1d' and starts_at >= ${around(from, -room)}
      and starts_at <= ${around(closedAt, room)}
    order by starts_at desc limit ${BARS_MAX}`
  return { from: 'days', bars: bars.toReversed() }
}

const around = (at: Date, ms: number) => new Date(at.getTime() + ms)

/** So many minutes to a bar that there are no more than may be. */
function readMinutes(
  db: Db,
  ticker: string,
  [from, to]: readonly [Date, Date],
): Promise<Page['prices']['bars']> {
  const minutes = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / MINUTE_MS / BARS_MAX))
  return db<Page['prices']['bars']>`
    select min(starts_at) as at, (array_agg(open order by starts_at))[1] as open, max(high) as high,
      min(low) as low, (array_agg(close order by starts_at desc))[1] as close
    from minute_bars where ticker = ${ticker} and starts_at >= ${from} and starts_at <= ${to}
    group by date_bin(${minutes} * interval '1 minute', starts_at, ${from}::timestamptz) order by 1`
}
