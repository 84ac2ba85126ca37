/** Every reason a recommendation is held back for, and how it is said to a person. */

import type { INELIGIBILITIES, SUPPRESSIONS } from '../../contracts/sets.ts'

export type SuppressionCode = (typeof SUPPRESSIONS)[number]
export type IneligibilityCode = (typeof INELIGIBILITIES)[number]

export const suppressionWords: Readonly<Record<SuppressionCode, string>> = {
  low_data_confidence: 'the readings of its documents are unsure',
  stale_evidence: 'its newest evidence is old',
  low_source_diversity: 'it has no kind of source behind it',
  high_extraction_failure_rate: 'too many documents about it could not be read',
  insufficient_valid_documents: 'too few documents speak of it',
  low_data_quality: 'the quality of its documents is low',
  macro_only: 'it rests on macro events alone',
  pattern_only: 'it rests on patterns of competitors alone',
  unknown_sources: 'no source with a record stands behind it',
  unconfirmed_story: 'no second known owner tells a story of its own to bear it out',
  single_document: 'one document bears too much of it',
  unseasoned_story: 'what has stood for six hours does not bear it by itself',
  model_alone: 'it rests on the model alone: rules read less in the same documents',
}

export const ineligibilityWords: Readonly<Record<IneligibilityCode, string>> = {
  low_confidence: 'its confidence is low',
  low_trend_strength: 'its trend is weak',
  high_contradiction: 'its signals contradict each other',
  insufficient_evidence: 'too few signals take a side',
  neutral_direction: 'its trend is neutral',
}

/** One thing looked at: the number found and the limit it was compared with. */
export type RecommendationCheck<Code extends string = string> = {
  /** What was measured. */
  name: string
  /** The reason it gives when it does not pass. */
  code: Code
  found: number | string | boolean | null
  limit: number | string | boolean | null
  passed: boolean
}

/** The reasons of the checks that did not pass, in their order. */
export function reasonsOf<Code extends string>(
  checks: readonly RecommendationCheck<Code>[],
): Code[] {
  return checks.filter(({ passed }) => !passed).map(({ code }) => code)
}
