/**
 * Whether prices bear out a move that was told.
 *
 * Source: docs/FORMULAS.md, Claims.
 */

import { newYorkDate, nextSession, previousSession, sessionOf } from '../market/calendar.ts'
import type { PriceClaim } from './claims.ts'

/** A session, and how far its prices went from the close before, in percent: `up` by its high, `down` by its low. */
export type Reach = { date: string; up: number; down: number }

/** `open`: a session it may speak of is not over, or its prices have not come. `says`: what was found and wanted. */
export type ClaimVerdict = { state: 'open' | 'borne_out' | 'refuted'; says: string }

/** Sessions before the one in which it was published that a claim may speak of. */
const SESSIONS_BEFORE = 3
/** A move bears it out from this share of what was told: it was told of another moment, or rounded. */
const SHARE_MIN = 0.4
/** What a strong word without a number tells at least, in percent. */
const STRONG_MIN = 1.5

/** New York dates of the sessions that a claim published then may speak of, oldest first. */
export function sessionsToldOf(publishedAt: Date): string[] {
  const day = sessionOf(newYorkDate(publishedAt))
  // What is told after the close may speak of trading after hours, which the next session shows.
  const last = day && publishedAt < day.closesAt ? day : nextSession(publishedAt)
  const dates = [last.date]
  let from = last.opensAt
  while (dates.length <= SESSIONS_BEFORE) {
    const before = previousSession(from)
    dates.unshift(before.date)
    from = before.opensAt
  }
  return dates
}

/** Judges a told move by the sessions that are known. */
export function checkMove(
  { direction, percent }: Pick<PriceClaim, 'direction' | 'percent'>,
  publishedAt: Date,
  known: readonly Reach[],
): ClaimVerdict {
  const dates = sessionsToldOf(publishedAt)
  const among = known.filter(({ date }) => dates.includes(date))
  const needed = percent === null ? STRONG_MIN : percent * SHARE_MIN
  const reachOf = ({ up, down }: Reach) => (direction > 0 ? up : -down)
  const best = among.toSorted((one, other) => reachOf(other) - reachOf(one))[0]
  if (!best) return { state: 'open', says: `no prices of ${dates.join(', ')} yet` }
  const way = direction > 0 ? 'up' : 'down'
  const says = `${way} at most ${reachOf(best).toFixed(1)} % (${best.date}), borne out from ${needed.toFixed(1)} %`
  if (reachOf(best) >= needed) return { state: 'borne_out', says }
  return { state: among.length === dates.length ? 'refuted' : 'open', says }
}
