/**
 * StrategyJob: have each strategy say what it wants of one ticker, and follow what came of what it said before.
 *
 * Written by the scheduler for each tracked ticker that new prices came in of, while strategies run in shadow.
 * Doing it twice is harmless: a session of a ticker is kept once.
 */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'

export const StrategyJob = v.strictObject({ ticker: Ticker })
export type StrategyJob = v.InferOutput<typeof StrategyJob>
