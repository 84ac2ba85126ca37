/**
 * How an account's equity moves from bar to bar, as the volatility breaker looks at it: the last half hour beside the
 * mean of the half hours before. Source: docs/FORMULAS.md, Circuit breakers.
 */

import { momentsOf } from '../statistics/moments.ts'
import { DAY_MS, MINUTE_MS } from '../spans.ts'
import { breakerDefaults } from '../trading/breakers.ts'

const { volatilityDays, halfHourMinutes, halfHourReturnsMin, halfHoursMin } = breakerDefaults
const HALF_HOUR_MS = halfHourMinutes * MINUTE_MS

/** The longest bar, in seconds, of which a half hour holds as many returns as must be. */
const BAR_SECONDS_MAX = (halfHourMinutes * 60) / halfHourReturnsMin

/** Whether half hours can be told of bars of this length; of a day's bar they cannot. */
export function hasHalfHours({ barSeconds }: { barSeconds?: number | undefined }): boolean {
  return barSeconds !== undefined && barSeconds <= BAR_SECONDS_MAX
}

type Moved = { realised: number; mean: number }
type Look = { at: Date; date: string; equity: number; isInvested: boolean }
type Return = { at: number; gain: number; isInvested: boolean }
/** `moved` is known once nothing more comes into it. */
type Half = { begins: number; returns: Return[]; moved: number | undefined }

/** Looks in order; undefined with too few returns now, or too few half hours before. */
export function openMoves(): (look: Look) => Moved | undefined {
  const halves: Half[] = []
  let before: { date: string; equity: number } | undefined
  return ({ at, date, equity, isInvested }) => {
    const now = at.getTime()
    if (before?.date === date) {
      const begins = now - (now % HALF_HOUR_MS)
      if (halves.at(-1)?.begins !== begins) halves.push({ begins, returns: [], moved: undefined })
      halves.at(-1)!.returns.push({ at: now, gain: equity / before.equity - 1, isInvested })
    }
    before = { date, equity }
    const from = now - volatilityDays * DAY_MS
    while (halves[0] && halves[0].begins + HALF_HOUR_MS <= from) halves.shift()
    return movedAt(halves, from, now - HALF_HOUR_MS)
  }
}

function movedAt(halves: readonly Half[], from: number, recent: number): Moved | undefined {
  const last = halves.slice(-2).flatMap(({ returns }) => returns.filter(({ at }) => at > recent))
  if (last.length < halfHourReturnsMin) return undefined
  let [sum, count] = [0, 0]
  for (const half of halves) {
    const moved = movedOf(half, from, recent)
    if (Number.isNaN(moved)) continue
    sum += moved
    count += 1
  }
  if (count < halfHoursMin) return undefined
  return { realised: spreadOf(last), mean: sum / count }
}

/** Of what lies within (from, recent] with something held; NaN of too few. */
function movedOf(half: Half, from: number, recent: number): number {
  const isWhole = half.begins > from && half.begins + HALF_HOUR_MS <= recent
  if (isWhole && half.moved !== undefined) return half.moved
  const within = half.returns.filter(
    ({ at, isInvested }) => isInvested && at > from && at <= recent,
  )
  const moved = within.length < halfHourReturnsMin ? Number.NaN : spreadOf(within)
  if (isWhole) half.moved = moved
  return moved
}

function spreadOf(returns: readonly Return[]): number {
  return momentsOf(returns.map(({ gain }) => gain))?.deviation ?? 0
}
