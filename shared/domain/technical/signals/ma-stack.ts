/** Whether means of 10, 20, 50 and 200 bars stand in order. */

import { simpleMean } from '../indicators/averages.ts'
import { overSeries, type Bars } from '../indicators/series.ts'
import { fired, type TechnicalSignal } from './technical-signal.ts'

const PERIODS = [10, 20, 50, 200]
const SURETY = 0.9
/** Of all four in order, and of three in a row. */
const STRENGTH = { whole: 1, part: 0.6 }

/** Bullish where the quicker means stand above the calmer ones. With fewer than 200 bars three can be in a row. */
export function readMaStack({ close }: Bars): TechnicalSignal | undefined {
  const means = PERIODS.filter((period) => period <= close.length).map((period) =>
    overSeries(simpleMean(period), close).at(-1)!,
  )
  for (const direction of ['bullish', 'bearish'] as const) {
    const row = longestRow(means, direction === 'bullish' ? (a, b) => a > b : (a, b) => a < b)
    if (row === PERIODS.length) return fired('ma_stack', direction, STRENGTH.whole, SURETY)
    if (row === 3) return fired('ma_stack', direction, STRENGTH.part, SURETY)
  }
  return undefined
}

function longestRow(means: readonly number[], inOrder: (a: number, b: number) => boolean): number {
  let [longest, row] = [0, 0]
  for (const [place, mean] of means.entries()) {
    row = place > 0 && inOrder(means[place - 1]!, mean) ? row + 1 : 1
    longest = Math.max(longest, row)
  }
  return longest
}
