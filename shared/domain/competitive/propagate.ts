/**
 * What news of one company means for another.
 *
 *   strength = strength of the news · strength of the relationship · confidence of the pattern
 *              · 1.3 for a major decision, at most 1
 *
 * Source: docs/FORMULAS.md, Competitive layer. Pure.
 */

import type { Relationship } from '../../contracts/sets.ts'
import type { Catalyst } from '../document/reading/reading.ts'
import { roundScore } from '../score.ts'
import type { Pattern } from './pattern.ts'
import { isCompanySpecific, isMajor, type CompetitiveSettings } from './settings.ts'

export type RivalNews = {
  sentiment: 1 | -1
  /** In [0, 1]. */
  strength: number
  catalyst: Catalyst
}

export type Propagated = {
  direction: 1 | -1
  /** In [0, 1]. */
  strength: number
  patternConfidence: number
  /** Whose price the pattern is of: the rival's after such news, or the company's own. */
  basis: 'cross_company' | 'self'
  pattern: Pattern
}

/** The relationships in which one company's loss is another's gain. */
const OPPOSED: readonly Relationship[] = ['direct_rival', 'overlapping_products']

/** The signal that reaches a rival; undefined where no pattern bears it, or it is too weak. */
export function propagate(
  news: RivalNews,
  relationship: { type: Relationship; strength: number },
  patterns: { cross: readonly Pattern[]; self: readonly Pattern[] },
  settings: CompetitiveSettings,
): Propagated | undefined {
  const cross = surest(patterns.cross, settings)
  const self = surest(patterns.self, settings)
  // What the rival did after such news says more than a rule about rivals does.
  const pattern = cross ?? self
  if (!pattern || pattern.confidence < settings.patternConfidenceMin) return undefined
  const strength = roundScore(
    Math.min(
      1,
      news.strength *
        relationship.strength *
        pattern.confidence *
        (isMajor(news.catalyst) ? settings.majorFactor : 1),
    ),
  )
  if (strength < settings.strengthMin) return undefined
  const opposed = OPPOSED.includes(relationship.type) && isCompanySpecific(news.catalyst)
  const byRule = opposed ? (-news.sentiment as 1 | -1) : news.sentiment
  const direction = cross ? (cross.bullish > cross.bearish ? 1 : -1) : byRule
  return {
    direction,
    strength,
    patternConfidence: pattern.confidence,
    basis: cross ? 'cross_company' : 'self',
    pattern,
  }
}

/** Of the horizons with enough samples the one with the highest confidence, equal ones the shorter. */
function surest(
  patterns: readonly Pattern[],
  { samplesMin }: CompetitiveSettings,
): Pattern | undefined {
  return patterns
    .filter(({ samples }) => samples >= samplesMin)
    .toSorted((one, other) => other.confidence - one.confidence)[0]
}
