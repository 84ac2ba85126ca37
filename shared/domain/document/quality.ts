/**
 * How far a document can be trusted to say what it seems to say.
 *
 *   score = 0.30·length + 0.20·structure + 0.20·(1 − boilerplate) + 0.10·title + 0.05·date
 *         + 0.10·English + 0.05·mention
 *
 * Each signal is in [0, 1]. `high` from 0.70, `medium` from 0.45, else `low`; a fault makes it
 * `low` whatever the score. Source: docs/FORMULAS.md, "Extraction (rules-v1)".
 */

import { beginning } from './text/cut.ts'
import type { Language } from './language.ts'
import { sentencesOf } from './text/sentences.ts'
import { countWords } from './text/normalise.ts'

const qualityDefaults = {
  high: 0.7,
  medium: 0.45,
  /** A headline of at least so many words says something by itself. */
  headlineWords: 4,
  /** Length counts in full from here. */
  fullWords: 150,
  weights: {
    length: 0.3,
    structure: 0.2,
    clean: 0.2,
    title: 0.1,
    date: 0.05,
    english: 0.1,
    mention: 0.05,
  },
}

export type QualityFault =
  | 'error_page'
  | 'consent_wall'
  | 'script_wall'
  | 'garbled_text'
  | 'not_english'
  | 'too_short'
  | 'boilerplate'
  | 'low_score'

export type Quality = {
  /** In [0, 1]. */
  score: number
  confidence: 'high' | 'medium' | 'low'
  /** Why it is low; null otherwise. */
  reason: QualityFault | null
  signals: Record<keyof typeof qualityDefaults.weights, number>
}

export type QualityInput = {
  text: string
  titleLength: number
  hasDate: boolean
  language: Language
  mentions: number
}

const ERROR_PAGE =
  /^(?:\W*(?:error )?(?:40[0-9]|50[0-9])\b.{0,40}(?:error|not found|forbidden|denied|unavailable|gateway|bad request)|\W*(?:page not found|access denied|forbidden|service unavailable|internal server error|bad gateway|not found|this page (?:isn.t|is not) available|just a moment|attention required|robot check)\W*(?:[\n.:|!]|$)|\W*(?:are you a robot|please verify you are))/i
const CONSENT =
  /\b(?:we use cookies|use of cookies|accept (?:all )?cookies|cookie (?:policy|settings|preferences)|your privacy choices|before you continue|consent to (?:the )?use|we value your privacy|manage consent)\b/gi
const SCRIPT_WALL =
  /\b(?:enable javascript|javascript is (?:disabled|required)|turn on javascript|disable (?:your )?ad ?block|browser is not supported|unsupported browser)\b/gi
const BOILERPLATE =
  /\b(?:all rights reserved|terms of (?:use|service)|privacy policy|sign up|subscribe (?:now|to)|log ?in|newsletter|click here|share this|follow us|advertisement|read more|related articles?|copyright ©?|cookies?)\b/i

/** Judges a normalised text. */
export function judgeQuality(input: QualityInput, defaults = qualityDefaults): Quality {
  const { text, titleLength, language } = input
  const words = countWords(text, 2_000)
  const body = beginning(text, 20_000)
  const boilerplate = boilerplateShare(text.slice(titleLength, titleLength + 20_000))
  const signals = {
    length:
      words < defaults.headlineWords ? 0 : Math.min(1, 0.35 + (0.65 * words) / defaults.fullWords),
    structure: structureOf(body),
    clean: 1 - boilerplate,
    title: titleLength > 0 ? 1 : 0,
    date: input.hasDate ? 1 : 0,
    english: language === 'en' ? 1 : language === 'und' ? 0.7 : 0,
    mention: input.mentions > 0 ? 1 : 0,
  }
  let score = 0
  for (const [name, weight] of Object.entries(defaults.weights)) {
    score += weight * signals[name as keyof typeof signals]
  }
  const reason =
    faultOf(body, words, language, signals, boilerplate, defaults) ??
    (score < defaults.medium ? 'low_score' : null)
  if (reason) score = Math.min(score, defaults.medium - 0.01)
  const confidence = reason ? 'low' : score >= defaults.high ? 'high' : 'medium'
  return { score: round(score), confidence, reason, signals }
}

function faultOf(
  text: string,
  words: number,
  language: Language,
  signals: Quality['signals'],
  boilerplate: number,
  defaults: typeof qualityDefaults,
): QualityFault | null {
  if (words < 250 && ERROR_PAGE.test(text)) return 'error_page'
  if (words < 250 && wallShare(text, CONSENT, words) > 0.06) return 'consent_wall'
  if (words < 250 && wallShare(text, SCRIPT_WALL, words) > 0.04) return 'script_wall'
  if (signals.structure < 0.35) return 'garbled_text'
  if (words < defaults.headlineWords) return 'too_short'
  if (language !== 'en' && language !== 'und') return 'not_english'
  return boilerplate > 0.7 ? 'boilerplate' : null
}

/** Words of wall phrases per word of text. */
function wallShare(text: string, phrases: RegExp, words: number): number {
  return (3 * (text.match(phrases)?.length ?? 0)) / Math.max(1, words)
}

/** In [0, 1]: letters where letters belong, words as long as words are. */
function structureOf(text: string): number {
  const shown = text.match(/\S/g)?.length ?? 0
  if (shown === 0) return 0
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const odd = text.match(/[\ufffd{}<>|\\^~=_[\]]/g)?.length ?? 0
  const words = text.match(/\p{L}[\p{L}'’-]*/gu) ?? []
  const voweled = words.filter(
    (word) => word.length <= 4 || /[aeiouyáéíóúäöüà-ÿ]/i.test(word),
  ).length
  const mean = words.length === 0 ? 0 : letters / words.length
  const lengthFit = mean < 2 ? 0.2 : mean <= 9 ? 1 : Math.max(0, 1 - (mean - 9) / 8)
  const letterFit = Math.min(1, letters / shown / 0.6)
  const oddFit = Math.max(0, 1 - (8 * odd) / shown)
  const wordFit = words.length === 0 ? 0 : (voweled / words.length) ** 2
  return letterFit * oddFit * lengthFit * wordFit
}

/** Share of sentences that only furnish a page. */
function boilerplateShare(text: string): number {
  const sentences = sentencesOf(text).slice(0, 200)
  if (sentences.length === 0) return 0
  let boiler = 0
  for (const { start, end } of sentences) {
    if (end - start < 160 && BOILERPLATE.test(text.slice(start, end))) boiler += 1
  }
  return boiler / sentences.length
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
