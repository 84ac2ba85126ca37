/**
 * Which documents tell one story: near-duplicates over title and lead, published within days of each
 * other (docs/FORMULAS.md, Stories).
 *
 * Candidates are found by min-wise hashing in bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining
 * of Massive Datasets, chapter 3); whether two are one story is then judged on their shingles themselves.
 */

import { DAY_MS } from '../spans.ts'
import { markupToText } from './html/markup.ts'
import { isFormOfTwo } from './filled-form.ts'
import { bandsOf } from './min-hash.ts'
import { beginning } from './text/cut.ts'
import { alike } from './text/normalise.ts'

export type Telling = {
  title: string
  /** The beginning of the text, or a summary; may be empty. */
  lead: string
  publishedAt: Date
}

const storyDefaults = {
  /** Words of the lead that count. */
  leadWords: 60,
  /** Share of shingles that two tellings have in common (Jaccard). */
  alikeMin: 0.4,
  /** Of the shingles of the shorter: a copy that was cut is a copy. */
  containedMin: 0.8,
  /** The shorter has at least so many shingles for that. */
  containedShingles: 4,
  /** Share of the names, and of the numbers, of the one that has fewer. */
  namesMin: 0.6,
  numbersMin: 0.5,
  daysApart: 3,
  /** Hashes that must agree for two to be compared, and how often they are drawn: of all, of the title. */
  rows: 2,
  bands: 16,
  titleBands: 8,
}

const WORD = /\p{N}+(?:[.,]\p{N}+)*%?|\p{L}[\p{L}\p{N}'’.&]*/gu
const LEAD_MAX = 2_000
const SMALL = new Set(
  'a an the of in on at to for and or as by with from after over amid its it is are be was were has have had will that this says said say'.split(
    ' ',
  ),
)

/** Of a summary, which may be a whole article and markup: more of it is never compared. */
const SUMMARY_MAX = 4_000

/** The text that a summary begins with. */
export function leadOf(summary: string): string {
  return markupToText(beginning(summary, SUMMARY_MAX))
}

type Read = {
  shingles: Set<string>
  named: Set<string>
  plain: Set<string>
  numbers: Set<string>
  title: string[]
  lead: string[]
}

/** A telling as it is compared; made once, where it is compared with many. */
export type ReadTelling = Read & { publishedAt: Date }

export function readTelling(telling: Telling): ReadTelling {
  return { ...read(telling), publishedAt: telling.publishedAt }
}

function wordsOf(text: string): string[] {
  return (alike(text).match(WORD) ?? []).map((word) => word.replace(/['’]s$|[.'’&]+$/gu, ''))
}

function read(telling: Pick<Telling, 'title' | 'lead'>): Read {
  const title = wordsOf(telling.title)
  const lead = wordsOf(beginning(telling.lead, LEAD_MAX)).slice(0, storyDefaults.leadWords)
  // A lead that begins with the title tells it again.
  const words = [...title, ...lead]
  const told = words.map((word) => word.toLowerCase()).filter((word) => word && !SMALL.has(word))
  const shingles = new Set<string>()
  for (const [place, word] of told.entries()) {
    const next = told[place + 1]
    if (next !== undefined) shingles.add(`${word} ${next}`)
  }
  if (told.length === 1 && told[0]) shingles.add(told[0])
  const capital = words.filter((word) => /^\p{Lu}/u.test(word)).map((word) => word.toLowerCase())
  const plain = words.filter((word) => /^\p{Ll}/u.test(word))
  const numbers = words
    .filter((word) => /\p{N}/u.test(word))
    .map((word) => word.replace(/[^\p{N}.]/gu, ''))
  return {
    shingles,
    named: new Set(capital),
    plain: new Set(plain),
    numbers: new Set(numbers),
    title,
    lead,
  }
}

/** Share of two sets in common, in [0, 1]; 0 where both are empty. */
function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = countCommon(one, other)
  return common === 0 ? 0 : common / (one.size + other.size - common)
}

function countCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0
  for (const each of one) if (other.has(each)) common += 1
  return common
}

/** Whether the smaller of two sets shares at least `min` of itself; one that says nothing agrees. */
function agree(one: ReadonlySet<string>, other: ReadonlySet<string>, min: number): boolean {
  const smaller = Math.min(one.size, other.size)
  return smaller === 0 || countCommon(one, other) / smaller >= min
}

/** Capitalised words that neither of the two writes small: names, where not every word is a capital. */
function namesOf(one: Read, other: Read): Set<string> {
  return new Set(
    [...one.named].filter(
      (word) => !one.plain.has(word) && !other.plain.has(word) && !SMALL.has(word),
    ),
  )
}

/**
 * Whether two documents tell one story. Symmetric. Two that differ in the names or the numbers they tell
 * are two, however alike their words: companies announce in set phrases.
 */
export function isSameStory(one: Telling, other: Telling): boolean {
  return areOneStory(readTelling(one), readTelling(other))
}

/** The same of tellings that were read before. Two without a shingle in common are never one. */
export function areOneStory(a: ReadTelling, b: ReadTelling): boolean {
  const apart = Math.abs(a.publishedAt.getTime() - b.publishedAt.getTime())
  if (apart > storyDefaults.daysApart * DAY_MS) return false
  const smaller = Math.min(a.shingles.size, b.shingles.size)
  const contained =
    smaller >= storyDefaults.containedShingles &&
    countCommon(a.shingles, b.shingles) / smaller >= storyDefaults.containedMin
  if (!contained && jaccard(a.shingles, b.shingles) < storyDefaults.alikeMin) return false
  if (isFormOfTwo(a, b)) return false
  return (
    agree(namesOf(a, b), namesOf(b, a), storyDefaults.namesMin) &&
    agree(a.numbers, b.numbers, storyDefaults.numbersMin)
  )
}

/**
 * Numbers by which a telling is found again: those that it has on its own day. Two of one story that were
 * told on one day share at least one with a chance of 98 % at the least likeness that counts.
 */
export function storyKeys(telling: Telling): bigint[] {
  return keysOn(bandsOfBoth(telling), dayOf(telling.publishedAt))
}

/** The numbers of whatever may be the same story: of every day that is near enough. */
export function nearbyStoryKeys(telling: Telling): bigint[] {
  const { daysApart } = storyDefaults
  const [bands, day] = [bandsOfBoth(telling), dayOf(telling.publishedAt)]
  return Array.from({ length: 2 * daysApart + 1 }, (_, place) =>
    keysOn(bands, day + place - daysApart),
  ).flat()
}

/** Of all that is told, and of the title alone: a copy may be no more than that. */
function bandsOfBoth({ title, lead }: Telling): bigint[] {
  const { bands, titleBands, rows } = storyDefaults
  const whole = bandsOf(read({ title, lead }).shingles, { bands, from: 0, rows })
  const short = read({ title, lead: '' }).shingles
  return [...whole, ...bandsOf(short, { bands: titleBands, from: bands, rows })]
}

function keysOn(bands: readonly bigint[], day: number): bigint[] {
  return [...new Set(bands)].map((band) => BigInt.asIntN(64, (band << 20n) ^ BigInt(day)))
}

function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS)
}
