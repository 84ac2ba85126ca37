/** Fits the linear model: multinomial logistic regression by FTRL-proximal, the same each time. */

import { randomOf } from '#shared/domain/statistics/chance.ts'
import { softmax } from '#shared/domain/document/tone/model.ts'

/** One example: features by number and value, and its class. */
export type Example = { at: number[]; value: number[]; gold: number; weight: number }

export type FitOptions = {
  classes: number
  features: number
  epochs: number
  alpha: number
  l1: number
  l2: number
  seed: number
}

/** Weights by feature and class (`feature * classes + class`); most of them are 0. */
export function fit(examples: readonly Example[], options: FitOptions): Float64Array {
  const { classes, features, epochs, alpha, l1, l2, seed } = options
  const size = classes * features
  const [z, n, w] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  const random = randomOf(seed)
  const order = examples.map((_, index) => index)
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random)
    for (const index of order) {
      const { at, value, gold, weight } = examples[index] as Example
      const p = softmax(logitsOf(w, classes, at, value))
      for (let c = 0; c < classes; c += 1) {
        const miss = ((p[c] as number) - (c === gold ? 1 : 0)) * weight
        for (let k = 0; k < at.length; k += 1) {
          const f = (at[k] as number) * classes + c
          const g = miss * (value[k] as number)
          const before = n[f] as number
          const after = before + g * g
          const root = Math.sqrt(after)
          const zf = (z[f] as number) + g - ((root - Math.sqrt(before)) / alpha) * (w[f] as number)
          z[f] = zf
          n[f] = after
          w[f] = Math.abs(zf) <= l1 ? 0 : -(zf - Math.sign(zf) * l1) / ((1 + root) / alpha + l2)
        }
      }
    }
  }
  return w
}

/** What each class gets from the features of one example. */
export function logitsOf(
  weights: Float64Array,
  classes: number,
  at: readonly number[],
  value: readonly number[],
): number[] {
  const logits = Array.from({ length: classes }, () => 0)
  for (let k = 0; k < at.length; k += 1)
    for (let c = 0; c < classes; c += 1)
      logits[c] =
        (logits[c] as number) +
        (weights[(at[k] as number) * classes + c] as number) * (value[k] as number)
  return logits
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const kept = order[at] as number
    order[at] = order[other] as number
    order[other] = kept
  }
}
