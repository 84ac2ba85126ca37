/** When shares are traded at all: before the open, in the session and after its close, also of half days. */

import { newYorkDate, newYorkInstant, nextSession, sessionOf, type Session } from './calendar.ts'
import { HOUR_MS } from '../spans.ts'

export type Hours = { from: Date; to: Date }

/** Trading after the close lasts so long, whenever that is. */
const AFTER_MS = 4 * HOUR_MS

/** The hours in progress at `at`; undefined where nothing is traded then. */
export function hoursAt(at: Date): Hours | undefined {
  const session = sessionOf(newYorkDate(at))
  const hours = session && hoursOf(session)
  return hours && hours.from <= at && at < hours.to ? hours : undefined
}

/** When trading begins again after `at`, where it is not on. */
export function nextHours(at: Date): Hours {
  const today = sessionOf(newYorkDate(at))
  const hours = today && hoursOf(today)
  return hours && hours.from > at ? hours : hoursOf(nextSession(at))
}

function hoursOf({ date, closesAt }: Session): Hours {
  return {
    from: newYorkInstant(date, '04:00'),
    to: new Date(closesAt.getTime() + AFTER_MS),
  }
}
