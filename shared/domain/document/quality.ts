/**
 * How far a document can be trusted to say what it seems to say.
 *
 *   score = 0.30·length + 0.20·structure + 0.20·(1 − boilerplate) + 0.10·title + 0.05·date
 *         + 0.10·English + 0.05·mention
 *
 * Each signal is in [0, 1]. `high` from 0.70, `medium` from 0.45, else `low`; a fault makes it
 * `low` whatever the score, and a part of a text is `medium` at most. Source: docs/FORMULAS.md,
 * "Quality of a document".
 */

import type { Language } from './language.ts'
import { beginning } from './text/cut.ts'
import { countWords } from './text/normalise.ts'
import { structureOf } from './structure.ts'
import { sentencesOf } from './text/sentences.ts'
import { asksForPay, isErrorPage, isGuardPage, isTeaser, wallIn, type Wall } from './text/walls.ts'

const qualityDefaults = {
  high: 0.7,
  medium: 0.45,
  /** A headline of at least so many words says something by itself. */
  headlineWords: 4,
  /** Length counts in full from here. */
  fullWords: 150,
  /** A longer text is more than the wall before one. */
  wallWords: 250,
  /** So many words before a wall are news for themselves. */
  openWords: 50,
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
  | 'paywalled'
  | 'garbled_text'
  | 'not_english'
  | 'too_short'
  | 'boilerplate'
  | 'low_score'

/** What lowers a score or is to be known with it, the fault first where there is one. */
export type QualityReason =
  | QualityFault
  | 'hides_text'
  | 'teaser'
  | 'text_cut'
  | 'short_text'
  | 'no_title'
  | 'undated'
  | 'names_no_company'

export type Quality = {
  /** In [0, 1]. */
  score: number
  confidence: 'high' | 'medium' | 'low'
  /** Why it is low; null otherwise. */
  reason: QualityFault | null
  reasons: QualityReason[]
  signals: Record<keyof typeof qualityDefaults.weights, number>
}

export type QualityInput = {
  text: string
  titleLength: number
  hasDate: boolean
  language: Language
  mentions: number
  /** What its page says stands before the rest of the text. */
  wall?: Wall | null | undefined
  /** True where a bound ended the reading of it. */
  isCut?: boolean | undefined
  /** True where what no person sees speaks of a company, or to a machine that reads; it lowers nothing. */
  hidesText?: boolean | undefined
}

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
  const partial = partialOf(input, words, defaults)
  const reason =
    faultOf(input, words, signals, partial === 'paywalled', defaults) ??
    (score < defaults.medium ? 'low_score' : null)
  if (reason) score = Math.min(score, defaults.medium - 0.01)
  else if (partial) score = Math.min(score, defaults.high - 0.01)
  const confidence = reason ? 'low' : score >= defaults.high ? 'high' : 'medium'
  const isCut = input.isCut ?? false
  const { hidesText = false } = input
  const reasons = reasonsOf({ fault: reason, partial, isCut, hidesText }, signals, words, defaults)
  return { score: round(score), confidence, reason, reasons, signals }
}

function faultOf(
  { text, titleLength, language }: QualityInput,
  words: number,
  { structure, clean }: Quality['signals'],
  isPaid: boolean,
  defaults: typeof qualityDefaults,
): QualityFault | null {
  if (words < defaults.wallWords) {
    if (isErrorPage(text) || isErrorPage(text.slice(titleLength).trimStart())) return 'error_page'
    if (isGuardPage(text)) return 'error_page'
    const wall = wallIn(text, words)
    if (wall) return wall
    const open = countWords(text.slice(titleLength), defaults.openWords)
    if (isPaid && open < defaults.openWords) return 'paywalled'
  }
  if (structure < 0.35) return 'garbled_text'
  if (words < defaults.headlineWords) return 'too_short'
  if (language !== 'en' && language !== 'und') return 'not_english'
  return clean < 0.3 ? 'boilerplate' : null
}

/** Whether the text is a part of another that stands elsewhere, or behind a wall. */
function partialOf(
  { text, titleLength, wall }: QualityInput,
  words: number,
  defaults: typeof qualityDefaults,
): 'paywalled' | 'teaser' | null {
  if (words >= defaults.wallWords) return null
  const body = text.slice(titleLength)
  if (wall === 'paywalled' || asksForPay(body)) return 'paywalled'
  return isTeaser(body) ? 'teaser' : null
}

type Lowered = {
  fault: QualityFault | null
  partial: 'paywalled' | 'teaser' | null
  isCut: boolean
  hidesText: boolean
}

function reasonsOf(
  { fault, partial, isCut, hidesText }: Lowered,
  signals: Quality['signals'],
  words: number,
  defaults: typeof qualityDefaults,
): QualityReason[] {
  const reasons: (QualityReason | null)[] = [
    fault,
    hidesText ? 'hides_text' : null,
    partial,
    isCut ? 'text_cut' : null,
    words < defaults.fullWords / 3 && fault !== 'too_short' ? 'short_text' : null,
    signals.title === 0 ? 'no_title' : null,
    signals.date === 0 ? 'undated' : null,
    signals.mention === 0 ? 'names_no_company' : null,
  ]
  return [...new Set(reasons)].filter((reason) => reason !== null)
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
