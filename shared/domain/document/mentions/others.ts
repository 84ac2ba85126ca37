/** Who else may be meant where a company's name stands: a person, another firm, a place, an index. */

import { TICKER_PATTERN } from '../../../contracts/primitives.ts'
import type { TrackedCompany } from './companies.ts'
import type { KnownName } from './registry.ts'
import { isCapital, listed, type Surroundings } from './surroundings.ts'
import { belongings, doings, introducers, strictBelongings } from './words/doings.ts'
import { foreignForms, legalForms, namesakes, otherHeads } from './words/firms.ts'
import { countries, familyNames, givenNames, personTitles } from './words/people.ts'

/** Another body, person, index or thing that has the name in its own. */
export function isSomebodyElse(
  name: KnownName,
  around: Surroundings,
  company: TrackedCompany,
): boolean {
  const { kind } = name
  const next = listed(around.next)
  if (kind === 'index' && isExchangeSign(around)) return true
  // `Hilton heiress`, `Disney heir`: of a family that bears its name.
  if (HEIRS.test(around.after)) return true
  // `Hurricane Norton`, `Camp Hilton`.
  if (kind !== 'ticker' && kind !== 'phrase' && PLACES.test(around.before)) return true
  // `Nvidia-like`, `the Amazon-killer`.
  if (/^-(?:like|style|esque|killer)\b/i.test(around.after)) return true
  if (isCapital(around.next) && !around.possessive) {
    if (namesakes.has(next) && !owns(company, next)) return true
    if (isForeign(next, company) && kind !== 'phrase') return true
    if (isWeak(name) && otherHeads.has(next) && !owns(company, next)) return true
  }
  if (isWeak(name) && kind !== 'seldom' && isAbroad(around)) return true
  // `Match of the day`, `Oracle of Omaha`.
  if (kind !== 'sure' && kind !== 'phrase' && around.next === 'of')
    return kind === 'word' || around.begins || /\bthe $/i.test(around.before)
  return isPerson(name, around) || (isWeak(name) && isWithin(name, around))
}

const HEIRS =
  /^ (?:heiress(?:es)?|heirs?|scions?|sisters?|brothers?|siblings?|widow|patriarch|matriarch|dynasty|descendants?|twins)\b/i
const PLACES =
  /(?:^|\s)(?:Hurricane|Typhoon|Cyclone|Tropical Storm|Camp|Fort|Lake|Mount|Mt\.?|Cape|Port|Glen) $/

/** `Australia's AMP`: a firm of another country that is called so too. */
function isAbroad({ before }: Surroundings): boolean {
  const country = /(\p{Lu}\p{L}+)'s $/u.exec(before)?.[1]
  return country !== undefined && countries.has(country.toLowerCase())
}

function isWeak({ kind, short, exact, key, company }: KnownName): boolean {
  if (kind === 'sure') return short && !(exact && key === company.ticker.toLowerCase())
  return kind !== 'ticker' && kind !== 'phrase'
}

const LISTING = new RegExp(`^ ?: ?\\$?${TICKER_PATTERN}\\b(?!['a-z])`)

/** The name is that of an exchange in front of a ticker: `(NASDAQ: META)`. */
function isExchangeSign({ after }: Surroundings): boolean {
  return LISTING.test(after)
}

function owns({ legalName }: TrackedCompany, word: string): boolean {
  return legalName.toLowerCase().includes(word)
}

/** A legal form of another country than the company's own. */
function isForeign(next: string, { legalName }: TrackedCompany): boolean {
  const own = legalName
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .split(' ')
  if (!foreignForms.has(next) || own.includes(next)) return false
  return own.some((word) => legalForms.has(word)) || !legalForms.has(next) || next === 'kgaa'
}

/** `Rob Ford`, `Sen. Kellogg`, `Fed's Williams`, `Williams, 45,`. */
function isPerson({ key, kind, spelled }: KnownName, around: Surroundings): boolean {
  const { before, previous, after } = around
  if (/\s/.test(spelled) && kind !== 'family') return false
  const front = listed(previous)
  const isNamed =
    /^\p{Lu}\p{Ll}/u.test(previous) && /(?:\p{L}|^\p{Lu}\p{L}{0,3}\.)$/u.test(previous)
  const starts = AUXILIARY.has(front) && before.trim() === previous
  if (isNamed && !starts && (givenNames.has(front) || personTitles.has(front))) return true
  if (!familyNames.has(key)) return false
  return (
    /(?:^|\s)(?:\p{Lu}[\p{L}.]*'s?|\p{Lu}\.) $/u.test(before) || /^, (?:\d\d|who)\b/.test(after)
  )
}

/** Words at the start of a headline that are given names elsewhere. */
const AUXILIARY = new Set([
  'will',
  'mark',
  'bill',
  'sue',
  'rob',
  'drew',
  'frank',
  'pat',
  'may',
  'max',
])

/** A name that stands within a longer one, or a word that is one of several of a phrase. */
function isWithin({ kind, company }: KnownName, around: Surroundings): boolean {
  const { previous, next, style, possessive } = around
  const nextWord = listed(next)
  const speaks = belongings.has(nextWord) || doings.has(nextWord) || strictBelongings.has(nextWord)
  const goesOn = isCapital(next) && !possessive && !speaks && !legalForms.has(nextWord)
  const inSentence = style === 'sentence'
  if (inSentence && kind === 'sure' && goesOn) return true
  if (kind !== 'seldom' && kind !== 'sure') {
    if (isTied(around, speaks, company)) return true
    if (inSentence && kind === 'word' && goesOn) return true
  }
  const fronted = isCapital(previous) && isName(previous) && !isTold(around)
  if (!inSentence || !fronted || introducers.has(listed(previous))) return false
  // `Struggling Ford`: the first word of a sentence has a capital anyhow.
  return (kind !== 'seldom' && kind !== 'sure') || !isFirst(around)
}

function isFirst({ before, previous }: Surroundings): boolean {
  return /^(?:.*[.!?:;|–—"'(])?\s*$/.test(before.slice(0, before.length - previous.length - 1))
}

/** `the Dow`, `Dow-listed`, `visa-free`, `Target-date`, `Mini-Gap`: what a company does may hang on it. */
function isTied({ before, after, next }: Surroundings, speaks: boolean, company: TrackedCompany) {
  const article = /(?:^|\s)(?:the|an?|this|that|every|each|no|any|my|your|his|her|our)\s$/i
  if (article.test(before) && !/^the /i.test(company.legalName) && !(speaks && next !== ''))
    return true
  if (/^-\p{Lu}[\p{L}&]+ (?:deal|merger|talks|tie-up|venture)\b/u.test(after)) return false
  if (/^-(?!owned|backed|led|made|branded|built|designed|like|run)\p{L}/u.test(after)) return true
  return /(?<!\b(?:ex|anti|non|pro|pre|post))[-–/]$/i.test(before)
}

/** The word in front closes a sentence or a part of it. */
function isTold({ previous, before }: Surroundings): boolean {
  return /[.,;:!?"]$/.test(previous) || /'s? $/.test(before)
}

const FRONT_WORDS =
  /^(?:A|After|Against|Ahead|Amid|An|And|As|At|Before|Behind|Between|But|By|Can|Could|Did|Does|Exclusive|For|From|Has|Have|How|If|In|Inside|Into|Is|Like|May|Meet|More|New|No|Not|Now|Of|On|Or|Over|Should|So|Than|That|The|These|This|To|Today|Under|Update|Was|What|When|Where|Which|Who|Why|Will|With|Without|Would|Buy|Sell|UK|US|U\.S|Japan|German|French|British|Chinese|American|Indian|Dutch|Ex|Former)$/

/** A capital that is more than the start of a sentence. */
function isName(previous: string): boolean {
  return (
    !FRONT_WORDS.test(previous.replace(/\.$/, '')) && !/-(?:based|listed|owned)$/.test(previous)
  )
}
