/** Retention: what is past its window goes, batch by batch, but for what an order rests on. */

import { forgetJobs } from '#shared/queue/record/settled.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { isBehind } from '#shared/sql/lake/changes.ts'
import { takeBatch } from '#shared/sql/retention/batch.ts'
import { retentionRules, type RetentionRule } from '#shared/sql/retention/rules.ts'
import type { DutyErrand, DutySettle } from './duty.ts'
import type { Windows } from '#shared/sql/retention/windows.ts'
import { DAY_MS } from '#shared/domain/spans.ts'

export type Retained = {
  /** Rows that went, by what they were; nothing where nothing did. */
  gone: Partial<Record<keyof Windows, number>>
  /** Whether another call would have more to look at. */
  more: boolean
}

/** So few that nobody waits long for a row, and a batch is over in a moment. */
export const BATCH = 500
/** Real seconds that a change may wait for its file of the lake. */
const LAKE_SECONDS = 3_600

/**
 * One batch of everything, each its own transaction; call it again while there is more. Safe to
 * end at any moment, and for two at once.
 */
export async function retain(
  sql: Sql,
  windows: Windows,
  now: Date,
  most: number = BATCH,
): Promise<Retained> {
  const gone: Retained['gone'] = {}
  let more = false
  const note = (name: keyof Windows, count: number, looked: number) => {
    if (count > 0) gone[name] = (gone[name] ?? 0) + count
    more ||= looked >= most
  }
  for (const name of Object.keys(retentionRules) as RetentionRule[]) {
    const batch = await takeOne(sql, name, { windows, now, most })
    note(name, batch.gone, batch.looked)
  }
  for (const [name, state] of [
    ['done_jobs', 'done'],
    ['dead_letters', 'dead'],
    ['dead_letters', 'cancelled'],
  ] as const) {
    const count = await forgetJobs(sql, { state, days: windows[name], most })
    note(name, count, count)
  }
  return { gone, more }
}

function takeOne(
  db: Db,
  name: RetentionRule,
  { windows, now, most }: { windows: Windows; now: Date; most: number },
) {
  const until = new Date(now.getTime() - windows[name] * DAY_MS)
  return takeBatch(db, name, retentionRules[name], { until, now, most })
}

/** The duty: batch after batch until nothing is left or half its time is over; then the next round goes on. */
export async function keepWindows(
  { sql, windows, forMs }: { sql: Sql; windows: Windows; forMs: number },
  { now, signal }: DutyErrand,
): Promise<DutySettle | 'not_yet'> {
  // A row must not go before the lake has it.
  if (await isBehind(sql, LAKE_SECONDS))
    throw new Error('the lake is more than an hour behind: nothing goes until it has what changed')
  const began = performance.now()
  let total = 0
  for (;;) {
    signal.throwIfAborted()
    const { gone, more } = await retain(sql, windows, now)
    for (const count of Object.values(gone)) total += count
    if (!more) return () => Promise.resolve(total)
    if (performance.now() - began > forMs) return 'not_yet'
  }
}
