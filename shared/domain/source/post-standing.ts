/** How far a post is believed: little, and a little more where many agree and its author is no newcomer. */

import { clamp } from '../score.ts'

const LEAST = 0.1
/** What votes may add, and how many add all of it. */
const VOTES = { share: 0.1, full: 1_000 }
/** What the author's age may add, and how old adds all of it. */
const AGE = { share: 0.1, fullDays: 365 }

/** In [0.1, 0.3]; an author of unknown age counts as new. Source: docs/FORMULAS.md, Publishers. */
export function postCredibility(score: number, authorAgeDays: number | null): number {
  const votes = Math.log10(1 + Math.max(0, score)) / Math.log10(1 + VOTES.full)
  const age = (authorAgeDays ?? 0) / AGE.fullDays
  const whole = LEAST + VOTES.share * clamp(votes, 0, 1) + AGE.share * clamp(age, 0, 1)
  return Math.round(whole * 1e4) / 1e4
}
