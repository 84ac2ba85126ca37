/** What was bought and sold within a period, from the first share of each position on, and for what. */

import type { TradeReason } from '../../contracts/api/report-body.ts'
import type { TradeEvent, TradeFacts } from '../../domain/report/facts.ts'
import { shortened } from '../../domain/document/text/cut.ts'
import type { Db } from '../open.ts'

const THESIS_MAX = 300

type Span = { account: string; after: Date; until: Date }

/** By when a fill was recorded: a reading of the account knows those, whenever they fell. */
export async function readTradeFacts(db: Db, span: Span): Promise<TradeFacts> {
  const { account, after, until } = span
  const tickers = await readTouched(db, span)
  const [rows, closed] = await Promise.all([
    readEvents(db, span, tickers),
    db<{ executionId: string; profit: string }[]>`
      select t.execution_id, t.profit from ledger_trades t
      where t.account_id = ${account} and t.ticker = any(${tickers}::text[]) and (exists (
          select from order_fills f where f.account_id = t.account_id and f.execution_id = t.execution_id
            and f.recorded_at > ${after} and f.recorded_at <= ${until})
        or exists (select from share_events e where e.account_id = t.account_id
          and e.event_id = t.execution_id and e.at > ${after} and e.at <= ${until}))`,
  ])
  const reasons = await readReasons(
    db,
    rows.flatMap(({ orderId }) => orderId ?? []),
  )
  const events = rows.map((row) => toEvent(row, reasons))
  return {
    events: Map.groupBy(events, ({ ticker }) => ticker),
    closed: new Map(closed.map(({ executionId, profit }) => [executionId, profit])),
  }
}

async function readTouched(db: Db, { account, after, until }: Span): Promise<string[]> {
  const rows = await db<{ ticker: string }[]>`
    select ticker from order_fills where account_id = ${account} and recorded_at > ${after}
      and recorded_at <= ${until} and busted_at is null and booked
    union
    select ticker from share_events where account_id = ${account} and at > ${after} and at <= ${until} and booked
    order by 1`
  return rows.map(({ ticker }) => ticker)
}

type EventRow = {
  executionId: string
  orderId: string | null
  ticker: string
  side: 'buy' | 'sell' | null
  quantity: string | null
  price: string | null
  fee: string
  ratio: string | null
  isMove: boolean
  filledAt: Date
  isWithin: boolean
}

/** Everything since each ticker was last held by nobody before the period. */
function readEvents(
  db: Db,
  { account, after, until }: Span,
  tickers: readonly string[],
): Promise<EventRow[]> {
  return db<EventRow[]>`
    with since as (
      select ticker, coalesce((
        select max(t.closed_at) from ledger_trades t
        join order_fills f on f.account_id = t.account_id and f.execution_id = t.execution_id
        where t.account_id = ${account} and t.ticker = asked.ticker and f.recorded_at <= ${after}
      ), '-infinity') as ended_at
      from unnest(${[...tickers]}::text[]) as asked (ticker)
    )
    select f.execution_id, f.order_id, f.ticker, f.side, f.quantity, f.price, f.fee, null as ratio, false as is_move,
      f.filled_at, f.recorded_at > ${after} as is_within
    from since cross join lateral (
      -- Ticker by ticker: PostgreSQL cannot know how little lies behind an end, and would read all fills there are.
      select * from order_fills own where own.account_id = ${account} and own.ticker = since.ticker
        and own.filled_at > since.ended_at
      order by own.filled_at offset 0
    ) f
    where f.busted_at is null and f.booked and f.recorded_at <= ${until}
    union all
    select e.event_id, null, e.ticker, e.side, e.quantity, e.price, '0', e.ratio, e.ratio is null, e.at, e.at > ${after}
    from since join share_events e on e.account_id = ${account} and e.ticker = since.ticker
      and e.at > since.ended_at
    where e.booked and e.at <= ${until}`
}

function toEvent(row: EventRow, reasons: ReadonlyMap<string, TradeReason>): TradeEvent {
  const { executionId, ticker, filledAt, isWithin } = row
  const place = { executionId, ticker, filledAt, isWithin }
  const reason = (row.orderId !== null && reasons.get(row.orderId)) || null
  if (row.ratio !== null) return { ...place, side: 'split', ratio: row.ratio, reason: null }
  const { side, quantity, price, fee, isMove } = row
  return { ...place, side: side!, quantity: quantity!, price: price!, fee, isMove, reason }
}

/** What each order was placed for, in the words of then. */
async function readReasons(db: Db, orderIds: readonly string[]): Promise<Map<string, TradeReason>> {
  const rows = await db<(TradeReason & { orderId: string })[]>`
    select o.order_id, d.code, coalesce(r.thesis, '') as thesis, r.trend_window as window, r.confidence,
      r.recommendation_id
    from orders o join trading_decisions d using (decision_id)
    left join recommendations r on r.recommendation_id = d.recommendation_id
    where o.order_id = any(${[...new Set(orderIds)]}::uuid[])`
  return new Map(
    rows.map(({ orderId, ...reason }) => [
      orderId,
      { ...reason, thesis: shortened(reason.thesis, THESIS_MAX) },
    ]),
  )
}
