/** What the API answers of the account at the broker, and of what news gave to trade on. */

import * as v from 'valibot'
import type { ApiRoutes } from './route.ts'
import { AskedTicker, Count, DecimalText, Moment, shortList } from './words.ts'

/** The account as the broker told it last. */
const Account = v.strictObject({
  syncedAt: Moment,
  status: v.string(),
  equity: DecimalText,
  cash: DecimalText,
  buyingPower: DecimalText,
  /** Its equity less that of the close before, by the broker's word; null where it does not say. */
  dayPnl: v.nullable(DecimalText),
  /** Round trips within a day, as the broker counts them. */
  dayTrades: v.nullable(Count),
  blocked: v.boolean(),
})

const OtherHolding = v.strictObject({
  symbol: v.string(),
  assetClass: v.string(),
  quantity: DecimalText,
  price: DecimalText,
  seenAt: Moment,
})

/** All that the broker tells of an account beside orders and fills of shares. */
export const ActivityRow = v.strictObject({
  activityId: v.string(),
  activityType: v.string(),
  kind: v.picklist(['income', 'charge', 'transfer', 'split', 'shares', 'trade', 'unknown']),
  ticker: v.nullable(v.string()),
  quantity: v.nullable(DecimalText),
  price: v.nullable(DecimalText),
  /** Dollars of cash; less than 0 where they went. */
  amount: DecimalText,
  status: v.string(),
  at: Moment,
})
export type ActivityRow = v.InferOutput<typeof ActivityRow>

const counts = v.record(v.string(), Count)
/** What a stretch of trading came to. */
export const TradingReportAnswer = v.strictObject({
  since: Moment,
  orders: v.strictObject({ buys: Count, sells: Count, dollars: v.number() }),
  /** Shares of equity in positions. */
  invested: v.strictObject({ mean: v.number(), most: v.number() }),
  turnover: v.number(),
  said: v.strictObject({
    buys: Count,
    sells: Count,
    /** Buys as sure as the tier asks for, and those of them decided on in a session. */
    sureBuys: Count,
    sureBuysInSession: Count,
    confidenceMin: v.number(),
  }),
  /** By code: recommendations that were not followed. */
  stopped: v.strictObject({ buys: counts, sells: counts }),
})
export type TradingReportAnswer = v.InferOutput<typeof TradingReportAnswer>

export const accountRoutes = {
  'GET /api/account': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows the account as the broker told it last',
    answer: v.strictObject({
      account: v.nullable(Account),
      /** What it holds that is no share held long: shown, never traded. */
      other: v.array(OtherHolding),
    }),
    topic: 'portfolio',
  },
  'GET /api/activities': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists what the broker told of the account in the last year beside orders and fills',
    query: shortList({ ticker: AskedTicker }, '-at'),
    pages: { field: 'activityId', param: 'after', whole: true },
    answer: v.array(ActivityRow),
    topic: 'portfolio',
  },
  'GET /api/trading/report': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows what news gave to trade on and what stopped the rest',
    query: v.strictObject({ days: v.optional(v.picklist(['1', '7', '30']), '7') }),
    answer: TradingReportAnswer,
    topic: 'decisions',
  },
} as const satisfies ApiRoutes
