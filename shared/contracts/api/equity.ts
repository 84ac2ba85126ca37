/** How equity went, as the API answers it among trading. */

import * as v from 'valibot'
import { DecimalText, Moment, shortList } from './words.ts'

export const EquityPoint = v.strictObject({
  takenAt: Moment,
  equity: DecimalText,
  cash: DecimalText,
  positionsValue: DecimalText,
  reserve: DecimalText,
})
export type EquityPoint = v.InferOutput<typeof EquityPoint>

/** How far back equity is asked for; `all` has no beginning. */
export const EQUITY_RANGES = ['1d', '1w', '1m', 'all'] as const
const EQUITY_POINTS_MAX = 500

export const EquityQuery = shortList(
  {
    range: v.optional(v.picklist(EQUITY_RANGES), 'all'),
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
  },
  'takenAt',
)
