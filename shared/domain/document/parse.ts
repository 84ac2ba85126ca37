/** What a document's text makes of it: mentions, quality, language, and where it goes next. */

import { languageOf, type Language } from './language.ts'
import { classifyEvent } from './macro/classify.ts'
import { findMentions, type Mention } from './mentions/mentions.ts'
import type { Registry } from './mentions/registry.ts'
import { judgeQuality, type Quality, type QualityFault } from './quality.ts'
import { addressesReader } from './reading/addressed.ts'
import { composeText, countWords } from './text/normalise.ts'
import { sentencesOf } from './text/sentences.ts'
import type { Wall } from './text/walls.ts'

export type ParseInput = {
  /** Normalised, one line. */
  title: string
  /** Normalised. */
  body: string
  hasDate: boolean
  /** What its page says stands before the rest of it. */
  wall?: Wall | null
  /** What stands in its page and no person sees. */
  unseen?: string
  /** True where its text goes on past what was read of it. */
  isCut?: boolean
  /** Tickers that the source named. */
  tickers: readonly string[]
  /** True where the source serves news of the world. */
  aboutWorld: boolean
}

export type ParseReason =
  | QualityFault
  | 'no_text'
  | 'no_tracked_company'
  | 'only_source_names_company'

/** Where a parsed document goes. A decision, never a fault. */
export type Route =
  | { to: 'extraction'; ticker: string }
  | { to: 'macro_classification' }
  | { to: 'nowhere'; status: 'low_quality' | 'no_text' | 'untracked'; reason: ParseReason }

export type Parsed = {
  text: string
  titleLength: number
  language: Language
  quality: Quality
  mentions: Mention[]
  route: Route
}

/** Parses normalised title and body. */
export function parseDocument(input: ParseInput, registry: Registry): Parsed {
  const { text, titleLength } = composeText(input.title, input.body)
  const mentions = findMentions(registry, text, titleLength, input.tickers)
  const language = languageOf(text)
  const named = mentions.filter(({ firstOffset }) => firstOffset >= 0)
  const quality = judgeQuality({
    text,
    titleLength,
    hasDate: input.hasDate,
    language,
    mentions: named.length,
    wall: input.wall,
    isCut: input.isCut,
    hidesText: hidesText(input.unseen ?? '', registry),
  })
  return {
    text,
    titleLength,
    language,
    quality,
    mentions,
    route: routeOf(input, text, quality, mentions),
  }
}

/** A sentence of fewer words is a label of the page, such as a heading for readers aloud. */
const HIDDEN_WORDS_MIN = 6

/** Whether what no person sees speaks of a company, or to whoever reads by machine. */
function hidesText(unseen: string, registry: Registry): boolean {
  return sentencesOf(unseen).some(({ start, end }) => {
    const sentence = unseen.slice(start, end)
    if (countWords(sentence, HIDDEN_WORDS_MIN) < HIDDEN_WORDS_MIN) return false
    return addressesReader(sentence) || findMentions(registry, sentence, 0).length > 0
  })
}

function routeOf(
  input: ParseInput,
  text: string,
  quality: Quality,
  mentions: readonly Mention[],
): Route {
  if (text === '') return { to: 'nowhere', status: 'no_text', reason: 'no_text' }
  if (quality.reason) return { to: 'nowhere', status: 'low_quality', reason: quality.reason }
  const [first] = mentions
  if (first && first.firstOffset >= 0) return { to: 'extraction', ticker: first.company.ticker }
  if (input.aboutWorld || classifyEvent(text)) return { to: 'macro_classification' }
  const reason = first ? 'only_source_names_company' : 'no_tracked_company'
  return { to: 'nowhere', status: 'untracked', reason }
}
