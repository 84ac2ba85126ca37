/** What a duty of the scheduler is, and when it comes next: decided from the clock and its state. */

import { backOffSeconds, type BackOff } from '#shared/domain/back-off.ts'
import { newYorkDate, newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import type { Tx } from '#shared/sql/open.ts'
import type { DutyState } from '#shared/sql/schedule/duties.ts'

/** Each round, once a New York day, or so many business seconds after the last time. */
export type Cadence = 'each_round' | 'each_day' | { seconds: number }

export type DutyErrand = {
  now: Date
  /** When it last went well; null before the first time. */
  last: Date | null
  /** Aborted at the deadline. */
  signal: AbortSignal
  /** False while the pipeline is off. */
  isOn: boolean
}

/** Records what was found, in the duty's own transaction; returns how much it was. */
export type DutySettle = (tx: Tx) => Promise<number>

export type Duty = {
  /** A lower_snake word; its row and its metrics carry it. */
  name: string
  /** What it does, in a few words for people. */
  says: string
  cadence: Cadence
  /** In business time. */
  backOff: BackOff
  /** Real time it may take outside its transaction, and then again inside. */
  deadlineMs: number
  /** Also while the pipeline is off. */
  isAlwaysOn?: boolean
  /**
   * Looks, and asks other systems; runs in no transaction. Of two schedulers at once both may look,
   * but only one of them records. `nothing` is to be recorded, `not_yet` asks for the next round.
   */
  run(errand: DutyErrand): Promise<DutySettle | 'nothing' | 'not_yet'>
}

/** Whether it is to be done in the round of `now`. */
export function isDue(
  { cadence }: Pick<Duty, 'cadence'>,
  state: DutyState | undefined,
  now: Date,
): boolean {
  if (state === undefined) return true
  const { lastGoodAt: last, failures, nextAt, lastTriedAt } = state
  // A clock that was set back must not turn a back-off into a year.
  const isBefore = lastTriedAt !== null && now < lastTriedAt
  if (failures > 0 && nextAt !== null && !isBefore) return now >= nextAt
  if (last === null || cadence === 'each_round') return true
  if (cadence === 'each_day') return newYorkDate(last) < newYorkDate(now)
  return now.getTime() - last.getTime() >= cadence.seconds * 1000
}

/** When it comes next after it went well; null where the next round does it. */
export function nextAfter(cadence: Cadence, now: Date): Date | null {
  if (cadence === 'each_round') return null
  if (cadence === 'each_day') return newYorkInstant(shiftDate(newYorkDate(now), 1), '00:00')
  return new Date(now.getTime() + cadence.seconds * 1000)
}

/** When it is tried again after it failed `failures` times in a row. */
export function retryAfter(backOff: BackOff, failures: number, now: Date): Date {
  return new Date(now.getTime() + backOffSeconds(backOff, failures) * 1000)
}
