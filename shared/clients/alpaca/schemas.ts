/** What Alpaca's replies must hold, and how they read in our words. Decimal text stays text. */

import { Big } from 'big.js'
import * as v from 'valibot'
import type {
  BrokerAccount,
  BrokerFill,
  BrokerOrder,
  BrokerPosition,
} from '../../domain/trading/broker-state.ts'
import { roundTo } from '../../domain/money.ts'
import { isShare, SHARES } from '../../domain/trading/activity.ts'
import { wire } from './wire-values.ts'

const { Money, Price, Quantity, Shares, Text, Name, Symbol, Moment, Flag, Count, Side } = wire
const isMore = (text: string) => new Big(text).gt(0)
export const AccountReply = v.pipe(
  v.object({
    id: Text,
    account_number: v.nullish(v.union([Text, v.pipe(v.number(), v.transform(String))])),
    // Without one it is not the one that lets entries pass.
    status: v.fallback(Text, 'unreadable'),
    cash: Money,
    equity: Money,
    buying_power: Money,
    last_equity: v.fallback(v.nullish(Money), null),
    account_blocked: Flag,
    trading_blocked: Flag,
    trade_suspended_by_user: Flag,
    daytrade_count: v.fallback(v.nullish(Count), null),
  }),
  v.transform((account): BrokerAccount => ({
    accountId: account.id,
    accountNumber: account.account_number ?? null,
    status: account.status,
    cash: account.cash,
    equity: account.equity,
    buyingPower: account.buying_power,
    blocked: [
      account.account_blocked,
      account.trading_blocked,
      account.trade_suspended_by_user,
    ].includes(true),
    dayTrades: account.daytrade_count ?? null,
    ...(account.last_equity ? { lastEquity: account.last_equity } : {}),
  })),
)

export const OrderReply = v.pipe(
  v.object({
    id: Name,
    client_order_id: Name,
    symbol: Symbol,
    side: Side,
    qty: v.nullish(Shares),
    filled_qty: v.nullish(Quantity, '0'),
    filled_avg_price: v.nullish(Money),
    // Any word: a status we do not know must not stop us from reading the rest.
    status: Text,
    created_at: v.nullish(Moment),
    submitted_at: v.nullish(Moment),
    filled_at: v.nullish(Moment),
    canceled_at: v.nullish(Moment),
    expired_at: v.nullish(Moment),
    failed_at: v.nullish(Moment),
    limit_price: v.fallback(v.nullish(Money), null),
    replaced_by: v.fallback(v.nullish(Text), null),
    asset_class: v.fallback(v.nullish(Text), null),
  }),
  v.check((order) => Boolean(order.submitted_at ?? order.created_at), 'a moment'),
  v.transform((order): BrokerOrder => ({
    brokerOrderId: order.id,
    clientOrderId: order.client_order_id,
    ticker: order.symbol,
    side: order.side,
    quantity: order.qty ?? null,
    filledQuantity: order.filled_qty,
    filledPriceAvg: order.filled_avg_price ?? null,
    status: order.status,
    submittedAt: order.submitted_at ?? order.created_at ?? new Date(0),
    closedAt: order.canceled_at ?? order.expired_at ?? order.failed_at ?? order.filled_at ?? null,
    limitPrice: order.limit_price ?? null,
    replacedBy: order.replaced_by ?? null,
    ...(order.asset_class && order.asset_class !== SHARES ? { assetClass: order.asset_class } : {}),
  })),
)
export const PositionReply = v.pipe(
  v.object({
    symbol: Symbol,
    qty: Quantity,
    // Without a price of the day, what was paid stands in.
    current_price: v.fallback(v.nullish(Price), null),
    avg_entry_price: Price,
    asset_class: v.fallback(v.nullish(Text), null),
  }),
  v.transform((position): BrokerPosition => ({
    ticker: position.symbol,
    quantity: position.qty,
    price: position.current_price ?? position.avg_entry_price,
    ...(position.current_price == null ? { isPaid: true as const } : {}),
    ...(position.asset_class ? { assetClass: position.asset_class } : {}),
  })),
)

/** Of a bust that does not name the execution it is of, its own id does. */
function takenBackBy(
  type: string | null | undefined,
  previous: string | null | undefined,
  id: string,
): string | null {
  if (type !== 'trade_bust' && type !== 'trade_correct') return null
  return previous ?? (type === 'trade_bust' ? id.split('::')[1] || id : null)
}

/** An activity's id is `<moment>::<execution id>`; all of it, where it is in another form. */
export const FillReply = v.pipe(
  v.object({
    id: Name,
    activity_type: v.literal('FILL'),
    order_id: Text,
    symbol: Symbol,
    side: Side,
    qty: Shares,
    price: v.pipe(Money, v.check(isMore, 'more than nothing')),
    transaction_time: Moment,
    // `trade_bust`: an execution is taken back; `trade_correct`: this one stands in its place.
    execution_type: v.fallback(v.nullish(v.string()), null),
    previous_execution_id: v.fallback(v.nullish(Name), null),
  }),
  v.check(
    ({ symbol, price }) => !isShare(symbol) || isMore(roundTo(price, 6)),
    'a price of a share',
  ),
  v.transform(
    (fill): BrokerFill & { pageToken: string; takesBack: string | null; isBust: boolean } => ({
      isBust: fill.execution_type === 'trade_bust',
      takesBack: takenBackBy(fill.execution_type, fill.previous_execution_id, fill.id),
      executionId: fill.id.split('::')[1] || fill.id,
      brokerOrderId: fill.order_id,
      ticker: fill.symbol,
      side: fill.side,
      quantity: fill.qty,
      price: fill.price,
      filledAt: fill.transaction_time,
      pageToken: fill.id,
    }),
  ),
)

export const ClockReply = v.pipe(
  v.object({
    timestamp: Moment,
    is_open: v.boolean(),
    next_open: Moment,
    next_close: Moment,
  }),
  v.transform((clock) => ({
    at: clock.timestamp,
    isOpen: clock.is_open,
    nextOpenAt: clock.next_open,
    nextCloseAt: clock.next_close,
  })),
)

/** Dates and New York times: `2025-11-28`, `09:30`, `13:00`. */
export const CalendarReply = v.array(
  v.object({ date: v.string(), open: v.string(), close: v.string() }),
)

export const ErrorReply = v.object({
  code: v.fallback(v.optional(Count), undefined),
  message: v.fallback(v.optional(v.string()), undefined),
})
