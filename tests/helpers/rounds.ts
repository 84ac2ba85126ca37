/** Rounds of the scheduler in the test's own process. */

import { pino } from 'pino'
import type { Objects } from '#shared/clients/objects/store.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openDuties, type DutyDeps } from '../../services/scheduler/duties.ts'
import { windowDefaults } from '#shared/sql/retention/windows.ts'
import { runRound, type RoundReport } from '../../services/scheduler/round.ts'

type Given = Partial<DutyDeps> & { sql: Sql; objects: Objects }

/** A round of the product's duties; Redis is told nothing unless the test says how. */
export function openRounds(given: Given): (now: Date, isOn?: boolean) => Promise<RoundReport> {
  const duties = openDuties({
    mirror: () => Promise.resolve(),
    aggregationSeconds: 900,
    engineSeconds: 900,
    strategySeconds: 900,
    failuresMax: 5,
    textMax: 8_000,
    strategiesDir: '',
    windows: windowDefaults,
    ...given,
  })
  const log = pino({ level: 'silent' })
  return (now, isOn = true) => runRound({ sql: given.sql, log, duties }, now, isOn)
}
