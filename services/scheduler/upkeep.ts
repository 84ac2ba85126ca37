/** Duties that keep the record itself small and quick; no job comes of them. */

import { foldCounts } from '#shared/sql/counts/counts.ts'
import type { BackOff, Duty } from './duty.ts'

const COUNTS_SECONDS = 600
const DEADLINE_MS = 10_000

const later: BackOff = { seconds: 60, secondsMax: 900 }

export function openUpkeep(): readonly Duty[] {
  return [
    {
      name: 'counts',
      says: 'adds up what connections that are gone have counted',
      cadence: { seconds: COUNTS_SECONDS },
      backOff: later,
      deadlineMs: DEADLINE_MS,
      isAlwaysOn: true,
      run: () => Promise.resolve((tx) => foldCounts(tx)),
    },
  ]
}
