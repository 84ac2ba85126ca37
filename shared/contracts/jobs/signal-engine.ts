/**
 * SignalEngineJob: judge what prices say of one ticker, in both pipelines.
 *
 * Written by the scheduler for each tracked ticker that new prices came in of, while the engine is on.
 * Doing it twice is harmless: an evaluation that rests on what the newest one rests on is not kept.
 */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'

export const SignalEngineJob = v.strictObject({ ticker: Ticker })
export type SignalEngineJob = v.InferOutput<typeof SignalEngineJob>
