/** What is held, as the API answers it among trading. */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'
import { Code, Count, DecimalText, Moment } from './words.ts'

export const PositionRow = v.strictObject({
  ticker: Ticker,
  sector: v.string(),
  quantity: DecimalText,
  entryPriceAvg: DecimalText,
  markPrice: DecimalText,
  markedAt: Moment,
  openedAt: Moment,
  realisedPnl: DecimalText,
  marketValue: DecimalText,
  unrealisedPnl: DecimalText,
  /** A share: 0.01 is one percent. */
  unrealisedPct: v.number(),
  stopPrice: v.nullable(DecimalText),
  trailingStop: v.nullable(DecimalText),
  target1: v.nullable(DecimalText),
  target2: v.nullable(DecimalText),
  /** Since the close before, or since it was opened; null where no close is known. */
  dayPnl: v.nullable(DecimalText),
  /** The exit that is wanted of it, and how it fares. */
  exit: v.nullable(
    v.strictObject({
      code: Code,
      state: v.picklist(['wanted', 'sent', 'refused']),
      refusals: Count,
      nextTryAt: v.nullable(Moment),
      /** What the last refusal said. */
      said: v.string(),
      since: Moment,
    }),
  ),
  /** Its stop as an order at the broker: what stands there, else what is tried; null where neither. */
  restingStop: v.nullable(
    v.strictObject({
      state: v.picklist(['stands', 'sent', 'refused']),
      /** Whole shares, and dollars a share; null of one that was refused. */
      quantity: v.nullable(DecimalText),
      stopPrice: v.nullable(DecimalText),
      nextTryAt: v.nullable(Moment),
      /** What the last refusal said. */
      said: v.string(),
    }),
  ),
})
export type PositionRow = v.InferOutput<typeof PositionRow>
