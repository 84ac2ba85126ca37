/** What a document's text makes of it: mentions, quality, language, and where it goes next. */

import { languageOf, type Language } from './language.ts'
import { classifyEvent } from './macro/classify.ts'
import { findMentions, type Mention } from './mentions/mentions.ts'
import type { Registry } from './mentions/registry.ts'
import { judgeQuality, type Quality, type QualityFault } from './quality.ts'
import { composeText } from './text/normalise.ts'
import type { Wall } from './text/walls.ts'

export type ParseInput = {
  /** Normalised, one line. */
  title: string
  /** Normalised. */
  body: string
  hasDate: boolean
  /** What its page says stands before the rest of it. */
  wall?: Wall | null
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
