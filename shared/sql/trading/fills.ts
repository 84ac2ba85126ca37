/** Table `order_fills`: executions, each known by the broker's id of it and stored once. */

import type { BrokerFill } from '../../domain/trading/broker-state.ts'
import type { Db, Tx } from '../open.ts'

/** What the broker's report is told further of. */
export type StoredFill = {
  executionId: string
  orderId: string | null
  ticker: string
  side: 'buy' | 'sell'
}

/**
 * Stores fills that are not stored yet and returns those, oldest first.
 *
 * `orderIds` maps the broker's order ids to ours; a fill of an order that is not ours has none.
 */
export async function saveFills(
  tx: Tx,
  fills: readonly BrokerFill[],
  orderIds: ReadonlyMap<string, string>,
  now: Date,
): Promise<StoredFill[]> {
  if (fills.length === 0) return []
  const rows = fills.map((fill) => ({
    ...fill,
    orderId: orderIds.get(fill.brokerOrderId) ?? null,
    recordedAt: now,
  }))
  const stored = await tx<(StoredFill & { filledAt: Date })[]>`
    insert into order_fills (execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
    select execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at, ${now}::timestamptz
    from unnest(
      ${rows.map((row) => row.executionId)}::text[], ${rows.map((row) => row.orderId)}::uuid[],
      ${rows.map((row) => row.brokerOrderId)}::text[], ${rows.map((row) => row.ticker)}::text[],
      ${rows.map((row) => row.side)}::text[], ${rows.map((row) => row.quantity)}::numeric[],
      ${rows.map((row) => row.price)}::numeric[], ${rows.map((row) => row.filledAt.toISOString())}::timestamptz[]
    ) as told (execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at)
    order by filled_at, execution_id
    on conflict (account_id, execution_id) do nothing
    returning execution_id, order_id, ticker, side, filled_at
  `
  return stored
    .toSorted(
      (a, b) =>
        a.filledAt.getTime() - b.filledAt.getTime() || (a.executionId < b.executionId ? -1 : 1),
    )
    .map(({ filledAt: _filledAt, ...row }) => row)
}

/** Shares filled of an order and their dollars; `0` and `0` of none. */
export async function readFillTotals(
  db: Db,
  orderId: string,
): Promise<{ quantity: string; value: string }> {
  const [row] = await db<{ quantity: string; value: string }[]>`
    select coalesce(sum(quantity), 0)::text as quantity, coalesce(sum(quantity * price), 0)::text as value
    from order_fills where order_id = ${orderId}
  `
  return row!
}
