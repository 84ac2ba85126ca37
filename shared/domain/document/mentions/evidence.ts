/** Whether a text means the company where one of its names stands. */

import { TICKER_PATTERN } from '../../../contracts/primitives.ts'
import type { TrackedCompany } from './companies.ts'
import { isSomebodyElse } from './others.ts'
import { isTeller } from './tellers.ts'
import type { NamedPlace } from './scan.ts'
import { isCapital, listed, surroundingsOf, type Surroundings } from './surroundings.ts'
import type { KnownName } from './registry.ts'
import {
  belongings,
  doings,
  happenings,
  indexDoings,
  introducers,
  personal,
  strictBelongings,
} from './words/doings.ts'

/** What a place says: the company for certain, somebody else for certain, or so much for the company. */
export type PlaceVerdict = { is: true } | { is: false } | { is: 'open'; score: number }

/** From here on an open name is the company. */
export const ENOUGH = 2
/** What another, certain mention of the company in the document is worth. */
export const NAMED_ELSEWHERE = 2

const YES: PlaceVerdict = { is: true }
const NO: PlaceVerdict = { is: false }

/** Looks at the text around a candidate. */
export function judgePlace(text: string, { name, start, end, company }: NamedPlace): PlaceVerdict {
  if (!name) return YES
  const around = surroundingsOf(text, start, end)
  if (isCautioned(name, text, start, end)) return NO
  if (hasOwnSign(around, company)) return YES
  if (isSomebodyElse(name, around, company) || isTeller(company, around)) return NO
  if (name.kind === 'hint') return open(0)
  if (hasLegalForm(around)) return YES
  const there = text.slice(start, end)
  switch (name.kind) {
    case 'sure':
      return around.style === 'capitals' && name.exact && !name.byHand ? open(0) : YES
    case 'phrase':
      return judgePhrase(around, there)
    case 'ticker':
      return around.style === 'capitals' || around.next.startsWith('-') ? NO : YES
    case 'empty':
      return NO
    case 'seldom':
      return open(isShouted(there, name) ? 0 : ENOUGH)
    case 'index':
      return judgeIndex(around)
    default:
      return isShouted(there, name) ? open(0) : open(scoreOf(name, around))
  }
}

function open(score: number): PlaceVerdict {
  return { is: 'open', score }
}

function isCautioned({ caution }: KnownName, text: string, start: number, end: number): boolean {
  if (caution?.notWith?.test(lineAt(text, start, end))) return true
  if (caution?.notAfter?.test(text.slice(end, end + 30))) return true
  return caution?.notBefore?.test(text.slice(Math.max(0, start - 24), start)) ?? false
}

/** What stands near on the same line. */
function lineAt(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - LINE), start)
  const after = text.slice(end, end + LINE)
  const line = /^[^\n]*/.exec(after)?.[0] ?? ''
  return before.slice(before.lastIndexOf('\n') + 1) + text.slice(start, end) + line
}

const LINE = 120

const SIGN = new RegExp(
  `^[^()$]{0,24}?(?:\\((?:[\\p{L} ]{2,14}: ?)?|\\$)(${TICKER_PATTERN})(?![\\p{L}\\p{N}])`,
  'u',
)

/** `Gap (NYSE: GPS)`, `Gap (GPS.N)`, `Gap $GPS`. */
function hasOwnSign({ after }: Surroundings, { ticker, securities = [] }: TrackedCompany): boolean {
  const sign = SIGN.exec(after)?.[1]
  if (sign === undefined) return false
  const root = sign.replace(/[.-](?:N|O|OQ|K)$/, '').replace('-', '.')
  return root === ticker || securities.includes(root)
}

/** `Target Corp`, `Ford Motor Co.`: the law's word next to the name, in capitals as it is written. */
function hasLegalForm({ after, next }: Surroundings): boolean {
  return (
    /^,? (?:Inc|INC|Corp|CORP|Co|Cos|Corporation|Incorporated|Company|Companies|Holdings?|Ltd|LLC|Group)\b/.test(
      after,
    ) ||
    (isCapital(next) && next.toLowerCase() === 'plc')
  )
}

/** Ordinary words with capitals: `Best Buy` is a shop, `The Best Buy Now` an advice. */
function judgePhrase(around: Surroundings, there: string): PlaceVerdict {
  if (around.style === 'sentence') return YES
  if (there === there.toUpperCase() && /\p{L}{4}/u.test(there) && around.style !== 'capitals')
    return YES
  const article = /(?:^|\s)(?:the|an?|this|my|your|\d+)\s$/i.test(around.before)
  return open(
    (article ? 0 : 2) + nextScore(around) - (/^ (?:of|for|to)\b/i.test(around.after) ? 1 : 0),
  )
}

/** An index moves; the company behind it hires, buys and earns. */
function judgeIndex({ before, next, possessive, after, following }: Surroundings): PlaceVerdict {
  const article = /\b(?:the|on|in|of|into|to|from|a|tech-heavy) $/i.test(before)
  const word = listed(next)
  const to = /^ (?:agrees? |plans? |set |bids? |offers? )?to (\p{L}+)/u.exec(after)?.[1] ?? ''
  const reach = possessive ? 4 : /^(?:beats|misses|posts|reports)$/.test(word) ? 3 : 2
  const has = strictBelongings.has(word) || following.slice(0, reach).some(isStrict)
  const does = indexDoings.has(word) || indexDoings.has(to.toLowerCase())
  const points = /\b(?:points?|record|percent|pct|bear|bull|futures|index|stocks)\b|%/i.test(after)
  if (has && !(article && !/\bthe $/i.test(before))) return open(3)
  return does && !article && !points ? open(2) : NO
}

function isStrict(word: string): boolean {
  return strictBelongings.has(word)
}

/** In capitals where the name itself is not: a headline that shouts says nothing by it. */
function isShouted(there: string, { spelled, kind }: KnownName): boolean {
  return (
    kind !== 'letters' && there.length > 1 && there === there.toUpperCase() && there !== spelled
  )
}

const HELD =
  /\b(?:shares?|stock|stake|stakes|investors?|holders?|unit|analysts?|bonds|debt) (?:of|in|on|at) $/i

/** How much speaks for the company: see `ENOUGH`. */
function scoreOf(name: KnownName, around: Surroundings): number {
  const { kind } = name
  const { previous, before, begins, style, next } = around
  const isFamily = kind === 'family'
  // A capital within a sentence makes a word a name; a family name is one anyhow.
  const alone = !begins && style === 'sentence' && !isCapital(next) && !isFamily
  const introduced = introducers.has(listed(previous))
  let score = nextScore(around, isFamily)
  if (kind === 'letters') score += 1
  if (!alone && !introduced && isHalfName(name, around)) score -= 1
  if (around.possessive && !isFamily)
    score += around.following.some((word) => doings.has(word)) ? 2 : 1
  if (alone) score += kind === 'letters' ? 1 : 2
  if (introduced) score += 2
  if (HELD.test(before)) score += 2
  if (isFamily && /\b(?:vs|and|,) $/i.test(before)) score -= 1
  return score
}

/** A family's name, or a word that is only a part of the company's, where nothing but a share speaks for it. */
function isHalfName({ kind, byHand, short }: KnownName, { next }: Surroundings): boolean {
  if (byHand) return false
  return (
    kind === 'family' || (kind === 'word' && short && !/^(?:shares?|stock|ceo|cfo)$/i.test(next))
  )
}

function nextScore({ next, after, following, possessive }: Surroundings, isFamily = false): number {
  const word = listed(next)
  const to = /^ (?:agrees? |plans? |set |looks |seeks |wants )?to (\p{L}+)/u.exec(after)?.[1] ?? ''
  const does = doings.has(word) && !(isFamily && personal.has(word))
  const infinitive = doings.has(to) && !(isFamily && personal.has(to))
  let score = 0
  if (belongings.has(word)) score += 2
  else if (does || infinitive) score += 2
  else if (happenings.has(word)) score += isFamily ? 0 : 1
  // `Gap widens between euro zone bond yields`.
  if (/^ \p{L}+ between\b/u.test(after)) return score
  const near = following.slice(possessive ? 0 : 1).some((one) => belongings.has(one))
  return score + (near ? 1 : 0)
}

/** Two names that are said together, one of which is a company for certain, are both companies. */
export function isListed(between: string): boolean {
  return /^(?:'s)?(?:, | and | & |, and | or |\/| vs\.? | versus | with )$/.test(between)
}
