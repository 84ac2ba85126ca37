/**
 * ReportJob: write the report of a day or a week.
 *
 * Written by the scheduler when one is over, and by hand. Doing it twice is harmless: a report replaces
 * itself only where what it rests on changed.
 */

import * as v from 'valibot'
import { Instant } from '../primitives.ts'
import { REPORT_TYPES } from '../sets.ts'

export const ReportJob = v.strictObject({
  report_type: v.picklist(REPORT_TYPES),
  /** Any moment of the day or on which the week had ended: the report is of the last one that was over then. */
  period_end: Instant,
})
export type ReportJob = v.InferOutput<typeof ReportJob>
