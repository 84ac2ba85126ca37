/**
 * How sure two judges are together, who do not know of each other: a model and the rules' own.
 *
 *   a model that is right in p of 100, rules that give their answer r, three classes:
 *   same answer      p·r / (p·r + (1−p)·(1−r)/2)
 *   another answer   p·(1−r)/2 / (p·(1−r)/2 + (1−p)/2·r + (1−p)/2·(1−r)/2)
 *
 * Source: Bayes' rule; docs/FORMULAS.md, "Extraction by a model".
 */

import type { CompanyReading } from '../../../domain/document/reading/reading.ts'

export type ByRules = Pick<
  CompanyReading,
  'sentiment' | 'score' | 'impact' | 'confidence' | 'rawConfidence'
>

/** How often a model's tone is right before anything is known of it. */
const MODEL_RIGHT = 0.7
const CHANCE = 1 / 3
const SURE_MAX = 0.97

/** In (0, 1): how likely the model's answer is right; `rules` is the rules' confidence in theirs. */
export function sureTogether(isSame: boolean, rules: number): number {
  const r = Math.max(CHANCE, Math.min(SURE_MAX, rules))
  const p = MODEL_RIGHT
  const [right, wrong] = isSame
    ? [p * r, ((1 - p) * (1 - r)) / 2]
    : [(p * (1 - r)) / 2, ((1 - p) / 2) * (r + (1 - r) / 2)]
  return right / (right + wrong)
}

/** Of three answers, one that nothing speaks for. */
const SIDE_CHANCE_MIN = CHANCE
/** What is less sure is rather wrong than right. */
const SURE_MIN = 0.5

/**
 * Whether a model's good (1) or bad (−1) news may stand beside what the rules read there. A model that obeys its
 * text says it of anything: where they read neither, they must find that side as likely as chance would at least;
 * where they read the other, both together must be rather right than wrong. Neither (0) moves nothing.
 */
export function isBorne(side: 1 | -1 | 0, rules: ByRules): boolean {
  const { sentiment, score, confidence, rawConfidence: likeliest = confidence } = rules
  if (side === 0 || sentiment === 'mixed') return true
  // Where no sentence was read there is nothing that could bear it out.
  if (sentiment === 'neutral')
    return confidence > 0 && (1 - likeliest + side * score) / 2 >= SIDE_CHANCE_MIN
  return (sentiment === 'positive') === side > 0 || sureTogether(false, confidence) >= SURE_MIN
}
