/** What a filing of the SEC tells, with what moves a price put first: only a beginning is read for meaning. */

import { findSections, isCurrentItem, type Section, type SectionKind } from './filing-sections.ts'
import { isNewsExhibit, isReadable, readParts } from './filing-submission.ts'
import { readFilingText, type FilingText } from './filing-text.ts'

export type FilingReading = {
  title: string
  /** Normalised; empty where there is no text. */
  body: string
  /** True where a bound ended the reading. */
  isCut: boolean
}

const EXHIBITS_MAX = 3
/** The order in which the items of a periodic report are told. */
const ORDER: readonly SectionKind[] = [
  'discussion',
  'legal',
  'risk',
  'market_risk',
  'business',
  'other',
  'statements',
  'exhibits',
]
/** Characters of an item that come before any of the others goes on; the rest follows in order. */
const LEADS: Partial<Record<SectionKind, number>> = { discussion: 5_000, legal: 1_200, risk: 1_200 }
/** What every report says of itself, so that it is told after what this one says. */
const BOILERPLATE =
  /forward-looking statements|private securities litigation reform act|should be read (?:in conjunction|together) with/i
/** A sentence that says how something changed, with a number. */
const CHANGE =
  /^(?=[^]*\d)(?=[^|]*$)[^]*\b(?:increas|decreas|declin|grew|growth|rose|fell|higher|lower|improv|compared (?:to|with)|impair|restructur)/i
/** `Item 7.`, its words in the paragraph after it. */
const TITLE_ONLY = /^item\s*\d{1,2}[a-c]?\s*[.:]?$/i
const PART_ONLY = /^part (?:i{1,3}|iv|[1-4])\b[^a-z]{0,4}(?:(?:other|financial) information)?\.?$/i
const SIGNATURES = /^signatures?\.?$/i
const PARAGRAPHS = '\n\n'

/**
 * Reads a primary document, or a submission of several: of a current report its items and then the
 * press release it hands in (exhibits 99), of a periodic one its discussion, legal matters and risks
 * before the rest.
 */
export function readFilingBody(content: string): FilingReading {
  const parts = readParts(content)
  if (!parts) return bodyOf(readFilingText(content))
  const [main] = parts
  const exhibits = parts
    .slice(1)
    .filter(({ type, name }) => isNewsExhibit(type) && (name === '' || isReadable(name)))
    .slice(0, EXHIBITS_MAX)
  const report = bodyOf(readFilingText(main?.text ?? ''))
  const news = exhibits.map(({ text }) => readFilingText(text))
  return {
    title: report.title || (main ? `Form ${main.type}` : ''),
    body: [report.body, ...news.map(({ paragraphs }) => paragraphs.join(PARAGRAPHS))]
      .filter(Boolean)
      .join(PARAGRAPHS),
    isCut: report.isCut || news.some(({ isCut }) => isCut),
  }
}

function bodyOf({ title, paragraphs, isCut }: FilingText): FilingReading {
  const sections = findSections(paragraphs)
  const told = sections.some(isCurrentItem)
    ? currentReport(paragraphs, sections)
    : periodicReport(paragraphs, sections)
  return { title: isFileName(title) ? '' : title, body: told.join(PARAGRAPHS), isCut }
}

/** From the first item to the signatures; all of it where no item is found. */
function currentReport(paragraphs: readonly string[], sections: readonly Section[]): string[] {
  const from = sections[0]?.from ?? 0
  const end = paragraphs.findIndex((text, place) => place > from && SIGNATURES.test(text))
  return paragraphs.slice(from, end < 0 ? undefined : end)
}

function periodicReport(paragraphs: readonly string[], sections: readonly Section[]): string[] {
  if (sections.length === 0) return [...paragraphs]
  const ordered = [...sections].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  const leads: string[] = []
  const rests: string[] = []
  for (const { kind, from, to } of ordered) {
    const texts = paragraphs.slice(from, to).filter((text) => !PART_ONLY.test(text))
    const told = tellingFirst(texts, kind)
    const cut = leadOf(told, LEADS[kind] ?? 0)
    leads.push(...told.slice(0, cut))
    rests.push(...told.slice(cut))
  }
  return [...leads, ...rests]
}

/**
 * The heading stays first, then what changed and by how much; what could stand in any report goes
 * last.
 */
function tellingFirst(section: string[], kind: SectionKind): string[] {
  if (kind !== 'discussion') return section
  const headings = TITLE_ONLY.test(section[0] ?? '') ? 2 : 1
  const texts = section.slice(headings)
  const rank = (text: string) => (BOILERPLATE.test(text) ? 2 : CHANGE.test(text) ? 0 : 1)
  return [
    ...section.slice(0, headings),
    ...[0, 1, 2].flatMap((wanted) => texts.filter((text) => rank(text) === wanted)),
  ]
}

/** How many paragraphs fit into so many characters; at least the first two of what has a lead. */
function leadOf(section: readonly string[], charsMax: number): number {
  if (charsMax === 0) return 0
  let chars = 0
  const past = section.findIndex((text) => (chars += text.length) > charsMax)
  return past < 0 ? section.length : Math.max(2, past)
}

/** A title that is only the name of a file or of a form: `aapl-20240928`, `8-K`. */
function isFileName(title: string): boolean {
  return /^(?:document|[\w.-]*\d{6,8}[\w.-]*|[\dA-Z]{1,4}-?[A-Z\d]{0,3}|.*\.html?)$/i.test(title)
}
