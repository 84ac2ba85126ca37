/**
 * The duties of the scheduler, in the order in which a round does them. To add one is to add an
 * entry: its row, its line on the page and its metrics follow.
 */

import type { BackOff } from '#shared/domain/back-off.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import type { Sql } from '#shared/sql/open.ts'
import { sumUpAgain } from './aggregation.ts'
import { askDueSources } from './due-sources.ts'
import type { Duty } from './duty.ts'
import { claimsDuty } from './claims.ts'
import { deadFetchesDuty } from './dead-fetches.ts'
import { layerDuty } from './layer-watch.ts'
import { keepHeld } from './positions.ts'
import { exposureDuty } from './exposures.ts'
import { recover } from './recovery.ts'
import { ownStrategiesDuty } from './own-strategies.ts'
import { openRecordDuties, type RecordDutyDeps } from './record-duties.ts'
import { reportsDuty } from './reports.ts'
import { outcomesDuty } from './signal-outcomes.ts'
import { engineDuty, strategyDuty, type ShadowDutyDeps } from './shadow-duty.ts'
import { learningDuty } from './strategy-learning.ts'

export type DutyDeps = {
  sql: Sql
  /** Makes Redis say how the switch and the pauses stand. */
  mirror: () => Promise<void>
  objects: Objects
  aggregationSeconds: number
  /** Holds strategies of one's own; empty: none. */
  strategiesDir: string
  /** Failures of a layer in a row that are told. */
  failuresMax: number
  /** Characters of a document that are read for meaning. */
  textMax: number
} & RecordDutyDeps &
  ShadowDutyDeps

const RECOVERY_SECONDS = 300
/** For what stands in PostgreSQL alone. */
const DEADLINE_MS = 10_000
/** A Redis that is away must not hold up a round: PostgreSQL is the record. */
const MIRROR_MS_MAX = 1_000
const OBJECTS_MS_MAX = 20_000

const soon: BackOff = { seconds: 30, secondsMax: 300 }
const later: BackOff = { seconds: 60, secondsMax: 900 }
const always: BackOff = { seconds: 0, secondsMax: 0 }

/**
 * Sources are last: what they set off at once must not change what the others find, or a replay
 * would depend on how fast the functions are.
 */
export function openDuties(deps: DutyDeps): readonly Duty[] {
  const { sql, aggregationSeconds } = deps
  return [
    switchDuty(deps),
    exposureDuty(deps),
    layerDuty(deps),
    claimsDuty(deps),
    {
      name: 'aggregation',
      says: 'has the trends of every ticker with news summed up again',
      cadence: { seconds: aggregationSeconds },
      backOff: soon,
      deadlineMs: DEADLINE_MS,
      run: (errand) => sumUpAgain(sql, errand),
    },
    outcomesDuty(deps),
    engineDuty(deps),
    ownStrategiesDuty(deps),
    learningDuty(deps),
    strategyDuty(deps),
    {
      name: 'positions',
      says: 'keeps what is held at the end of each day',
      cadence: 'each_day',
      backOff: later,
      deadlineMs: DEADLINE_MS,
      run: (errand) => keepHeld(errand),
    },
    {
      name: 'recovery',
      says: 'sends documents on that got stuck before they were read, or that a model made nothing of',
      cadence: { seconds: RECOVERY_SECONDS },
      backOff: later,
      deadlineMs: OBJECTS_MS_MAX,
      run: (errand) => recover(deps, errand),
    },
    ...openRecordDuties(deps),
    reportsDuty,
    deadFetchesDuty,
    {
      name: 'sources',
      says: 'has sources fetched whose time has come; while the pipeline is off, the broker alone',
      cadence: 'each_round',
      backOff: soon,
      deadlineMs: DEADLINE_MS,
      isAlwaysOn: true,
      run: (errand) => askDueSources(sql, errand),
    },
  ]
}

function switchDuty({ mirror }: Pick<DutyDeps, 'mirror'>): Duty {
  return {
    name: 'switch',
    says: 'tells Redis how the switch and the pauses stand',
    cadence: 'each_round',
    backOff: always,
    deadlineMs: MIRROR_MS_MAX,
    isAlwaysOn: true,
    run: () => mirror().then(() => 'nothing' as const),
  }
}
