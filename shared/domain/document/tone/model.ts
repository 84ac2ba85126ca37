/**
 * The linear model of rules-v2: what each named feature says for and against, and how sure that is.
 *
 * A weight is one sign of ALPHABET: its place less 45, times `step`. Neutral is the class the others
 * are weighed against, so that a feature has two weights, for positive and for negative.
 */

import { alongPoints } from '../../statistics/points.ts'
import { indexWeights, type KnownFeatures, type Weight, type Weights } from './known.ts'
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

/** No quotation mark, no backslash: they would be two signs in JSON. */
export const ALPHABET = Array.from({ length: 92 }, (_, at) => String.fromCharCode(35 + at))
  .filter((sign) => sign !== '\\')
  .join('')
export const MIDDLE = 45
const JOINT = '~'

const OF_RULES = /^[rq]:/

/** How often a feature's value counts: the rules' own features more than words. */
export function timesCounted(name: string, rules: number): number {
  return OF_RULES.test(name) ? rules : 1
}

/** The weights of a file. */
function unpack({ step, rules, features }: Stored): Weights {
  const placeOf = new Map(ALPHABET.split('').map((sign, place) => [sign, place]))
  const all: Weight[] = []
  for (const [kind, { names, weights: signs }] of Object.entries(features))
    names.split(JOINT).forEach((rest, at) => {
      const read = (offset: number) =>
        ((placeOf.get(signs[2 * at + offset] ?? '') ?? -1) - MIDDLE) * step
      const name = `${kind}:${rest}`
      all.push({ name, positive: read(0), negative: read(1), times: timesCounted(name, rules) })
    })
  return indexWeights(all)
}

export const WEIGHTS: Weights = unpack(stored)

/** Of the weights and of how sentences are joined; stored with each reading. */
export const MODEL_VERSION = stored.version

/** How likely each class is by the model. */
export function chancesOf({ weights, values }: KnownFeatures): Chances {
  let [positive, negative] = [0, 0]
  weights.forEach((weight, at) => {
    const counted = (values[at] ?? 0) * weight.times
    positive += weight.positive * counted
    negative += weight.negative * counted
  })
  const [a = 0, b = 0, c = 0] = softmax([positive, 0, negative])
  return [a, b, c]
}

/** One feature's part in an answer; above 0 it speaks for the class. */
export type FeatureWeight = { feature: string; weight: number }

/** The features that say most for a class against the next likely one. */
export function becauseOf(
  { weights, values }: KnownFeatures,
  answer: Class,
  max: number,
): FeatureWeight[] {
  const most: FeatureWeight[] = []
  let least = 0
  weights.forEach(({ name, positive, negative, times }, at) => {
    const toward = towardOf(answer, positive, negative)
    const weight = Math.round(toward * ((values[at] ?? 0) * times) * 1e3) / 1e3
    if (weight <= 0 || weight < least || name === 'bias:') return
    most.push({ feature: name, weight })
    most.sort(byWeight)
    if (most.length > max) most.pop()
    if (most.length === max) least = most.at(-1)?.weight ?? 0
  })
  return most
}

function towardOf(answer: Class, positive: number, negative: number): number {
  if (answer === 'positive') return positive - Math.max(0, negative)
  if (answer === 'negative') return negative - Math.max(0, positive)
  return -Math.max(positive, negative)
}

function byWeight(a: FeatureWeight, b: FeatureWeight): number {
  return b.weight - a.weight || (a.feature < b.feature ? -1 : 1)
}

/** How often an answer of this likelihood was right, by the points of the calibration. */
export function sureness(
  chance: number,
  calibration: Stored['calibration'] = stored.calibration,
): number {
  return alongPoints(calibration, chance)
}

export function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}
