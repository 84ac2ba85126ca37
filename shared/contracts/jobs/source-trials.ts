/**
 * SourceTrialJob: try a source that nobody tracks yet, and keep what would have been stored. Written by the
 * registry for a person who asks. Doing it twice is harmless: the trial has one row, which the last one writes.
 */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'

export const SourceTrialJob = v.strictObject({ trial_id: Uuid })
export type SourceTrialJob = v.InferOutput<typeof SourceTrialJob>
