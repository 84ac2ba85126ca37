/** The trading days of a world: a day is a session when at least one company has a bar of it. */

import { newYorkInstant, sessionOf, type Session } from '#shared/domain/market/calendar.ts'
import type { World } from './world.ts'

/** All sessions of the world, oldest first. */
export function sessionsOf(world: World): Session[] {
  const dates = new Set<string>()
  for (const bars of world.bars.values()) for (const bar of bars) dates.add(bar.date)
  return [...dates].sort().map(hoursOf)
}

/** When a day's session runs; the usual hours where the exchange's calendar knows no session. */
export function hoursOf(date: string): Session {
  const { opensAt, closesAt } = sessionOf(date) ?? {
    opensAt: newYorkInstant(date, '09:30'),
    closesAt: newYorkInstant(date, '16:00'),
  }
  return { date, opensAt, closesAt }
}

/** How many entries of an ascending list satisfy `before`, found by halving. */
export function countWhile<T>(list: readonly T[], before: (entry: T) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (before(list[middle] as T)) low = middle + 1
    else high = middle
  }
  return low
}
