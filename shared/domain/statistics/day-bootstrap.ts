/**
 * Intervals by resampling whole days: what happens on one day moves together and counts as one draw.
 *
 * Days that follow each other are drawn as runs where one sample reaches over several of them
 * (moving blocks; Künsch 1989). Source: docs/FORMULAS.md, How good is it.
 */

import { randomOf } from './chance.ts'

const bootstrapDefaults = {
  /** With fewer runs of days an interval would say more than is known. */
  runsMin: 8,
  draws: 1000,
  /** How much of the draws lies within. */
  share: 0.95,
  seed: 1,
}

export type Interval = { low: number; high: number }

/**
 * Where `measure` lies in 95 of 100 resamples; null where the days are too few to say.
 *
 * `days` says of each sample on which day it stands, in any order; `measure` is given how often each
 * sample counts. The same for the same samples, each time.
 */
export function dayInterval(
  days: readonly string[],
  measure: (counts: readonly number[]) => number | null,
  { runDays = 1 }: { runDays?: number } = {},
): Interval | null {
  const { runsMin, draws, share, seed } = bootstrapDefaults
  const names = [...new Set(days)].sort()
  if (names.length < runsMin * runDays) return null
  const numberOf = new Map(names.map((name, number) => [name, number]))
  const places = days.map((day) => numberOf.get(day)!)
  const random = randomOf(seed)
  const found: number[] = []
  for (let draw = 0; draw < draws; draw += 1) {
    const times = drawDays(names.length, runDays, random)
    const value = measure(places.map((place) => times[place]!))
    if (value !== null) found.push(value)
  }
  // Where most draws say nothing, the rest say it by chance.
  if (found.length < draws / 2) return null
  found.sort((a, b) => a - b)
  const at = (part: number) => found[Math.round(part * (found.length - 1))]!
  return { low: at((1 - share) / 2), high: at((1 + share) / 2) }
}

/** How often each of `count` days is drawn, in runs, until as many are drawn as there are. */
function drawDays(count: number, runDays: number, random: () => number): Uint16Array {
  const times = new Uint16Array(count)
  for (let drawn = 0; drawn < count; drawn += runDays) {
    const from = Math.floor(random() * (count - runDays + 1))
    for (let day = from; day < from + runDays && day < from + count - drawn; day += 1)
      times[day]! += 1
  }
  return times
}
