/**
 * Whether a trend rests on the world or on rivals rather than on the company.
 *
 * Source: docs/FORMULAS.md, Signals, trend.
 */

import { balanceOf, directionOf, type TrendDirection } from './direction.ts'
import type { Layer, Scoring } from './scoring.ts'
import type { WeighedSignal } from './weight.ts'

export type MarksOf = (
  weighed: readonly WeighedSignal[],
  direction: TrendDirection,
  scoring: Scoring,
) => { macroOnly: boolean; patternOnly: boolean }

/** Each layer by itself: without it the trend would be neutral. Until scoring-2. */
export const marksOfEach: MarksOf = (weighed, direction, scoring) => ({
  macroOnly: restsOn('macro', weighed, direction, scoring),
  patternOnly: restsOn('competitive', weighed, direction, scoring),
})

/**
 * Both together too: where the trend is not neutral without one of them, and the company by itself does not say
 * what it says, it rests on all that speak beside the company.
 */
export const marksOfAll: MarksOf = (weighed, direction, scoring) => {
  const each = marksOfEach(weighed, direction, scoring)
  if (direction === 'neutral' || each.macroOnly || each.patternOnly) return each
  const own = directionOf(
    balanceOf(weighed.filter(({ signal }) => isOf('company', signal))),
    scoring,
  )
  const isBorne = direction === 'mixed' ? own !== 'neutral' : own === direction
  const speaks = (layer: Layer) => weighed.some(({ signal }) => isOf(layer, signal))
  return {
    macroOnly: !isBorne && speaks('macro'),
    patternOnly: !isBorne && speaks('competitive'),
  }
}

function restsOn(
  layer: Layer,
  weighed: readonly WeighedSignal[],
  direction: TrendDirection,
  scoring: Scoring,
): boolean {
  const others = weighed.filter(({ signal }) => !isOf(layer, signal))
  if (direction === 'neutral' || others.length === weighed.length) return false
  return directionOf(balanceOf(others), scoring) === 'neutral'
}

function isOf(layer: Layer, signal: { layer: Layer }): boolean {
  return signal.layer === layer
}
