/**
 * Which tracked companies a text names, and where.
 *
 * All names are compiled once for each version of the registry; a text is then read word by word,
 * and a name is looked for only where its first word stands, so the time is that of the text.
 */

import type { Caution, TrackedCompany } from './companies.ts'
import { straight, WORD, type Registry } from './registry.ts'

export type Occurrence = { start: number; end: number }

export type Mention = {
  company: TrackedCompany
  /** The name as it was first found. */
  alias: string
  /** -1 where only the source named the company. */
  firstOffset: number
  count: number
  inTitle: boolean
  occurrences: Occurrence[]
}

const OCCURRENCES_MAX = 200

/**
 * Companies named in a text, most prominent first: in the title, more often, earlier, by ticker.
 *
 * `titleLength` units of the text are its title. `named` are tickers that the source itself gave;
 * those that the text does not name come last, with offset -1.
 */
export function findMentions(
  registry: Registry,
  original: string,
  titleLength = 0,
  named: readonly string[] = [],
): Mention[] {
  const text = straight(original)
  const found = new Map<string, Mention>()
  const add = (company: TrackedCompany, start: number, end: number) => {
    const mention = found.get(company.ticker) ?? begin(company, text.slice(start, end), start)
    found.set(company.ticker, mention)
    mention.count += 1
    mention.inTitle ||= start < titleLength
    if (mention.occurrences.length < OCCURRENCES_MAX) mention.occurrences.push({ start, end })
  }
  const shouting = isShouting(text.slice(0, titleLength || 200))
  const word = new RegExp(WORD)
  for (let at = word.exec(text); at; at = word.exec(text)) {
    const hit =
      tickerAt(registry, text, at.index, at[0]) ?? nameAt(registry, text, at.index, at[0], shouting)
    if (!hit) continue
    add(hit.company, at.index, hit.end)
    word.lastIndex = Math.max(hit.end, at.index + at[0].length)
  }
  for (const ticker of named) {
    const company = registry.byTicker.get(ticker)
    if (company && !found.has(ticker))
      found.set(ticker, { ...begin(company, ticker, -1), count: 1 })
  }
  return [...found.values()].sort(byProminence)
}

function begin(company: TrackedCompany, alias: string, firstOffset: number): Mention {
  return { company, alias, firstOffset, count: 0, inTitle: false, occurrences: [] }
}

type Hit = { company: TrackedCompany; end: number }

/** `$AAPL`, `NASDAQ: AAPL`, `(AAPL.O)`. */
function tickerAt(registry: Registry, text: string, start: number, word: string): Hit | undefined {
  const company = registry.byTickerWord
    .get(word)
    ?.find(({ ticker }) => text.startsWith(ticker, start))
  if (!company) return undefined
  const end = start + company.ticker.length
  if (isWordPart(text, end, 1)) return undefined
  const before = text.slice(Math.max(0, start - 14), start)
  const cash = before.endsWith('$') && !/[\p{L}\p{N}]\$$/u.test(before)
  const exchange = /\b(?:NASDAQ|Nasdaq|NYSE|NYSEARCA|AMEX|NasdaqGS) ?: ?$/.test(before)
  const reuters = before.endsWith('(') && /^\.(?:N|O|OQ|A|K)\)/.test(text.slice(end, end + 4))
  return cash || exchange || reuters ? { company, end } : undefined
}

function nameAt(
  registry: Registry,
  text: string,
  start: number,
  word: string,
  shouting: boolean,
): Hit | undefined {
  for (const name of registry.byFirstWord.get(word) ?? []) {
    const end = start + name.text.length
    if (!text.startsWith(name.text, start)) continue
    if (isWordPart(text, start - 1, -1) || isWordPart(text, end, 1)) continue
    if (name.bareTicker && shouting) continue
    if (name.caution && !passes(name.caution, text, start, end)) continue
    return { company: name.company, end }
  }
  return undefined
}

function passes(caution: Caution, text: string, start: number, end: number): boolean {
  if (caution.notAfter?.test(text.slice(end, end + 30))) return false
  return !caution.notBefore?.test(text.slice(Math.max(0, start - 24), start))
}

/** A letter, digit or sign that makes the name part of another word. */
function isWordPart(text: string, at: number, step: 1 | -1): boolean {
  const char = text[at]
  if (char === undefined) return false
  if (/[\p{L}\p{N}_]/u.test(char)) return true
  if (step < 0)
    return char === '@' || char === '#' || (char === '&' && /\p{L}/u.test(text[at - 1] ?? ''))
  return char === '&' && /\p{L}/u.test(text[at + 1] ?? '')
}

function isShouting(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  return (
    letters.length > 8 && letters.filter((c) => c === c.toUpperCase()).length > letters.length * 0.7
  )
}

function byProminence(a: Mention, b: Mention): number {
  if (a.firstOffset < 0 !== b.firstOffset < 0) return a.firstOffset < 0 ? 1 : -1
  if (a.inTitle !== b.inTitle) return a.inTitle ? -1 : 1
  return (
    b.count - a.count ||
    a.firstOffset - b.firstOffset ||
    (a.company.ticker < b.company.ticker ? -1 : 1)
  )
}
