/** Orders that a person asks for: what is sent, and what is answered of it before and after. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { ORDER_SIDES, ORDER_STATES } from '../sets.ts'
import { ORDER_TYPES, OrderForecast } from './order-forecast.ts'
import type { ApiRoutes } from './route.ts'
import { GivenReason, Reason } from './trading-config.ts'
import { DecimalText } from './words.ts'

/** More than 0, as a number or as decimal text, which keeps every digit; no less and no more than can be kept. */
const amountOf = (least: number, places: number, most: number) => {
  const says = `a number from ${least.toFixed(places)} to ${most}`
  const digits = String(most).length
  return v.union(
    [
      v.pipe(v.number(), v.minValue(least, says), v.maxValue(most, says)),
      v.pipe(
        v.string(),
        v.regex(new RegExp(`^(?=.*[1-9])\\d{1,${digits}}(\\.\\d{1,${places}})?$`), says),
      ),
    ],
    says,
  )
}
const Amount = amountOf(1e-9, 9, 99_999_999_999)
const Price = amountOf(1e-6, 6, 999_999_999)
const orNone = <const S extends v.GenericSchema>(one: S) => v.optional(v.nullable(one), null)

type Prices = {
  order_type: (typeof ORDER_TYPES)[number]
  limit_price: unknown
  stop_price: unknown
}
const isPriced = ({ order_type: type, limit_price: limit, stop_price: stop }: Prices) =>
  type.includes('limit') === (limit !== null) && type.startsWith('stop') === (stop !== null)

/** Just one of them says how much. */
const HOW_MUCH = 'one of quantity, notional and all'
const hasOne = (of: readonly unknown[]) =>
  of.filter((one) => one !== null && one !== false).length === 1

export const OrderByHand = v.pipe(
  v.strictObject({
    ticker: v.pipe(v.string(), v.toUpperCase(), Ticker),
    side: v.picklist(ORDER_SIDES),
    /** Shares; or dollars; or all that is held and not on its way out. */
    quantity: orNone(Amount),
    notional: orNone(Amount),
    all: v.optional(v.boolean(), false),
    order_type: v.optional(v.picklist(ORDER_TYPES), 'market'),
    limit_price: orNone(Price),
    stop_price: orNone(Price),
    reason: v.optional(Reason, ''),
    /** One key is one order, however often it is sent. */
    idempotency_key: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
    /** True: only says what would happen. */
    dry_run: v.optional(v.boolean(), false),
    // Of the larger form that was asked for before; not looked at.
    recommendation_id: v.optional(v.nullable(Uuid)),
    confidence: v.optional(v.number()),
    estimated_value: v.optional(v.number()),
    sector: v.optional(v.string()),
    source: v.optional(v.string()),
  }),
  v.forward(
    v.check(({ quantity, notional, all }) => hasOne([quantity, notional, all]), HOW_MUCH),
    ['quantity'],
  ),
  v.forward(
    v.check(({ side, all }) => side === 'sell' || !all, 'a sale: all is what is held'),
    ['all'],
  ),
  v.forward(
    v.check(
      (body) => isPriced(body),
      'the prices of its type: limit_price, stop_price, both or none',
    ),
    ['order_type'],
  ),
)
export type OrderByHand = v.InferOutput<typeof OrderByHand>

const OrderAsked = v.strictObject({
  dryRun: v.boolean(),
  /** Null in a dry run. */
  jobId: v.nullable(Uuid),
  decisionId: v.nullable(Uuid),
  ...OrderForecast.entries,
})

const CloseBody = v.strictObject({
  reason: v.optional(Reason, ''),
  dry_run: v.optional(v.boolean(), false),
})

const OrderChanged = v.pipe(
  v.strictObject({
    /** Shares, whole ones; left out: as many as before. */
    quantity: v.optional(Amount),
    limit_price: v.optional(Price),
    reason: v.optional(Reason, ''),
    dry_run: v.optional(v.boolean(), false),
  }),
  v.check(
    ({ quantity, limit_price: limit }) => quantity !== undefined || limit !== undefined,
    'quantity, limit_price or both',
  ),
)

export const byHandRoutes = {
  'PUT /api/trading/orders/:id': {
    service: 'trading-engine',
    role: 'operator',
    stepUp: 'where it buys',
    does: 'puts another order in the place of one',
    names: 'order',
    body: OrderChanged,
    made: 202,
    answer: OrderAsked,
  },
  'POST /api/trading/override/order': {
    service: 'trading-engine',
    role: 'operator',
    // A sale ends a position, and never sells more than is held.
    stepUp: { side: 'buy', dry_run: false },
    does: 'asks for an order by hand',
    body: OrderByHand,
    made: 202,
    answer: OrderAsked,
  },
  'POST /api/trading/orders/:id/cancel': {
    service: 'trading-engine',
    role: 'operator',
    does: 'has an order taken back',
    names: 'order',
    body: v.strictObject({ reason: v.optional(Reason, '') }),
    made: 202,
    answer: v.strictObject({
      /** False where it has ended, or somebody asked before. */
      asked: v.boolean(),
      state: v.picklist(ORDER_STATES),
    }),
  },
  'POST /api/trading/positions/:id/close': {
    service: 'trading-engine',
    role: 'operator',
    does: 'closes a position',
    names: 'position',
    id: Ticker,
    body: CloseBody,
    made: 202,
    answer: OrderAsked,
  },
  'POST /api/trading/differences/accept': {
    service: 'trading-engine',
    role: 'operator',
    // It may be what lifts a halt.
    stepUp: true,
    does: 'takes the broker’s figure where the books differ',
    body: v.strictObject({
      what: v.picklist(['cash', 'position']),
      /** Empty for cash. */
      ticker: v.optional(v.pipe(v.string(), v.maxLength(16)), ''),
      /** What was seen of the broker’s figure: another one since is a conflict. */
      theirs: DecimalText,
      reason: GivenReason,
    }),
    answer: v.strictObject({ ours: DecimalText, theirs: DecimalText }),
  },
  'POST /api/trading/positions/close-all': {
    service: 'trading-engine',
    role: 'operator',
    does: 'closes all positions',
    body: v.strictObject({
      reason: v.optional(Reason, ''),
      /** The word that the answer without it asks for. */
      confirm: v.optional(v.string(), ''),
    }),
    made: 202,
    answer: v.strictObject({
      done: v.boolean(),
      /** What to send as `confirm`. */
      confirm: v.string(),
      closing: v.array(
        v.strictObject({ ticker: Ticker, quantity: DecimalText, value: DecimalText }),
      ),
      /** Orders to buy that are taken back. */
      canceling: v.array(Uuid),
    }),
  },
} as const satisfies ApiRoutes
