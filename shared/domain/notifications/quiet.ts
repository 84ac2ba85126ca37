/** Quiet hours: by the clocks of a place, across midnight and across a change of its clocks. */

import type { QuietHours } from '../../contracts/notifications.ts'
import { momentIn, wallTimeIn } from '../document/text/zones.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../spans.ts'

/** The end of the quiet hours that `now` lies in; undefined where it lies in none. */
export function quietUntil(quiet: QuietHours | null, now: Date): Date | undefined {
  if (!quiet) return undefined
  const wall = wallTimeIn(quiet.zone, now.getTime())
  const midnight = Math.floor(wall / DAY_MS) * DAY_MS
  const [from, to] = [sinceMidnight(quiet.from), sinceMidnight(quiet.to)]
  const time = wall - midnight
  const isOver = from > to
  if (isOver ? time < from && time >= to : time < from || time >= to) return undefined
  const endsToday = !isOver || time < to
  const ends = momentIn(quiet.zone, midnight + (endsToday ? 0 : DAY_MS) + to)
  // In an hour that is shown twice the end may have been once already: it ends as it is shown again.
  return new Date(ends > now.getTime() ? ends : ends + HOUR_MS)
}

function sinceMidnight(clock: string): number {
  const [hours, minutes] = clock.split(':')
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS
}
