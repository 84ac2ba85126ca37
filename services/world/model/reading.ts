/** What the world's language model knows of a text: what the product's own rules read in it. */

import { TICKER_PATTERN } from '#shared/contracts/primitives.ts'
import { classifyEvent } from '#shared/domain/document/macro/classify.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import type { Quote } from '#shared/domain/document/reading/reading.ts'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import type { WorldCompany } from '../contents/world.ts'

const FENCED = /<<<TEXT\n([\s\S]*)\nTEXT>>>/
const LISTED = new RegExp(`^- (${TICKER_PATTERN}): (.+)$`, 'gm')

/**
 * Answers by name, for whichever of them a schema asks for. A question without a fenced text is
 * one the model knows nothing about.
 */
export function readQuestion(
  prompt: string,
  companies: readonly WorldCompany[],
): Record<string, unknown> {
  const text = FENCED.exec(prompt)?.[1]
  if (text === undefined) return {}
  const asked = [...prompt.slice(0, prompt.indexOf('<<<TEXT')).matchAll(LISTED)]
  return asked.length > 0 ? aboutCompanies(text, asked, companies) : aboutWorld(text)
}

function aboutCompanies(
  text: string,
  asked: RegExpMatchArray[],
  companies: readonly WorldCompany[],
): Record<string, unknown> {
  const registry = compileRegistry(
    asked.map(([, ticker = '', legalName = '']) => ({
      companyId: ticker,
      ticker,
      legalName,
      sector: '',
      aliases: companies.find((company) => company.ticker === ticker)?.aliases ?? [],
    })),
  )
  const mentions = findMentions(registry, text, 0)
  const entities = asked.map(([, name = '']) => ({
    name,
    occurrences: mentions.find(({ company }) => company.ticker === name)?.occurrences ?? [],
  }))
  const read = extractByRules(text, entities)
  return {
    summary: read.summary,
    key_facts: wordsOf(read.keyFacts),
    companies: read.companies.map((company) => ({
      ticker: company.entity,
      sentiment: company.sentiment,
      sentiment_score: company.score,
      impact: company.impact,
      confidence: company.confidence,
      catalyst: company.catalyst,
      quotes: wordsOf(company.quotes),
    })),
  }
}

function aboutWorld(text: string): Record<string, unknown> {
  const event = classifyEvent(text)
  if (!event) return { is_event: false }
  return {
    is_event: true,
    event_type: event.eventType,
    severity: event.severity,
    direction: event.direction,
    regions: event.regions,
    sectors: event.sectors,
    commodities: event.commodities,
    duration: event.duration,
    is_international: event.isInternational,
    confidence: event.confidence,
    summary: event.summary,
    quotes: wordsOf(event.quotes),
  }
}

function wordsOf(quotes: readonly Quote[]): string[] {
  return quotes.map(({ text }) => text)
}
