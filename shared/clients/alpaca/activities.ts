/** Activities of Alpaca's accounts that are no fills: dividends, fees, transfers, splits and the like. */

import * as v from 'valibot'
import type { BrokerActivity } from '../../domain/trading/broker-state.ts'
import { wire } from './wire-values.ts'

const { Moment, Money, Name, Price, Quantity, Symbol, Text } = wire

/** New York's day, which begins before UTC's morning does. */
const Day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a day'),
  v.transform((day) => new Date(`${day}T04:00:00Z`)),
  v.check((at) => !Number.isNaN(at.getTime()), 'a day that is one'),
)

export const ActivityReply = v.pipe(
  v.looseObject({
    id: Name,
    // Any word: what is not known is kept all the same.
    activity_type: Name,
    activity_sub_type: v.fallback(v.nullish(Text), null),
    status: v.fallback(v.nullish(Text), null),
    // An empty one is none.
    symbol: v.nullish(v.union([Symbol, v.literal('')])),
    qty: v.nullish(v.union([Quantity, v.literal('')])),
    // Without one that is sound, shares come at the broker's price of the day.
    price: v.fallback(v.nullish(v.union([Price, v.literal('')])), null),
    per_share_amount: v.fallback(v.nullish(Money), null),
    net_amount: v.nullish(v.union([Money, v.literal('')])),
    date: v.fallback(v.nullish(Day), null),
    created_at: v.fallback(v.nullish(Moment), null),
    transaction_time: v.fallback(v.nullish(Moment), null),
  }),
  v.check(
    (told) => Boolean(told.transaction_time ?? told.created_at ?? told.date),
    'a day or a moment',
  ),
  v.transform((told): BrokerActivity => ({
    activityId: told.id,
    type: told.activity_type,
    subType: told.activity_sub_type ?? '',
    status: told.status ?? 'executed',
    ticker: told.symbol || null,
    quantity: told.qty || null,
    price: told.price || null,
    amount: told.net_amount || '0',
    at: told.transaction_time ?? told.created_at ?? told.date ?? new Date(0),
    ...((told.transaction_time ?? told.created_at) ? {} : { isDay: true as const }),
    told: { ...told, date: dayOf(told.date), created_at: told.created_at?.toISOString() ?? null },
  })),
)

function dayOf(date: Date | null | undefined): string | null {
  return date?.toISOString().slice(0, 10) ?? null
}
