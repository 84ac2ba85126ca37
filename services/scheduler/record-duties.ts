/** Duties that keep the record itself small and quick; no job comes of them. */

import type { BackOff } from '#shared/domain/back-off.ts'
import { foldCounts } from '#shared/sql/counts/counts.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { Duty } from './duty.ts'
import { countEdge } from './edge.ts'
import { countPublisherRecords } from './publisher-records.ts'
import { keepWindows } from './retention.ts'
import type { Windows } from '#shared/sql/retention/windows.ts'

const COUNTS_SECONDS = 600
const RECORDS_SECONDS = 3_600
const DEADLINE_MS = 10_000
/** It reads weeks of bars of every company. */
const EDGE_MS = 20_000
/** How long a round may be busy with it; the next one goes on. */
const RETENTION_MS = 3_000

const later: BackOff = { seconds: 60, secondsMax: 900 }

export type RecordDutyDeps = { sql: Sql; windows: Windows }

export function openRecordDuties({ sql, windows }: RecordDutyDeps): readonly Duty[] {
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
    {
      name: 'publisher_records',
      says: 'counts how often prices bore out what publishers and sources said before a session',
      cadence: { seconds: RECORDS_SECONDS },
      backOff: later,
      deadlineMs: DEADLINE_MS,
      run: (errand) => countPublisherRecords(sql, errand),
    },
    {
      name: 'edge',
      says: 'holds what trends and signals said before a session against what prices then did',
      cadence: { seconds: RECORDS_SECONDS },
      backOff: later,
      deadlineMs: EDGE_MS,
      run: (errand) => countEdge(sql, errand),
    },
    {
      name: 'retention',
      says: 'takes away what is past its window and no order rests on',
      cadence: 'each_day',
      backOff: later,
      deadlineMs: DEADLINE_MS,
      isAlwaysOn: true,
      run: (errand) => keepWindows({ sql, windows, forMs: RETENTION_MS }, errand),
    },
  ]
}
