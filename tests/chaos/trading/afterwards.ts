/** What is asked between commands and at the end of a day: books, orders and the broker's word side by side. */

import { Big } from 'big.js'
import { isClosed, type OrderState } from '#shared/domain/trading/order-state.ts'
import { siphonOf } from '#shared/domain/trading/reserve.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { foldWholeLedger, readWholeLedger } from '../../helpers/ledger.ts'
import { OPENED_WITH } from './account.ts'
import { CENT } from './books.ts'
import { GRACE_SECONDS, type Day } from './day.ts'

type Known = { orderId: string; id: string; state: OrderState; filled: string }

/** What moves only one way: what ended stays as it ended, what was filled stays filled. */
export function follow({ ended, found, broker }: Day, orders: readonly Known[]): void {
  for (const { orderId, state: at, filled } of orders) {
    const before = ended.get(orderId)
    if (before && isClosed(before.state) && before.state !== at) found.add('I12 (ended otherwise)')
    if (before?.filled.gt(filled)) found.add('I12 (filled less)')
    ended.set(orderId, { state: at, filled: new Big(filled) })
  }
  const stops = broker.open().filter(({ stopPrice }) => stopPrice !== null)
  for (const [ticker, own] of Map.groupBy(stops, (order) => order.ticker))
    if (own.length > 1) found.add(`I4 (${own.length} stops of ${ticker} rest)`)
  const ids = new Set(orders.map(({ id }) => id))
  for (const { isForeign, clientOrderId } of broker.orders)
    if (!isForeign && !ids.has(clientOrderId)) found.add(`I16 (${clientOrderId} at the broker)`)
}

/** What a round has booked is what the double comes to: equity, and how it changed since the beginning. */
export async function askEquity({ sql, broker, state, found }: Day): Promise<void> {
  if (state.readAt !== state.now) return
  const [row] = await sql<Record<'equity' | 'cash' | 'realised' | 'unrealised', string>[]>`
    select equity, cash, realised_pnl as realised, unrealised_pnl as unrealised from portfolio_snapshots
    where taken_at = ${state.now} and account_id = current_account_id()
      and not exists (select from account_differences)`
  if (!row) return
  const differs = (a: Big, b: Big.BigSource) => a.minus(b).abs().gt(CENT)
  const theirs = broker.cash().plus(broker.worth())
  if (differs(theirs, row.equity)) found.add(`I3 (equity ${row.equity}, ${theirs.toFixed()})`)
  if (differs(broker.cash(), row.cash)) found.add(`I3 (cash of the snapshot ${row.cash})`)
  const change = new Big(row.realised).plus(row.unrealised).plus(OPENED_WITH).plus(broker.moved())
  if (differs(change, row.equity)) found.add(`I3 (${row.equity} from ${change.toFixed()})`)
}

/** Everything is reachable again, and time passes: then the books are the broker's, and nothing is stuck. */
export async function recover(day: Day): Promise<void> {
  const { broker, desk, sql, alpaca, state, found } = day
  broker.control.isAway = false
  broker.control.post = 'none'
  for (const order of broker.orders) order.isOdd = false
  for (let turn = 0; turn < 3; turn++) {
    for (const row of await desk.waiting()) await desk.carry(row, false)
    state.now = new Date(state.now.getTime() + (GRACE_SECONDS + 1) * 1000)
    await keepOrders({ sql, broker: alpaca, graceSeconds: GRACE_SECONDS }, state.now)
    await day.read()
  }
  await day.readTwice()
  // Everything in these days is told in the end: what still differs is a fault of the books.
  const { holds } = await readStanding(sql, state.now)
  for (const { code, says } of holds) if (code === 'reconciliation') found.add(`I31 (${says})`)
  await askOrders(day)
  if (state.splits.size > 0) return
  const { siphonPct } = await readTradingSettings(sql)
  const [kept, folded] = [await readWholeLedger(sql), await foldWholeLedger(sql)]
  for (const [part, rows] of Object.entries(folded)) {
    const [ours, whole] = [kept[part], rows].map((of) => textOf(part, of, siphonPct))
    if (ours !== whole) found.add(`I33 (${part})`)
  }
}

/** Of a gain whose share comes to no cent nothing tells whether the reserve had it. */
function textOf(part: string, rows: unknown, siphonPct: number): string {
  const compared =
    part === 'gains'
      ? (rows as { profit: string }[]).filter(({ profit }) => siphonOf(profit, siphonPct) !== '0')
      : rows
  return JSON.stringify(compared)
}

/** Each order at the broker is known as it stands there, and what is not there has ended or waits. */
async function askOrders({ sql, broker, found }: Day): Promise<void> {
  const rows = await sql<{ id: string; state: string; filled: string; isWaiting: boolean }[]>`
    select client_order_id as id, state, filled_quantity as filled, exists (select from jobs j
      where j.state = 'queued' and j.payload ->> 'idempotency_key' = o.decision_id::text) as is_waiting
    from orders o`
  const theirs = new Map(broker.orders.map((order) => [order.clientOrderId, order]))
  for (const { id, state, filled, isWaiting } of rows) {
    const told = theirs.get(id)
    const isAtBroker = told !== undefined
    if (isAtBroker && !new Big(told.filledQuantity).eq(filled))
      found.add(`I31 (${id}: ${filled} filled, the broker ${told.filledQuantity})`)
    if (isAtBroker && (told.closedAt === null) === isClosed(state as OrderState))
      found.add(`I31 (${id} is ${state}, at the broker ${told.status})`)
    if (!isAtBroker && !isClosed(state as OrderState) && !(state === 'intent' && isWaiting))
      found.add(`I31 (${id} is ${state}, and nowhere)`)
  }
}
