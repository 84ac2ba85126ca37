/** One document of a filing as paragraphs: no hidden facts, no page numbers, no running heads. */

import { readFlow } from './html/flow.ts'
import { tidyTitle } from './html/title.ts'
import { beginning } from './text/cut.ts'
import { normaliseText } from './text/normalise.ts'

export type FilingText = {
  title: string
  /** Normalised, in order; the cells of a table's row have ` | ` between them. */
  paragraphs: string[]
  isCut: boolean
}

const MARKUP = /<(?:!doctype|html|body|div|p|td|br|span|font|ix:\w+)\b[^<]*>/i
/** Marks of the text form of old filings: they lay out, and say nothing. */
const TEXT_MARKS = /<\/?(?:PAGE|TABLE|CAPTION|S|C|FN|F\d+|TEXT|DOCUMENT)>/g
const TEXT_MAX = 6_000_000

/** Reads HTML, inline XBRL or plain text. */
export function readFilingText(content: string): FilingText {
  if (!MARKUP.test(content)) {
    const isCut = content.length > TEXT_MAX
    const paragraphs = plainParagraphs(beginning(content, TEXT_MAX))
    return { title: '', paragraphs: withoutFurniture(paragraphs), isCut }
  }
  const { title, blocks, isCut } = readFlow(content)
  const paragraphs = blocks.map((block) => normaliseText(block.replaceAll('\t', ' | ')))
  return {
    title: tidyTitle(normaliseText(title).replace(/\n/g, ' '), []),
    paragraphs: withoutFurniture(paragraphs.filter((text) => text !== '')),
    isCut,
  }
}

/** Lines that were broken to fit a page are one paragraph; rows of a table stay rows. */
function plainParagraphs(content: string): string[] {
  const text = content.replace(TEXT_MARKS, '\n\n').replace(/\r\n?/g, '\n')
  return text.split(/\n[^\S\n]*\n/).flatMap((paragraph) => {
    const isTable = /\S {3,}\S/.test(paragraph)
    const kept = normaliseText(isTable ? paragraph.replace(/ {3,}/g, ' | ') : paragraph)
    if (kept === '') return []
    return isTable ? kept.split('\n').map(withoutBars).filter(Boolean) : [kept.replace(/\n/g, ' ')]
  })
}

function withoutBars(row: string): string {
  return row.replace(/^[ |]+/, '')
}

const PAGE_NUMBER =
  /^(?:page )?[-–—]? ?(?:[A-Z]{1,2}-)?(?:\d{1,3}|[ivxl]{1,6}) ?[-–—]?(?: of \d{1,3})?$/i
const CONTENTS_LINK =
  /^(?:table of contents|index to (?:consolidated )?financial statements|\(?continued\)?)$/i
const HEAD_CHARS = 160
/** What stands so often in the same words, beside the end of a page, is a running head. */
const HEAD_TIMES = 4

/** Leaves out page numbers, links back to the contents, and what heads or ends page after page. */
function withoutFurniture(paragraphs: readonly string[]): string[] {
  const times = new Map<string, number>()
  for (const text of paragraphs) {
    if (text.length > HEAD_CHARS) continue
    const key = headOf(text)
    times.set(key, (times.get(key) ?? 0) + 1)
  }
  const isEdge = (text: string | undefined) =>
    text === undefined || PAGE_NUMBER.test(text) || CONTENTS_LINK.test(text)
  return paragraphs.filter((text, place) => {
    if (isEdge(text)) return false
    if (text.length > HEAD_CHARS || (times.get(headOf(text)) ?? 0) < HEAD_TIMES) return true
    const endsInPage = /\| ?\d{1,3}$/.test(text) && /\bform (?:10|20|40)-/i.test(text)
    return !endsInPage && ![-2, -1, 1, 2].some((step) => isEdge(paragraphs[place + step] ?? '-'))
  })
}

/** Two lines that differ in their page only are one. */
function headOf(text: string): string {
  return text.replace(/\d+$/, '#').toLowerCase()
}
