/** What is in force now, and whether a decision's limits are those that the record has of its moment. */

import type { ParityFinding } from '../../contracts/api/parity.ts'
import { limitNames, type LimitName, type Limits } from '../../domain/risk/limits.ts'
import type { Rules } from '../../domain/rules/versions.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { sha256 } from '../../host/ids.ts'
import type { Db } from '../../sql/open.ts'
import type { DayDecision } from '../../sql/provenance/day-decisions.ts'
import { readLimitRecord, type LimitRecord } from '../../sql/provenance/limit-record.ts'
import { readStated } from '../../sql/trading/settings.ts'
import { findingOf } from './compare.ts'

export type InForce = { sha256: string; limits: LimitRecord }

/** Limits and settings of now, with every change of a limit since `since`. */
export async function readInForce(db: Db, rules: Rules, since: Date): Promise<InForce> {
  const [limits, stated] = await Promise.all([readLimitRecord(db, since), readStated(db)])
  const { risk, scoring, recommendation, trading } = rules
  const versions = [risk, scoring, recommendation, trading].map(({ current }) => current.name)
  const { version, settings } = stated
  return { limits, sha256: sha256(canonicalJson([versions, version, settings, limits.now])) }
}

/**
 * Limits that a decision was judged by and that are others now. Where the record has the change, the day is
 * as it was; where it has none, somebody wrote into the database.
 */
export function compareLimits(
  row: DayDecision,
  kept: Limits,
  { now, changes }: LimitRecord,
): { unrecorded: ParityFinding[]; since: ParityFinding[] } {
  const unrecorded: ParityFinding[] = []
  const since: ParityFinding[] = []
  for (const name of Object.keys(limitNames) as LimitName[]) {
    const stored = limitNames[name]
    const later = changes.find((change) => change.name === stored && change.at > row.decidedAt)
    const standing = now.get(stored)
    const asOf = later ? later.before : standing?.value
    const [was, is] = [text(kept[name]), text(standing?.value)]
    const found = { part: 'settings', field: name, recorded: was }
    // What an environment asks for is taken on without a row of its own.
    const isAsked = name === 'positionsMax' && standing?.changedBy.startsWith('environment:')
    if (was !== text(asOf) && !isAsked)
      unrecorded.push(
        findingOf(row, { ...found, replayed: text(asOf), cause: 'setting_unrecorded' }),
      )
    else if (was !== is)
      since.push(findingOf(row, { ...found, replayed: is, cause: 'setting_changed' }))
  }
  return { unrecorded, since }
}

function text(value: unknown): string {
  return value === undefined || value === null ? 'none' : String(value as string | number)
}
