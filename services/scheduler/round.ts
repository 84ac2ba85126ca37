/**
 * One round of the scheduler: every duty that has come due, one after the other.
 *
 * Each is a step of its own, with its own deadline, transaction and back-off: one that fails or
 * hangs is noted with its error, and the others are done all the same. The order is the table's,
 * so that a replay writes the same jobs in the same order.
 */

import { messageOf } from '#shared/host/faults.ts'
import type { Logger } from '#shared/host/log.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  lockDuty,
  noteDone,
  noteFailed,
  readDuties,
  type DutyState,
} from '#shared/sql/schedule/duties.ts'
import { isDue, nextAfter, retryAfter, type Duty, type DutySettle } from './duty.ts'

/** How much each duty did that did anything, and which ones failed. */
export type RoundReport = { did: Record<string, number>; failed: string[] }

export type SchedulerRound = { sql: Sql; log: Logger; duties: readonly Duty[] }

/** How often a round that found nothing to do is noted, in business seconds. */
const NOTE_SECONDS = 60

/** Does what is due at `now`; what it wrote is committed when this resolves. */
export async function runRound(
  { sql, log, duties }: SchedulerRound,
  now: Date,
  isOn = true,
): Promise<RoundReport> {
  const states = new Map((await readDuties(sql)).map((state) => [state.duty, state]))
  const report: RoundReport = { did: {}, failed: [] }
  for (const duty of duties) {
    const state = states.get(duty.name)
    if (!(isOn || duty.isAlwaysOn) || !isDue(duty, state, now)) continue
    try {
      const did = await attempt(sql, duty, state, { now, isOn })
      if (did > 0) report.did[duty.name] = did
    } catch (fault) {
      report.failed.push(duty.name)
      const failures = (state?.failures ?? 0) + 1
      const nextAt = retryAfter(duty.backOff, failures, now)
      log.warn({ err: fault, duty: duty.name, failures, nextAt }, `${duty.name} failed`)
      const error = messageOf(fault)
      await noteFailed(sql, nameOf(duty), now, { failures, error, nextAt })
    }
  }
  return report
}

async function attempt(
  sql: Sql,
  duty: Duty,
  state: DutyState | undefined,
  { now, isOn }: { now: Date; isOn: boolean },
): Promise<number> {
  const last = state?.lastGoodAt ?? null
  const settle = await within(duty, (signal) => duty.run({ now, last, signal, isOn }))
  if (settle === 'not_yet') return 0
  if (settle !== 'nothing') return record(sql, duty, { settle, last, now })
  if (isWorthANote(duty, state, now))
    await noteDone(sql, nameOf(duty), now, nextAfter(duty.cadence, now))
  return 0
}

/** Under the duty's lock: what another scheduler did since we looked is not done again. */
function record(
  sql: Sql,
  duty: Duty,
  { settle, last, now }: { settle: DutySettle; last: Date | null; now: Date },
): Promise<number> {
  return sql.begin(async (tx) => {
    await tx`select set_config('statement_timeout', ${String(duty.deadlineMs)}, true)`
    const { lastGoodAt } = await lockDuty(tx, nameOf(duty))
    if (lastGoodAt?.getTime() !== last?.getTime()) return 0
    const did = await settle(tx)
    await noteDone(tx, nameOf(duty), now, nextAfter(duty.cadence, now))
    return did
  })
}

/** A duty of each round that finds nothing would write a row each time, to say little. */
function isWorthANote({ cadence }: Duty, state: DutyState | undefined, now: Date): boolean {
  if (cadence !== 'each_round' || !state?.lastGoodAt || state.failures > 0) return true
  return Math.abs(now.getTime() - state.lastGoodAt.getTime()) >= NOTE_SECONDS * 1000
}

/**
 * What `work` comes to, if it does before the deadline. Later it is told to stop, and what it
 * comes to then is dropped.
 */
async function within<T>(
  { name, deadlineMs }: Duty,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const fault = new Error(`Do ${name}: no answer within ${deadlineMs} ms`)
      reject(fault)
      ending.abort(fault)
    }, deadlineMs)
  })
  return Promise.race([work(ending.signal), late]).finally(() => clearTimeout(timer))
}

function nameOf({ name, says }: Duty) {
  return { duty: name, says }
}
