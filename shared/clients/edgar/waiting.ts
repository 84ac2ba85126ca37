/** Filings that could not be had: remembered in the source's state, tried again, and given up at last. */

import * as v from 'valibot'
import { DAY_MS, MINUTE_MS } from '../../domain/spans.ts'
import type { FilingRow } from './submissions.ts'

const Waiting = v.object({
  row: v.object({
    accessionNumber: v.string(),
    form: v.string(),
    filingDate: v.string(),
    acceptance: v.string(),
    primaryDocument: v.string(),
    description: v.string(),
    items: v.string(),
  }),
  /** How often it could not be had; 0 where its time had only not come. */
  tries: v.number(),
  /** When it was first asked for, and when it is next: milliseconds since 1970, business time. */
  since: v.number(),
  next: v.number(),
})

/** A filing to be asked for again. */
export type WaitingFiling = v.InferOutput<typeof Waiting>

export const WAITING_MAX = 40
const FIRST_WAIT_MS = 10 * MINUTE_MS
const LONGEST_WAIT_MS = DAY_MS
const GIVEN_UP_AFTER_MS = 10 * DAY_MS

/** Those in a source's state; what is none is left out. */
export function readWaitingFilings(state: Readonly<Record<string, unknown>>): WaitingFiling[] {
  const listed = state['waiting']
  if (!Array.isArray(listed)) return []
  return listed
    .slice(0, WAITING_MAX)
    .flatMap((each: unknown) => (v.is(Waiting, each) ? [each] : []))
}

/** Of a filing that could not be had once more; undefined where that was the last try. */
export function waitLonger(
  row: FilingRow,
  before: WaitingFiling | undefined,
  now: Date,
): WaitingFiling | undefined {
  const since = before?.since ?? now.getTime()
  if (now.getTime() - since >= GIVEN_UP_AFTER_MS) return undefined
  const tries = (before?.tries ?? 0) + 1
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1))
  return { row, tries, since, next: now.getTime() + wait }
}

/** Of a filing whose header says that it is still to come. */
export function waitUntil(row: FilingRow, acceptedAt: Date, now: Date): WaitingFiling {
  return { row, tries: 0, since: now.getTime(), next: acceptedAt.getTime() }
}

export function isDueAgain({ next }: WaitingFiling, now: Date): boolean {
  return next <= now.getTime()
}
