/** Trades that ended, as the API answers them: why in, why out, what came of it, and how far the price went. */

import * as v from 'valibot'
import { Ticker, TrendWindow, Uuid } from '../primitives.ts'
import { CATALYSTS, ORDER_SIDES, RECOMMENDATION_ACTIONS } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { AskedTicker, Code, DecimalText, Moment, RowTotal, askedTotal, datedList } from './words.ts'

const Catalyst = v.picklist(CATALYSTS)

const tradeNarrows = {
  ticker: AskedTicker,
  catalyst: v.optional(Catalyst),
  /** Why it ended. */
  exit: v.optional(Code),
}

export const TradeRow = v.strictObject({
  tradeId: Uuid,
  ticker: Ticker,
  /** Null until it is worked out, within a round of the engine. */
  openedAt: v.nullable(Moment),
  closedAt: Moment,
  /** Shares bought in all. */
  quantity: v.nullable(DecimalText),
  /** Dollars a share on the mean; null where a split or shares from elsewhere make it say nothing. */
  entryPrice: v.nullable(DecimalText),
  exitPrice: v.nullable(DecimalText),
  /** Dollars before fees, as the ledger has it; what all trades add up to is its realised profit. */
  profit: DecimalText,
  fees: v.nullable(DecimalText),
  net: DecimalText,
  /** `net` as a share of what was paid. */
  share: v.nullable(v.number()),
  /** `net` in risks taken: dollars between the mean price paid and the first stop. */
  multiple: v.nullable(v.number()),
  stopPrice: v.nullable(DecimalText),
  /** The farthest it went against the price paid, and for it, while it was held: dollars, and shares of that price. */
  adverse: v.nullable(DecimalText),
  adverseShare: v.nullable(v.number()),
  favourable: v.nullable(DecimalText),
  favourableShare: v.nullable(v.number()),
  /** What prices that was seen on, and why it is not known where it is not. */
  pricesFrom: v.nullable(v.picklist(['minutes', 'days', 'minutes_and_days'])),
  pricesLack: v.nullable(v.picklist(['no_prices', 'split', 'uneven'])),
  exitCode: v.nullable(Code),
  catalyst: v.nullable(Catalyst),
  publisher: v.nullable(v.string()),
  trendWindow: v.nullable(TrendWindow),
  recommendationId: v.nullable(Uuid),
  entryOrderId: v.nullable(Uuid),
  exitOrderId: v.nullable(Uuid),
})
export type TradeRow = v.InferOutput<typeof TradeRow>

const Cause = v.strictObject({
  action: v.picklist(RECOMMENDATION_ACTIONS),
  confidence: v.number(),
  thesis: v.string(),
})

/** Another trade of the same ticker, before or after. */
const Beside = v.strictObject({
  tradeId: Uuid,
  openedAt: v.nullable(Moment),
  closedAt: Moment,
  profit: DecimalText,
  exitCode: v.nullable(Code),
})

export const TradePage = v.strictObject({
  trade: TradeRow,
  /** What it was bought on; null where no recommendation led to it, or it is past its time. */
  why: v.nullable(Cause),
  /** What it was sold on, where a recommendation led to that. */
  whyOut: v.nullable(v.strictObject({ ...Cause.entries, recommendationId: Uuid })),
  /** As it was entered. */
  levels: v.nullable(
    v.strictObject({
      stopPrice: DecimalText,
      target1: v.nullable(DecimalText),
      target2: v.nullable(DecimalText),
    }),
  ),
  fills: v.array(
    v.strictObject({
      executionId: v.string(),
      orderId: v.nullable(Uuid),
      side: v.picklist(ORDER_SIDES),
      quantity: DecimalText,
      price: DecimalText,
      fee: DecimalText,
      filledAt: Moment,
    }),
  ),
  before: v.nullable(Beside),
  after: v.nullable(Beside),
  /** Shares are held again, in a position that was opened since. */
  heldSince: v.nullable(Moment),
  /** Over its life, with a little of what lay before and after; at most 400. */
  prices: v.strictObject({
    from: v.picklist(['minutes', 'days']),
    bars: v.array(
      v.strictObject({
        at: Moment,
        open: DecimalText,
        high: DecimalText,
        low: DecimalText,
        close: DecimalText,
      }),
    ),
  }),
})
export type TradePage = v.InferOutput<typeof TradePage>

export const tradeRoutes = {
  'GET /api/trades': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists trades that ended',
    query: datedList(tradeNarrows, 'closedAt'),
    pages: { field: 'tradeId', param: 'after' },
    answer: v.array(TradeRow),
    topic: 'portfolio',
  },
  'GET /api/totals/trades': {
    service: 'query-api',
    role: 'viewer',
    does: 'counts trades that ended',
    query: askedTotal(tradeNarrows),
    answer: RowTotal,
    topic: 'portfolio',
  },
  'GET /api/trades/:id': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows a trade that ended',
    names: 'trade',
    answer: TradePage,
    topic: 'portfolio',
  },
} as const satisfies ApiRoutes
