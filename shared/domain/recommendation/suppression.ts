/**
 * Whether what a trend rests on is good enough to act on. A suppressed recommendation is shown,
 * and never traded.
 *
 * Source: docs/FORMULAS.md, Recommendations, suppression.
 */

import { VOICES_MIN, type Vouched } from '../signal/vouched.ts'
import type { RecommendationCheck, SuppressionCode } from './codes.ts'

export const suppressionDefaults = {
  dataConfidenceMin: 0.4,
  evidenceAgeHoursMax: 168,
  sourceTypesMin: 1,
  extractionFailureRateMax: 0.5,
  validDocumentsMin: 2,
  dataQualityMin: 0.3,
  knownOwnersMin: 1,
  voicesMin: VOICES_MIN,
  documentShareMax: 0.5,
  /** So many voices need not have stood for hours. */
  voicesAtOnce: 3,
}
export type SuppressionLimits = typeof suppressionDefaults

/** What is known of the documents behind a trend. */
export type JudgedData = {
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
  /** What those with a record say by themselves; absent where a trend was summed up without records. */
  vouched?: Vouched
}

export type ShiftMarks = { macroOnly: boolean; patternOnly: boolean }

export type SuppressionCheck = (
  data: JudgedData & ShiftMarks,
  limits: SuppressionLimits,
) => RecommendationCheck<SuppressionCode>

/** Eight checks in their order; a number equal to its limit passes. */
export const suppressionChecks: readonly SuppressionCheck[] = [
  ({ dataConfidence }, { dataConfidenceMin }) =>
    atLeast('data_confidence', 'low_data_confidence', dataConfidence, dataConfidenceMin),
  ({ newestAgeHours }, { evidenceAgeHoursMax }) =>
    atMost('newest_evidence_age_hours', 'stale_evidence', newestAgeHours, evidenceAgeHoursMax),
  ({ sourceTypes }, { sourceTypesMin }) =>
    atLeast('source_types', 'low_source_diversity', sourceTypes, sourceTypesMin),
  ({ extractionFailureRate }, { extractionFailureRateMax }) =>
    atMost(
      'extraction_failure_rate',
      'high_extraction_failure_rate',
      extractionFailureRate,
      extractionFailureRateMax,
    ),
  ({ validDocuments }, { validDocumentsMin }) =>
    atLeast('valid_documents', 'insufficient_valid_documents', validDocuments, validDocumentsMin),
  ({ dataQuality }, { dataQualityMin }) =>
    atLeast('data_quality', 'low_data_quality', dataQuality, dataQualityMin),
  ({ macroOnly }) => isNot('macro_only', macroOnly),
  ({ patternOnly }) => isNot('pattern_only', patternOnly),
]

/** Three more: who stands behind it, whether one bears the other out, how much hangs on one document. */
export const independenceChecks: readonly SuppressionCheck[] = [
  ({ vouched }, { knownOwnersMin }) =>
    atLeast('known_owners', 'unknown_sources', vouched?.knownOwners ?? 0, knownOwnersMin),
  ({ vouched }, { voicesMin }) =>
    atLeast('independent_voices', 'unconfirmed_story', vouched?.voices ?? 0, voicesMin),
  ({ vouched }, { documentShareMax }) =>
    atMost(
      'largest_document_share',
      'single_document',
      vouched?.documentShare ?? 1,
      documentShareMax,
    ),
]

/**
 * One more of purchases: what fewer than three known owners told lately must rest on what has stood for hours
 * (`SEASON_HOURS`), so that a story planted at two of them is denied or taken back before anything is bought on it.
 * What stood has to take the same side by itself, and one document that bears too much of it is one voice.
 */
export const seasonCheck: SuppressionCheck = ({ vouched }, limits) => {
  const { voices, documentShare, direction } = bearing(vouched, limits)
  const side = direction === 'bullish' ? voices : 0
  // Of what many told lately another check asks that.
  const isOne = !isToldByMany(vouched, limits) && documentShare > limits.documentShareMax
  const found = isOne ? Math.min(side, 1) : side
  return atLeast('seasoned_voices', 'unseasoned_story', found, limits.voicesMin)
}

/**
 * One more of purchases: whatever the model's reading of the documents passes, the rules' own reading of them has to
 * pass too, on the same side. A model that obeys its text may hold a purchase back, and makes none.
 */
export const modelCheck: SuppressionCheck = (data, limits) => {
  const byRules = data.vouched?.byRules
  const found = byRules ? shortfallOf(data, byRules, limits) : 'bullish'
  return {
    name: 'rules_reading',
    code: 'model_alone',
    found,
    limit: 'bullish',
    passed: found === 'bullish',
  }
}

/** The first thing that rules alone do not see, by its name; `bullish` where they see all that the model does. */
function shortfallOf(
  data: JudgedData & ShiftMarks,
  byRules: Vouched,
  limits: SuppressionLimits,
): string {
  if (byRules.direction !== 'bullish') return byRules.direction
  const short = [...independenceChecks, seasonCheck].find(
    (look) => look(data, limits).passed && !look({ ...data, vouched: byRules }, limits).passed,
  )
  return short ? short(data, limits).name : 'bullish'
}

type Bearing = Pick<Vouched, 'direction' | 'voices' | 'documentShare'>

const NOTHING: Bearing = { direction: 'neutral', voices: 0, documentShare: 1 }

/** Whether so many told of it lately that nothing need have stood. */
export function isToldByMany(vouched: Vouched | undefined, limits = suppressionDefaults): boolean {
  return (vouched?.recentVoices ?? 0) >= limits.voicesAtOnce
}

/** What a purchase rests on: all that many told lately, else what has stood for hours. */
export function bearing(vouched: Vouched | undefined, limits = suppressionDefaults): Bearing {
  if (!vouched) return NOTHING
  if (!isToldByMany(vouched, limits)) return vouched.seasoned ?? NOTHING
  return { ...vouched, voices: vouched.recentVoices ?? 0 }
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
): RecommendationCheck<SuppressionCode> {
  return { name, code, found, limit, passed: found !== null && found >= limit }
}

function atMost(
  name: string,
  code: SuppressionCode,
  found: number | null,
  limit: number,
): RecommendationCheck<SuppressionCode> {
  return { name, code, found, limit, passed: found !== null && found <= limit }
}

function isNot(
  code: 'macro_only' | 'pattern_only',
  found: boolean,
): RecommendationCheck<SuppressionCode> {
  return { name: code, code, found, limit: false, passed: !found }
}
