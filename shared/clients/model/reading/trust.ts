/**
 * What of a model's answer is believed. The model is taken to be in the hands of whoever wrote the text.
 *
 * It says a tone, a kind of news and numbers of sentences; everything else comes from code. A company
 * without a sentence among them that names it gets no signal, and so does good or bad news of which the rules
 * see little or the contrary: both are kept as claims held back.
 */

import type { CATALYSTS, SENTIMENTS } from '../../../contracts/sets.ts'
import type {
  CompanyReading,
  Entity,
  HeldClaim,
  Quote,
  Sentiment,
} from '../../../domain/document/reading/reading.ts'
import { distinctQuotes, quoteAround } from '../../../domain/document/reading/quotes.ts'
import { catalystOf } from '../../../domain/document/rules/catalyst.ts'
import { isBorne, sureTogether, type ByRules } from './judge.ts'
import type { SheetLine, Sheet } from './sheet.ts'

/** Tone, kind of news, sentences. */
export type CompanyClaim = [(typeof SENTIMENTS)[number], (typeof CATALYSTS)[number], number[]]

/** A tone of which the rules see nothing. */
const SCORE_UNSEEN = 0.5
const QUOTES_MAX = 3
/** A company named so early is what a text is about. */
const EARLY = 200

export type Believed = { company: CompanyReading } | { held: HeldClaim }

/** Of one company: its reading, or why there is none. */
export function believe(
  { text, sheet }: { text: string; sheet: Sheet },
  { entity, index }: { entity: Entity; index: number },
  [sentiment, catalyst, numbers]: CompanyClaim,
  rules: ByRules,
): Believed {
  const cited = sheet.lines.filter(
    ({ number, names }) => numbers.includes(number) && names.includes(index),
  )
  const quotes = quotesOf(text, cited, entity)
  const held = (code: HeldClaim['code']): Believed => ({
    held: {
      entity: entity.name,
      sentiment,
      code,
      rules: { sentiment: rules.sentiment, confidence: rules.confidence },
      quotes,
    },
  })
  if (cited.length === 0) return held('no_sentence')
  if (!isBorne(signOf(sentiment), rules)) return held('contradicts_rules')
  const score = scoreOf(sentiment, rules)
  const { weight } = catalystOf(cited.map(({ shown }) => shown).join('\n'))
  const place = (entity.occurrences[0]?.start ?? 0) < EARLY ? 1 : 0.7
  return {
    company: {
      entity: entity.name,
      sentiment,
      score,
      impact: round(weight * (0.4 + 0.6 * Math.abs(score)) * place),
      confidence: round(sureTogether(sentiment === rules.sentiment, rules.confidence)),
      catalyst,
      quotes,
      byRules: {
        sentiment: rules.sentiment,
        impact: rules.impact,
        confidence: rules.confidence,
      },
    },
  }
}

function quotesOf(text: string, cited: readonly SheetLine[], { occurrences }: Entity): Quote[] {
  const quotes = cited.map(({ span }) =>
    quoteAround(
      text,
      span,
      occurrences.filter(({ start }) => start >= span.start && start < span.end),
    ),
  )
  return distinctQuotes(quotes, QUOTES_MAX)
}

/** As far from 0 as the rules see it where they see the same; never against the word. */
function scoreOf(sentiment: Sentiment, rules: ByRules): number {
  const sign = signOf(sentiment)
  if (sign === 0) return 0
  const seen = rules.sentiment === sentiment ? Math.abs(rules.score) : 0
  return sign * Math.max(SCORE_UNSEEN, seen)
}

export function signOf(sentiment: Sentiment): 1 | -1 | 0 {
  return sentiment === 'positive' ? 1 : sentiment === 'negative' ? -1 : 0
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
