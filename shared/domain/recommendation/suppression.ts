/**
 * Whether what a trend rests on is good enough to act on. A suppressed recommendation is shown,
 * and never traded.
 *
 * Source: docs/FORMULAS.md, Recommendations, suppression.
 */

import type { Check, SuppressionCode } from './codes.ts'

export const suppressionDefaults = {
  dataConfidenceMin: 0.4,
  evidenceAgeHoursMax: 168,
  sourceTypesMin: 1,
  extractionFailureRateMax: 0.5,
  validDocumentsMin: 2,
  dataQualityMin: 0.3,
}
export type SuppressionLimits = typeof suppressionDefaults

/** What is known of the documents behind a trend. */
export type DataFacts = {
  /** Mean extraction confidence in [0, 1]; null without documents, as the next one. */
  dataConfidence: number | null
  newestAgeHours: number | null
  sourceTypes: number
  /** Of the documents that name the ticker in the window, in [0, 1]. */
  extractionFailureRate: number
  /** Documents whose signal the trend counts. */
  validDocuments: number
  /** Mean quality in [0, 1]. */
  dataQuality: number | null
}

export type ShiftMarks = { macroOnly: boolean; patternOnly: boolean }

/** Eight checks in their order; a number equal to its limit passes. */
export function suppressionChecks(
  facts: DataFacts,
  { macroOnly, patternOnly }: ShiftMarks,
  limits: SuppressionLimits = suppressionDefaults,
): Check<SuppressionCode>[] {
  return [
    atLeast(
      'data_confidence',
      'low_data_confidence',
      facts.dataConfidence,
      limits.dataConfidenceMin,
    ),
    atMost(
      'newest_evidence_age_hours',
      'stale_evidence',
      facts.newestAgeHours,
      limits.evidenceAgeHoursMax,
    ),
    atLeast('source_types', 'low_source_diversity', facts.sourceTypes, limits.sourceTypesMin),
    atMost(
      'extraction_failure_rate',
      'high_extraction_failure_rate',
      facts.extractionFailureRate,
      limits.extractionFailureRateMax,
    ),
    atLeast(
      'valid_documents',
      'insufficient_valid_documents',
      facts.validDocuments,
      limits.validDocumentsMin,
    ),
    atLeast('data_quality', 'low_data_quality', facts.dataQuality, limits.dataQualityMin),
    isNot('macro_only', macroOnly),
    isNot('pattern_only', patternOnly),
  ]
}

/** Documents that were read, and that could not be. */
export type Readings = { extracted: number; extractionFailed: number }

/** The share of documents that could not be read, in [0, 1]; 0 when none was tried. */
export function failureRateOf({ extracted, extractionFailed }: Readings): number {
  const tried = extracted + extractionFailed
  return tried === 0 ? 0 : extractionFailed / tried
}

function atLeast(
  name: string,
  code: SuppressionCode,
  found: number | null,
  limit: number,
): Check<SuppressionCode> {
  return { name, code, found, limit, passed: found !== null && found >= limit }
}

function atMost(
  name: string,
  code: SuppressionCode,
  found: number | null,
  limit: number,
): Check<SuppressionCode> {
  return { name, code, found, limit, passed: found !== null && found <= limit }
}

function isNot(code: 'macro_only' | 'pattern_only', found: boolean): Check<SuppressionCode> {
  return { name: code, code, found, limit: false, passed: !found }
}
