/** What may stand behind the question mark of each route; everything else is refused. */

import * as v from 'valibot'
import { Ticker, Uuid, Window } from '#shared/contracts/primitives.ts'
import { listNames } from '#shared/pipeline.ts'

export const LIMIT_MAX = 500
export const EQUITY_POINTS_MAX = 500

const Limit = v.optional(
  v.pipe(
    v.string(),
    v.regex(/^\d{1,6}$/, 'a whole number'),
    v.transform(Number),
    v.minValue(1),
    v.maxValue(LIMIT_MAX),
  ),
  '50',
)
const Code = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,60}$/, 'a lower_snake word'))
const AnyTicker = v.optional(v.pipe(v.string(), v.toUpperCase(), Ticker))
const Flag = v.pipe(
  v.picklist(['true', 'false']),
  v.transform((text) => text === 'true'),
)

export const Id = Uuid
export const DocumentQuery = v.strictObject({
  ticker: AnyTicker,
  status: v.optional(Code),
  limit: Limit,
})
export const TrendQuery = v.strictObject({
  ticker: AnyTicker,
  window: v.optional(Window),
  limit: Limit,
})
export const RecommendationQuery = v.strictObject({
  ticker: AnyTicker,
  action: v.optional(v.picklist(['buy', 'sell', 'hold', 'watch'])),
  mode: v.optional(v.picklist(['informational', 'paper_eligible', 'live_eligible'])),
  limit: Limit,
})
export const DecisionQuery = v.strictObject({
  ticker: AnyTicker,
  action: v.optional(v.picklist(['act', 'skip'])),
  code: v.optional(Code),
  recommendationId: v.optional(Uuid),
  limit: Limit,
})
export const OrderQuery = v.strictObject({
  ticker: AnyTicker,
  state: v.optional(Code),
  limit: Limit,
})
export const PositionQuery = v.strictObject({ closed: v.optional(Flag, 'false') })
export const CompanyQuery = v.strictObject({ active: v.optional(Flag), limit: Limit })
export const DeadLetterQuery = v.strictObject({
  list: v.optional(v.picklist(listNames)),
  limit: Limit,
})

/** How far back equity is asked for, in days; `all` has no beginning. */
export const EquityQuery = v.strictObject({
  range: v.optional(v.picklist(['1d', '1w', '1m', 'all']), 'all'),
  points: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,4}$/, 'a whole number'),
      v.transform(Number),
      v.minValue(2),
      v.maxValue(EQUITY_POINTS_MAX),
    ),
    '300',
  ),
})

export const ToggleBody = v.strictObject({
  enabled: v.boolean(),
  reason: v.pipe(v.string(), v.trim(), v.maxLength(200)),
})
