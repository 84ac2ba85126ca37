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
  const { runsMin, draws, seed } = bootstrapDefaults
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
  return found.length < draws / 2 ? null : within(found)
}

/** The same of the mean of one value a day, in the order of days: each run is one difference of running sums. */
export function meanInterval(values: readonly number[], runDays = 1): Interval | null {
  const { runsMin, draws, seed } = bootstrapDefaults
  const count = values.length
  if (count < runsMin * runDays) return null
  const sums = new Float64Array(count + 1)
  for (let at = 0; at < count; at += 1) sums[at + 1] = sums[at]! + values[at]!
  const random = randomOf(seed)
  const found = Array.from({ length: draws }, () => {
    let sum = 0
    for (let drawn = 0; drawn < count; drawn += runDays) {
      const from = Math.floor(random() * (count - runDays + 1))
      sum += sums[from + Math.min(runDays, count - drawn)]! - sums[from]!
    }
    return sum / count
  })
  return within(found)
}

function within(found: number[]): Interval {
  const { share } = bootstrapDefaults
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
