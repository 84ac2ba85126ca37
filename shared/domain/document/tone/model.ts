/**
 * The linear model of rules-v2: what each named feature says for and against, and how sure that is.
 *
 * A weight is one sign of ALPHABET: its place less 45, times `step`. Neutral is the class the others
 * are weighed against, so that a feature has two weights, for positive and for negative.
 */

import { alongPoints } from '../../statistics/points.ts'
import type { Features } from './features.ts'
import stored from './weights.json' with { type: 'json' }

export const CLASSES = ['positive', 'neutral', 'negative'] as const
export type Class = (typeof CLASSES)[number]
/** How likely each class is, in the order of CLASSES. */
export type Chances = readonly [number, number, number]

/** The model as it lies in its file. */
export type Stored = {
  version: string
  step: number
  /** Values of the rules' own features count so many times. */
  rules: number
  /** By the kind of a feature: names joined by ~, and two signs for each of them. */
  features: Record<string, { names: string; weights: string }>
  /** Isotonic: the likelihood the model gives its answer, and how often it was right there. */
  calibration: readonly (readonly number[])[]
}

export type Model = {
  weights: ReadonlyMap<string, readonly [number, number]>
  rules: number
  calibration: Stored['calibration']
}

/** No quotation mark, no backslash: they would be two signs in JSON. */
export const ALPHABET = Array.from({ length: 92 }, (_, at) => String.fromCharCode(35 + at))
  .filter((sign) => sign !== '\\')
  .join('')
export const MIDDLE = 45
const JOINT = '~'

/** The model of a file. */
function unpack({ step, rules, features, calibration }: Stored): Model {
  const weights = new Map<string, readonly [number, number]>()
  for (const [kind, { names, weights: signs }] of Object.entries(features))
    names.split(JOINT).forEach((name, at) => {
      const read = (offset: number) =>
        (ALPHABET.indexOf(signs[2 * at + offset] ?? '') - MIDDLE) * step
      weights.set(`${kind}:${name}`, [read(0), read(1)])
    })
  return { weights, rules, calibration }
}

export const model: Model = unpack(stored)

/** Of the weights and of how sentences are joined; stored with each reading. */
export const MODEL_VERSION = stored.version

const OF_RULES = /^[rq]:/

/** What a feature's value counts: the rules' own features more than words. */
export function valueOf(name: string, value: number, rules: number): number {
  return OF_RULES.test(name) ? value * rules : value
}

/** How likely each class is by the model. */
export function chancesOf(features: Features, { weights, rules }: Model = model): Chances {
  let [positive, negative] = [0, 0]
  for (const [name, value] of features) {
    const weight = weights.get(name)
    if (!weight) continue
    const counted = value === 1 && !OF_RULES.test(name) ? 1 : valueOf(name, value, rules)
    positive += weight[0] * counted
    negative += weight[1] * counted
  }
  const [a = 0, b = 0, c = 0] = softmax([positive, 0, negative])
  return [a, b, c]
}

/** One feature's part in an answer; above 0 it speaks for the class. */
export type FeatureWeight = { feature: string; weight: number }

/** The features that say most for a class against the next likely one. */
export function becauseOf(
  features: Features,
  answer: Class,
  max: number,
  { weights, rules }: Model = model,
): FeatureWeight[] {
  const found: FeatureWeight[] = []
  for (const [feature, value] of features) {
    const known = weights.get(feature)
    if (!known || feature === 'bias:') continue
    const [positive, negative] = known
    const toward =
      answer === 'positive'
        ? positive - Math.max(0, negative)
        : answer === 'negative'
          ? negative - Math.max(0, positive)
          : -Math.max(positive, negative)
    const weight = Math.round(toward * valueOf(feature, value, rules) * 1e3) / 1e3
    if (weight > 0) found.push({ feature, weight })
  }
  return found.sort((a, b) => b.weight - a.weight || (a.feature < b.feature ? -1 : 1)).slice(0, max)
}

/** How often an answer of this likelihood was right, by the points of the calibration. */
export function sureness(chance: number, { calibration }: Model = model): number {
  return alongPoints(calibration, chance)
}

export function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}
