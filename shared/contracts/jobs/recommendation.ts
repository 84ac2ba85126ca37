/** RecommendationJob: judge one ticker's current trend in one window. Written by aggregation. */

import * as v from 'valibot'
import { Ticker, TrendWindow } from '../primitives.ts'

export const RecommendationJob = v.strictObject({
  ticker: Ticker,
  window: TrendWindow,
})
export type RecommendationJob = v.InferOutput<typeof RecommendationJob>
