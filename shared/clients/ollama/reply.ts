/**
 * What a language model may answer, and what of it is believed.
 *
 * The model is taken to be in the hands of whoever wrote the text: only quotes that stand in the
 * text are kept, only companies that the text names, only numbers in range. Nothing it says is
 * ever run, fetched or sent.
 */

import * as v from 'valibot'
import {
  CATALYSTS,
  DURATIONS,
  EVENT_DIRECTIONS,
  SENTIMENTS,
  SEVERITIES,
} from '../../contracts/sets.ts'
import type { EventReading, Extraction, Quote } from '../../domain/document/reading/reading.ts'
import { QUOTE_WORDS_MAX } from '../../domain/document/reading/quotes.ts'
import { beginning } from '../../domain/document/text/cut.ts'

const Texts = v.pipe(v.array(v.string()), v.maxLength(50))

export const ExtractionReply = v.object({
  summary: v.string(),
  key_facts: Texts,
  companies: v.pipe(
    v.array(
      v.object({
        ticker: v.string(),
        sentiment: v.picklist(SENTIMENTS),
        sentiment_score: v.number(),
        impact: v.number(),
        confidence: v.number(),
        catalyst: v.picklist(CATALYSTS),
        quotes: Texts,
      }),
    ),
    v.maxLength(50),
  ),
})
export type ExtractionReply = v.InferOutput<typeof ExtractionReply>

export const EventReply = v.object({
  is_event: v.boolean(),
  event_type: v.string(),
  severity: v.picklist(SEVERITIES),
  direction: v.picklist(EVENT_DIRECTIONS),
  regions: Texts,
  sectors: Texts,
  commodities: Texts,
  duration: v.picklist(DURATIONS),
  is_international: v.boolean(),
  confidence: v.number(),
  summary: v.string(),
  quotes: Texts,
})
export type EventReply = v.InferOutput<typeof EventReply>

const SUMMARY_MAX = 600
const NAME_MAX = 60
const QUOTES_MAX = 3
const FACTS_MAX = 5

/** The believable part of a reply about companies; `tickers` are those that the text names. */
export function trustExtraction(
  reply: ExtractionReply,
  text: string,
  tickers: readonly string[],
): Extraction {
  const asked = new Set(tickers)
  const companies = reply.companies
    .filter(({ ticker }) => asked.delete(ticker))
    .map((company) => ({
      entity: company.ticker,
      sentiment: company.sentiment,
      score: agreeing(clamp(company.sentiment_score, -1, 1), company.sentiment),
      impact: clamp(company.impact, 0, 1),
      confidence: clamp(company.confidence, 0, 1),
      catalyst: company.catalyst,
      quotes: trustQuotes(company.quotes, text, QUOTES_MAX),
    }))
  return {
    companies,
    keyFacts: trustQuotes(reply.key_facts, text, FACTS_MAX),
    summary: beginning(reply.summary, SUMMARY_MAX),
    confidence: Math.max(0, ...companies.map(({ confidence }) => confidence)),
  }
}

/** The believable part of a reply about the world; null where the model found no event. */
export function trustEvent(reply: EventReply, text: string): EventReading | null {
  if (!reply.is_event) return null
  return {
    eventType: beginning(reply.event_type, NAME_MAX),
    severity: reply.severity,
    direction: reply.direction,
    regions: names(reply.regions),
    sectors: names(reply.sectors),
    commodities: names(reply.commodities),
    duration: reply.duration,
    isInternational: reply.is_international,
    confidence: clamp(reply.confidence, 0, 1),
    summary: beginning(reply.summary, SUMMARY_MAX),
    quotes: trustQuotes(reply.quotes, text, QUOTES_MAX),
  }
}

/** Quotes that stand in the text word for word and are under 20 words; others are dropped. */
function trustQuotes(quotes: readonly string[], text: string, max: number): Quote[] {
  const found = new Map<number, Quote>()
  for (const quote of quotes) {
    const shown = quote.trim()
    const start = shown === '' ? -1 : text.indexOf(shown)
    if (start < 0 || shown.split(/\s+/).length > QUOTE_WORDS_MAX || found.size >= max) continue
    found.set(start, { text: shown, start, end: start + shown.length })
  }
  return [...found.values()].sort((a, b) => a.start - b.start)
}

/** A score never contradicts its word. */
function agreeing(score: number, sentiment: (typeof SENTIMENTS)[number]): number {
  if (sentiment === 'positive') return Math.max(0, score)
  return sentiment === 'negative' ? Math.min(0, score) : score
}

function names(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => beginning(text.trim(), NAME_MAX)).filter(Boolean))].slice(
    0,
    20,
  )
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value))
}
