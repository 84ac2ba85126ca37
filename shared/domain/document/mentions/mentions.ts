/**
 * Which tracked companies a text names, and where.
 *
 * Names are compiled once for each version of the registry; a text is then read word by word and
 * looked at further only where a name begins, so the time is that of the text. A name that is also
 * a word, a person or an index needs evidence: docs/intake.md, "Which company".
 */

import { readTicker } from '../../market/ticker.ts'
import type { TrackedCompany } from './companies.ts'
import { ENOUGH, isListed, judgePlace, NAMED_ELSEWHERE, type PlaceVerdict } from './evidence.ts'
import type { Registry } from './registry.ts'
import { candidatesIn, type NamedPlace } from './scan.ts'
import { straight } from './spelling.ts'

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
/** Places of one company whose surroundings are looked at; those after them follow the rest of the document. */
const JUDGED_MAX = 1_000

/**
 * Companies named in a text, most prominent first: in the title, more often, earlier, by ticker.
 *
 * `titleLength` units of the text are its title. `named` are tickers that the source itself gave,
 * in any notation; those that the text does not name come last, with offset -1.
 */
export function findMentions(
  registry: Registry,
  original: string,
  titleLength = 0,
  named: readonly string[] = [],
): Mention[] {
  const text = straight(original)
  const bySource = companiesOf(registry, named)
  const found = new Map<string, Mention>()
  for (const { company, start, end } of acceptedIn(registry, text, bySource)) {
    const mention = found.get(company.ticker) ?? begin(company, text.slice(start, end), start)
    found.set(company.ticker, mention)
    mention.count += 1
    mention.inTitle ||= start < titleLength
    if (mention.occurrences.length < OCCURRENCES_MAX) mention.occurrences.push({ start, end })
  }
  for (const company of bySource) {
    if (!found.has(company.ticker))
      found.set(company.ticker, { ...begin(company, company.ticker, -1), count: 1 })
  }
  return [...found.values()].sort(byProminence)
}

function companiesOf(registry: Registry, tickers: readonly string[]): Set<TrackedCompany> {
  const companies = tickers.map((ticker) => registry.byTicker.get(readTicker(ticker) ?? ticker))
  return new Set(companies.filter((company) => company !== undefined))
}

type Judged = NamedPlace & { verdict: PlaceVerdict }

/**
 * Each place by itself first; then what is open gains by what else the document names: the same
 * company for certain, or another company right beside it.
 */
function acceptedIn(
  registry: Registry,
  text: string,
  bySource: ReadonlySet<TrackedCompany>,
): NamedPlace[] {
  const candidates = candidatesIn(registry, text)
  const seen = new Map<TrackedCompany, number>()
  const all: Judged[] = candidates.map((candidate, place) => {
    const times = (seen.get(candidate.company) ?? 0) + 1
    seen.set(candidate.company, times)
    if (times > JUDGED_MAX) return { ...candidate, verdict: { is: 'open', score: 0 } }
    const isPart = isPartner(text, candidate, candidates[place + 1])
    return { ...candidate, verdict: isPart ? { is: false } : judgePlace(text, candidate) }
  })
  const sure = new Set<TrackedCompany>(bySource)
  for (const { company, verdict } of all) if (isEnough(verdict)) sure.add(company)
  return all.filter(({ verdict, company }, place) => {
    if (verdict.is !== 'open') return verdict.is
    const elsewhere = sure.has(company) ? NAMED_ELSEWHERE : 0
    return verdict.score + elsewhere + listedScore(all, place, text) >= ENOUGH
  })
}

/** `Albemarle & Bond`: half of a firm's name, where the other half names no company of ours. */
function isPartner(text: string, { name, end }: NamedPlace, next: NamedPlace | undefined): boolean {
  if (name === undefined || /\s/.test(name.spelled)) return false
  const other = /^ & (?!Co\b|Cie\b)(?=\p{Lu})/u.exec(text.slice(end, end + 8))
  return other !== null && next?.start !== end + other[0].length
}

function isEnough(verdict: PlaceVerdict): boolean {
  return verdict.is === true || (verdict.is === 'open' && verdict.score >= ENOUGH)
}

/** One for a certain company right before or behind. */
function listedScore(all: readonly Judged[], place: number, text: string): number {
  const [before, at, after] = [all[place - 1], all[place], all[place + 1]]
  if (!at) return 0
  const front = before && isEnough(before.verdict) && isListed(text.slice(before.end, at.start))
  const back = after && isEnough(after.verdict) && isListed(text.slice(at.end, after.start))
  return front || back ? 1 : 0
}

function begin(company: TrackedCompany, alias: string, firstOffset: number): Mention {
  return { company, alias, firstOffset, count: 0, inTitle: false, occurrences: [] }
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
