/** What the world's language model knows of a sheet of sentences: what the product's own rules read in it. */

import { SHARES_DO, TONE_OF } from '#shared/clients/model/reading/contracts.ts'
import { classifyEvent } from '#shared/domain/document/macro/classify.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import type { Quote } from '#shared/domain/document/reading/reading.ts'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import type { WorldCompany } from '../contents/world.ts'

/** Sentences by number between two marks, which end as they begin. */
const FENCED = /^\[(\w+)\n([\s\S]*)\n\1\]$/m
const NUMBERED = /^(\d+) (.*)$/gm

type Sheet = { text: string; lines: { number: number; start: number; end: number }[] }

/**
 * Answers by name, for whichever of them a schema asks for. A question without a sheet is one the
 * model knows nothing about.
 */
export function readQuestion(
  prompt: string,
  companies: readonly WorldCompany[],
): Record<string, unknown> {
  const [fenced, , shown] = FENCED.exec(prompt) ?? []
  if (fenced === undefined || shown === undefined) return {}
  const sheet = sheetOf(shown)
  // Companies stand before the sheet, where it is about any.
  const listed = prompt.slice(0, prompt.indexOf(fenced)).trim()
  return listed === '' ? aboutWorld(sheet) : aboutCompanies(sheet, listed, companies)
}

function sheetOf(shown: string): Sheet {
  let text = ''
  const lines = [...shown.matchAll(NUMBERED)].map(([, number, words = '']) => {
    const start = text.length
    text += `${words}\n`
    return { number: Number(number), start, end: text.length }
  })
  return { text, lines }
}

function aboutCompanies(
  sheet: Sheet,
  listed: string,
  companies: readonly WorldCompany[],
): Record<string, unknown> {
  const asked = listed.split('; ').map((one) => {
    const [ticker = '', legalName = ticker] = one.split('=')
    return { ticker, legalName }
  })
  const registry = compileRegistry(
    asked.map(({ ticker, legalName }) => ({
      companyId: ticker,
      ticker,
      legalName,
      sector: '',
      aliases: companies.find((company) => company.ticker === ticker)?.aliases ?? [],
    })),
  )
  const mentions = findMentions(registry, sheet.text, 0)
  const entities = asked.map(({ ticker }) => ({
    name: ticker,
    occurrences: mentions.find(({ company }) => company.ticker === ticker)?.occurrences ?? [],
  }))
  const read = extractByRules(sheet.text, entities)
  return Object.fromEntries(
    read.companies.map(({ entity, sentiment, catalyst, quotes }) => [
      entity,
      [SHARES_DO.find((word) => TONE_OF[word] === sentiment), catalyst, numbersOf(sheet, quotes)],
    ]),
  )
}

function aboutWorld(sheet: Sheet): Record<string, unknown> {
  const event = classifyEvent(sheet.text)
  if (!event) return { event: ['none', 'low', 'short_term', [1]] }
  const { direction, severity, duration, quotes } = event
  return { event: [direction, severity, duration, numbersOf(sheet, quotes)] }
}

/** At least one, and at most as many as a reply may name. */
function numbersOf({ lines }: Sheet, quotes: readonly Quote[]): number[] {
  const found = lines
    .filter(({ start, end }) => quotes.some((quote) => quote.start >= start && quote.start < end))
    .map(({ number }) => number)
    .slice(0, 3)
  return found.length > 0 ? found : [1]
}
