/** What a run came to, counted in the record. */

import { createHash } from 'node:crypto'
import { reportTrading, type TradingReport } from '#shared/sql/trading/report.ts'
import type { Sql } from '#shared/sql/open.ts'

/** Later than any run ends, and within what PostgreSQL can tell. */
const LONG_AFTER = new Date('2100-01-01T00:00:00Z')

export type Summary = {
  documents: Record<string, number>
  extractions: number
  trends: number
  recommendations: Record<string, number>
  decisions: Record<string, number>
  orders: Record<string, number>
  equity: string
  trading: TradingReport
  jobs: { enqueued: number; done: number; dead: number }
  lost: number
  repeated_effects: number
  orders_digest: string
  seconds: number
}

/** `brokerOrders` are the client order ids as the broker lists them, repeats included. */
export async function summariseRun(
  sql: Sql,
  brokerOrders: readonly string[],
  seconds: number,
): Promise<Summary> {
  const [documents, recommendations, decisions, orders] = await Promise.all([
    tally(sql, 'documents', 'status'),
    tally(sql, 'recommendations', 'action'),
    tally(sql, 'trading_decisions', 'code'),
    tally(sql, 'orders', 'state'),
  ])
  const [row] = await sql<Row[]>`
    select (select count(*) from document_intelligence) as extractions,
           (select count(*) from trend_history) as trends,
           (select count(*) from jobs) as enqueued,
           (select count(*) from jobs where state = 'done') as done,
           (select count(*) from jobs where state = 'dead') as dead,
           (select count(*) from jobs where state not in ('done', 'dead', 'cancelled')) as lost,
           (select equity::text from portfolio_snapshots
            where account_id = current_account_id() order by taken_at desc limit 1) as equity`
  if (!row) throw new Error('Sum up the run: the database gave no row')
  return {
    documents,
    extractions: row.extractions,
    trends: row.trends,
    recommendations,
    decisions,
    orders,
    equity: row.equity ?? '0',
    trading: await reportTrading(sql, { since: new Date(0), until: LONG_AFTER }),
    jobs: { enqueued: row.enqueued, done: row.done, dead: row.dead },
    lost: row.lost + (await countStrandedDocuments(sql)),
    repeated_effects: await countRepeats(sql, brokerOrders),
    orders_digest: await digestOrders(sql),
    seconds: Math.round(seconds * 10) / 10,
  }
}

type Row = {
  extractions: number
  trends: number
  enqueued: number
  done: number
  dead: number
  lost: number
  equity: string | null
}

async function tally(sql: Sql, table: string, column: string): Promise<Record<string, number>> {
  const rows = await sql<{ name: string; count: number }[]>`
    select ${sql(column)} as name, count(*) as count from ${sql(table)} group by 1 order by 1`
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

/** Documents that stand before a stage although no job of theirs is open or dead. */
async function countStrandedDocuments(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from documents d
    where d.status in ('ingested', 'parsed')
      and not exists (
        select 1 from jobs j
        where j.state in ('queued', 'dead') and j.payload ->> 'document_id' = d.document_id::text)`
  return row?.count ?? 0
}

/** Effects that happened more than once: at the broker, in fills, in what was read out of documents. */
async function countRepeats(sql: Sql, brokerOrders: readonly string[]): Promise<number> {
  const [row] = await sql<{ overfilled: number; jobs: number }[]>`
    select (select count(*) from (
              select f.order_id from order_fills f join orders o using (order_id)
              group by f.order_id, o.filled_quantity having sum(f.quantity) <> o.filled_quantity) x) as overfilled,
           (select count(*) from (
              select list, payload, caused_by from jobs
              where caused_by is not null group by 1, 2, 3 having count(*) > 1) y) as jobs`
  const repeatedAtBroker = brokerOrders.length - new Set(brokerOrders).size
  const ours = await sql<{ clientOrderId: string }[]>`select client_order_id from orders`
  const known = new Set(ours.map(({ clientOrderId }) => clientOrderId))
  const strangers = new Set(brokerOrders.filter((id) => !known.has(id))).size
  return (row?.overfilled ?? 0) + (row?.jobs ?? 0) + repeatedAtBroker + strangers
}

/** SHA-256 over the orders in sequence, one line each; the same input gives the same digest. */
async function digestOrders(sql: Sql): Promise<string> {
  const orders = await sql<Record<string, string>[]>`
    select order_id, ticker, side, quantity::text, coalesce(filled_price_avg, reference_price)::text as price,
           to_char(intended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from orders order by intended_at, seq`
  const hash = createHash('sha256')
  for (const { orderId, ticker, side, quantity, price, at } of orders) {
    hash.update(`${orderId}|${ticker}|${side}|${quantity}|${price}|${at}\n`)
  }
  return hash.digest('hex')
}
