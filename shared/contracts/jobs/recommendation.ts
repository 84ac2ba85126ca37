/** RecommendationJob: judge one ticker's current trend in one window. Written by aggregation. */

import * as v from 'valibot'
import { Ticker, Window } from '../primitives.ts'

export const RecommendationJob = v.strictObject({
  ticker: Ticker,
  window: Window,
})
export type RecommendationJob = v.InferOutput<typeof RecommendationJob>
