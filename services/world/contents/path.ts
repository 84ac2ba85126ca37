/** One day's path: a random walk tied down at open, high, low and close. */

import { openRandom, type Random } from './random.ts'
import type { WorldBar } from './world.ts'

/** Prices keep four decimals, as split-adjusted bars do. */
const TICK = 0.0001
const TICKS = 10_000
/** Deviation of one minute's noise, as a share of the day's range. */
const NOISE = 0.035

/**
 * Prices at each minute from the open (index 0) to the close (index `minutes`), inclusive.
 *
 * Within [low, high] throughout; first = open, last = close. High and low are each touched at one
 * seeded minute, unless open or close already stands there; no other minute touches them as long
 * as the day's range leaves room for a price between.
 */
export function pathOf(bar: WorldBar, minutes: number, seed: number, ticker: string): Float64Array {
  const random = openRandom(seed, 'path', ticker, bar.date)
  const anchors = anchorsOf(bar, minutes, random)
  const prices = new Float64Array(minutes + 1)
  for (let index = 1; index < anchors.length; index += 1) {
    walk(prices, anchors[index - 1] as Anchor, anchors[index] as Anchor, bar, random)
  }
  for (const anchor of anchors) prices[anchor.minute] = anchor.price
  return prices
}

type Anchor = { minute: number; price: number }

function anchorsOf(bar: WorldBar, minutes: number, random: Random): Anchor[] {
  const anchors: Anchor[] = [{ minute: 0, price: bar.open }]
  const first = random.whole(1, minutes - 2)
  const second = random.whole(1, minutes - 2)
  const turns = first === second ? [first, second + 1] : [first, second]
  if (bar.open !== bar.high && bar.close !== bar.high) {
    anchors.push({ minute: turns[0] as number, price: bar.high })
  }
  if (bar.open !== bar.low && bar.close !== bar.low) {
    anchors.push({ minute: turns[1] as number, price: bar.low })
  }
  anchors.push({ minute: minutes, price: bar.close })
  return anchors.sort((a, b) => a.minute - b.minute)
}

/** Fills the minutes between two anchors: the straight line plus noise that fades at both ends. */
function walk(prices: Float64Array, from: Anchor, to: Anchor, bar: WorldBar, random: Random): void {
  const length = to.minute - from.minute
  const deviation = (bar.high - bar.low) * NOISE
  const steps = new Float64Array(length + 1)
  for (let step = 1; step <= length; step += 1) {
    steps[step] = (steps[step - 1] as number) + random.normal() * deviation
  }
  const drift = steps[length] as number
  for (let step = 1; step < length; step += 1) {
    const share = step / length
    const line = from.price + (to.price - from.price) * share
    const noise = (steps[step] as number) - drift * share
    prices[from.minute + step] = inside(line + noise, bar)
  }
}

/**
 * The price brought back strictly between low and high, where there is room: what would go beyond
 * turns round there, so that no path sticks to an edge.
 */
function inside(price: number, { low, high }: WorldBar): number {
  const room = high - low > 2.5 * TICK ? TICK : 0
  const least = low + room
  const reach = high - room - least
  if (reach <= 0) return Math.min(Math.max(price, low), high)
  const turn = (((price - least) % (2 * reach)) + 2 * reach) % (2 * reach)
  const folded = least + (turn <= reach ? turn : 2 * reach - turn)
  return Math.min(Math.max(Math.round(folded * TICKS) / TICKS, low), high)
}
