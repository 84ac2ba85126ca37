/**
 * BacktestJob: run a backtest that somebody asked for.
 *
 * Written by query-api with the run's row. Doing it twice is harmless: the run begins anew and has one result.
 */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'

export const BacktestJob = v.strictObject({ run_id: Uuid })
export type BacktestJob = v.InferOutput<typeof BacktestJob>
