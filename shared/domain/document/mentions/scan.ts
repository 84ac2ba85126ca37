/** Where a text may name a company: every place where one of the names stands as it is written. */

import type { TrackedCompany } from './companies.ts'
import type { KnownName, Registry } from './registry.ts'
import { isAnd, joinOf, plainWord, WORD } from './spelling.ts'

/** A place in a text and whom it may name. */
export type NamedPlace = {
  company: TrackedCompany
  start: number
  end: number
  /** Undefined where the ticker itself stands there, as a cashtag or with its exchange. */
  name: KnownName | undefined
}

/** A word longer than any that begins a name; the rest of a text of one endless word is passed over. */
const WORD_MAX = 60
const EXCHANGE =
  /(?<![\p{L}\p{N}])(?:NASDAQ(?:GS|GM|CM)?|NasdaqG[SM]|Nasdaq|NYSE(?: ?(?:American|Arca|MKT))?|NYSEARCA|AMEX|BATS|CBOE|OTC|XNYS|XNAS) ?[:/] ?$/u

/** Candidates in the order of the text, none within another; the longest name at a place is taken. */
export function candidatesIn(registry: Registry, text: string): NamedPlace[] {
  const found: NamedPlace[] = []
  const word = new RegExp(WORD)
  const further = new RegExp(WORD)
  for (let at = word.exec(text); at; at = word.exec(text)) {
    const first = at[0]
    if (first.length > WORD_MAX) continue
    const candidate =
      tickerAt(registry, text, at.index, first) ??
      nameAt(registry, text, { start: at.index, first, word: further })
    if (!candidate) continue
    found.push(candidate)
    word.lastIndex = Math.max(candidate.end, at.index + first.length)
  }
  return found
}

/** `$AAPL`, `NASDAQ: AAPL`, `(AAPL.O)`, and share classes in any notation: `$BRK-B`. */
function tickerAt(
  registry: Registry,
  text: string,
  start: number,
  word: string,
): NamedPlace | undefined {
  const listed = registry.byTickerWord.get(word)
  const asClass = classAt(listed, text, { start, word })
  if (asClass) return asClass
  const found = listed?.find(({ ticker }) => writtenAt(ticker, text, start))
  if (!found) return undefined
  const end = start + found.ticker.length
  if (isWordPart(text, end, 1) || /^[.-][A-Z]\b(?![.-])/.test(text.slice(end, end + 3))) {
    if (!/^\.(?:N|O|K|A)\)/.test(text.slice(end, end + 3))) return undefined
  }
  const before = text.slice(Math.max(0, start - 16), start)
  const cash = before.endsWith('$') && !/[\p{L}\p{N}]\$$/u.test(before)
  const reuters = before.endsWith('(') && /^\.(?:N|O|OQ|A|K)\)/.test(text.slice(end, end + 4))
  return cash || reuters || EXCHANGE.test(before)
    ? { company: found.company, start, end, name: undefined }
    : undefined
}

/** `BRK/B`, `BRK.A`: a ticker with its class says enough, and of one class is told under another's. */
function classAt(
  listed: readonly { ticker: string; company: TrackedCompany }[] | undefined,
  text: string,
  { start, word }: { start: number; word: string },
): NamedPlace | undefined {
  const classed = listed?.find(({ ticker }) => /\.[AB]$/.test(ticker))
  const end = start + word.length + 2
  if (!classed || word.length < 2 || !/^[./-][AB]$/.test(text.slice(end - 2, end))) return undefined
  if (isWordPart(text, start - 1, -1) || isWordPart(text, end, 1)) return undefined
  const found = listed?.find(({ ticker }) => writtenAt(ticker, text, start)) ?? classed
  return { company: found.company, start, end, name: undefined }
}

function writtenAt(ticker: string, text: string, start: number): boolean {
  const there = text.slice(start, start + ticker.length)
  return there === ticker || (ticker.includes('.') && there.replace(/[-/]/, '.') === ticker)
}

type Place = {
  start: number
  first: string
  /** Reads on from there. */
  word: RegExp
}

function nameAt(
  registry: Registry,
  text: string,
  { start, first, word }: Place,
): NamedPlace | undefined {
  if (!(mayBegin(first) || registry.small.has(first)) || isWordPart(text, start - 1, -1))
    return undefined
  let best: NamedPlace | undefined
  let key = ''
  let end = start
  word.lastIndex = start
  for (let at = word.exec(text); at; at = word.exec(text)) {
    const join = key === '' ? '' : joinOf(text.slice(end, at.index))
    if (join === undefined) break
    const plain = plainWord(at[0])
    key += join + (isAnd(plain) && key !== '' ? '&' : plain)
    end = at.index + at[0].length
    if (!registry.beginnings.has(key)) break
    const name = registry.byKey.get(key)
    if (name && isWrittenAs(name, text.slice(start, end)) && !isWordPart(text, end, 1))
      best = { company: name.company, start, end, name }
  }
  return best ?? withoutApostrophe(registry, text, start, first)
}

/** `Teslas` for `Tesla's`: only where nobody else is called so. */
function withoutApostrophe(
  registry: Registry,
  text: string,
  start: number,
  first: string,
): NamedPlace | undefined {
  if (!/.{4}s$/.test(first)) return undefined
  const name = registry.byKey.get(plainWord(first.slice(0, -1)))
  const end = start + first.length
  return name?.kind === 'sure' && !name.exact && !isWordPart(text, end, 1)
    ? { company: name.company, start, end: end - 1, name }
    : undefined
}

/** A capital or a digit, at the front or, as in `eBay`, behind one small letter. */
function mayBegin(word: string): boolean {
  return /^(?:[\p{Lu}\p{N}]|\p{Ll}\p{Lu})/u.test(word)
}

/** Every word has its capital, but for `of` and the like; an exact name is written so. */
function isWrittenAs(name: KnownName, there: string): boolean {
  if (name.exact) return there === name.spelled
  if (there === name.spelled) return true
  for (const [word] of there.matchAll(WORD)) {
    if (!mayBegin(word) && !/^(?:and|of|the|de|s|com|on)$/.test(word)) return false
  }
  // `Exxon Mobil` may be one word; `Robinhood` is not `Robin Hood`.
  return !/^\p{Lu}\p{Ll}+$/u.test(name.spelled) || !there.includes(' ')
}

/** A letter, digit or sign that makes the name part of another word. */
function isWordPart(text: string, at: number, step: 1 | -1): boolean {
  const char = text[at]
  if (char === undefined) return false
  if (/[\p{L}\p{N}_]/u.test(char)) return true
  const beyond = text[at + step] ?? ''
  // `3.3m` holds no `3m`.
  if (step < 0 && char === '.' && /\p{N}/u.test(beyond)) return true
  if (step < 0) return char === '@' || char === '#' || (char === '&' && /\p{L}/u.test(beyond))
  return char === '&' && /\p{L}/u.test(beyond)
}
