/** What the world, or rivals, say of a ticker in one number. Source: docs/FORMULAS.md, Signal engine. */

import { roundScore } from '../score.ts'
import type { Signal } from '../signal/weight.ts'
import { hoursBetween } from '../signal/window.ts'

const HALF_LIFE_HOURS = 72
const AGE_HOURS_MAX = 168

type Told = Pick<Signal, 'sentiment' | 'impact' | 'companyConfidence' | 'publishedAt'>

/**
 * The mean of direction times impact over the last week, each as heavy as it is sure and half as heavy every
 * three days; in [-1, 1]. Null where nothing was told.
 */
export function biasOf(signals: readonly Told[], asOf: Date): number | null {
  let [sum, weights] = [0, 0]
  for (const { sentiment, impact, companyConfidence, publishedAt } of signals) {
    const hours = hoursBetween(publishedAt, asOf)
    if (hours >= AGE_HOURS_MAX) continue
    const weight = companyConfidence * 2 ** -(hours / HALF_LIFE_HOURS)
    sum += weight * sentiment * impact
    weights += weight
  }
  return weights > 0 ? roundScore(sum / weights) : null
}
