/** The items of a report, found among its paragraphs: where each begins, and what it is about. */

import { beginning } from './text/cut.ts'

export type SectionKind =
  | 'discussion'
  | 'legal'
  | 'risk'
  | 'market_risk'
  | 'business'
  | 'statements'
  | 'exhibits'
  | 'other'

export type Section = {
  /** `7`, `1A`, `2.02`; empty for a heading without a number. */
  item: string
  /** 1 or 2 of a quarterly report, as far as it says. */
  part: number
  kind: SectionKind
  /** Paragraphs [from, to), the heading first. */
  from: number
  to: number
}

const HEADING =
  /^(?:part\s+(i{1,3}|iv|[1-4])\b[\s,.:|—–-]*)?item\s*(\d\.\d\d|\d{1,2}\s?[a-d]?)\b(?:\([a-z]\))?[\s.:|—–-]*(.*)$/is
const PART = /^part\s+(i{1,3}|iv|[1-4])\b(?![^]{120})/i
/** In a sentence, an item is spoken of. */
const SPOKEN_OF =
  /^(?:,|;|\)|”|"|“|and\b|or\b|of\b|in\b|to\b|above|below|under\b|is\b|are\b|has\b|was\b|this\b|which\b|includes?\b)/
const OWN_LINE_MAX = 300
/** A row of the contents ends in its page. */
const CONTENTS_ROW = /\|\s*(?:[A-Z]-)?\d{1,3}(?:\s*[-–]\s*\d+)?$/

const KINDS: readonly [RegExp, SectionKind][] = [
  [/management[’']?s?[’']? discussion|operating and financial review/i, 'discussion'],
  [/quantitative and qualitative/i, 'market_risk'],
  [/legal proceedings/i, 'legal'],
  [/risk factors/i, 'risk'],
  [/financial statements/i, 'statements'],
  [/exhibits?\b/i, 'exhibits'],
  [/\bbusiness\b|information on the company/i, 'business'],
]
/** A large bank's report has no items inside, and headings all the same. */
const BARE =
  /^(?:management[’']s discussion and analysis|legal proceedings|risk factors|(?:notes to )?(?:the )?consolidated financial statements)\b.{0,120}$/i

/** Every item by its longest telling, in order; none where there are no items. */
export function findSections(paragraphs: readonly string[]): Section[] {
  const found = headingsOf(paragraphs)
  const inPlace = found.filter(({ from }) => !CONTENTS_ROW.test(paragraphs[from] ?? ''))
  const headings = inPlace.length > 0 ? inPlace : found
  const all = headings.map((heading, place): Section => {
    const to = headings[place + 1]?.from ?? paragraphs.length
    return { ...heading, to }
  })
  const size = ({ from, to }: Section) =>
    paragraphs.slice(from, to).reduce((sum, text) => sum + text.length, 0)
  const longest = new Map<string, { section: Section; chars: number }>()
  for (const section of all) {
    const key = `${section.part} ${section.item} ${section.item ? '' : section.kind}`
    const chars = size(section)
    if (chars > (longest.get(key)?.chars ?? -1)) longest.set(key, { section, chars })
  }
  return [...longest.values()].map(({ section }) => section).sort((a, b) => a.from - b.from)
}

/** Of a current report: `2.02` and the like. */
export function isCurrentItem({ item }: Section): boolean {
  return item.includes('.')
}

type Heading = Omit<Section, 'to'>

function headingsOf(paragraphs: readonly string[]): Heading[] {
  const numbered: Heading[] = []
  const bare: Heading[] = []
  let part = 0
  for (const [from, text] of paragraphs.entries()) {
    part = partIn(PART.exec(text)?.[1]) ?? part
    const found = HEADING.exec(text)
    const rest = found?.[3] ?? ''
    if (found && !SPOKEN_OF.test(rest)) {
      part = partIn(found[1]) ?? part
      const item = (found[2] ?? '').replace(/\s/g, '').toUpperCase()
      numbered.push({ item, part, kind: kindOf(item, rest || (paragraphs[from + 1] ?? '')), from })
    } else if (BARE.test(text) && !CONTENTS_ROW.test(text)) {
      bare.push({ item: '', part, kind: kindOf('', text), from })
    }
  }
  const hasDiscussion = numbered.some(
    ({ kind, from }, place) =>
      kind === 'discussion' && (numbered[place + 1]?.from ?? paragraphs.length) - from > 5,
  )
  const isCurrent = numbered.some(({ item }) => item.includes('.'))
  return hasDiscussion || isCurrent || numbered.length === 0
    ? numbered
    : [...numbered, ...bare].sort((a, b) => a.from - b.from)
}

function kindOf(item: string, words: string): SectionKind {
  if (item.includes('.')) return item === '9.01' ? 'exhibits' : 'other'
  const title = beginning(words, OWN_LINE_MAX).split('\n')[0] ?? ''
  return KINDS.find(([pattern]) => pattern.test(title))?.[1] ?? 'other'
}

function partIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const place = ['i', 'ii', 'iii', 'iv'].indexOf(text.toLowerCase())
  return place >= 0 ? place + 1 : Number(text)
}
