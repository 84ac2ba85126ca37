/** Limits in force, and every change of one since a moment: what they were then. */

import type { Db } from '../open.ts'

export type LimitRecord = {
  /** By the name it is stored under. */
  now: ReadonlyMap<string, { value: unknown; changedBy: string }>
  /** Oldest first. */
  changes: readonly { name: string; before: unknown; at: Date }[]
}

/** Changes beyond these are not read: none of a thousand in a row says more. */
const CHANGES_MAX = 1_000

export async function readLimitRecord(db: Db, since: Date): Promise<LimitRecord> {
  const [rows, changes] = await Promise.all([
    db<{ name: string; value: unknown; changedBy: string }[]>`
      select name, value, changed_by from risk_configs order by name`,
    db<{ name: string; before: unknown; at: Date }[]>`
      select name, before, at from risk_config_changes where at >= ${since}
      order by at, seq limit ${CHANGES_MAX}`,
  ])
  const now = new Map(rows.map(({ name, ...row }) => [name, row]))
  return { now, changes }
}
