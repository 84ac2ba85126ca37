/** Filings of the SEC: the document inside a full submission, and the text after the cover page. */

import { beginning } from './text/cut.ts'

/**
 * The main document of a full-submission text file, and its form; a bare document is its own.
 *
 * An exhibit 99 of a current report is the news itself, so it follows the report. Format: EDGAR's
 * public dissemination service, `<DOCUMENT>` sections with one `<TEXT>` each.
 */
export function readSubmission(content: string): { markup: string; form: string | null } {
  if (
    !beginning(content, 2_000).includes('<SEC-DOCUMENT>') &&
    !content.startsWith('<SUBMISSION>')
  ) {
    return { markup: content, form: null }
  }
  const sections: { type: string; text: string }[] = []
  let at = content.indexOf('<DOCUMENT>')
  while (at >= 0 && sections.length < 40) {
    const end = content.indexOf('</DOCUMENT>', at)
    const section = content.slice(at, end < 0 ? undefined : end)
    const type = /<TYPE>([^\s<]+)/.exec(beginning(section, 500))?.[1] ?? ''
    const from = section.indexOf('<TEXT>')
    if (from >= 0) sections.push({ type, text: section.slice(from + 6).replace('</TEXT>', '') })
    at = end < 0 ? -1 : content.indexOf('<DOCUMENT>', end)
  }
  const [main] = sections
  const exhibits = sections.filter(({ type }) => type.startsWith('EX-99')).slice(0, 2)
  const markup = [main, ...exhibits].map((section) => section?.text ?? '').join('\n')
  return { markup, form: main?.type ?? null }
}

const COVER_MAX = 25_000
/** Where a filing starts to tell: an item of a current report, or the first item of a larger one. */
const ITEM = /^ITEM\s+(?:\d+\.\d\d|1A?)\b.*$/gim
/** A line of the table of contents ends in its page. */
const CONTENTS = /\|\s*\d{1,3}(?:\s*-\s*\d+)?$/

/** Text from the first item on; all of it where no item follows the cover closely. */
export function trimCover(text: string): string {
  const items = [...beginning(text, COVER_MAX).matchAll(ITEM)]
  const first = items.find(([line]) => !CONTENTS.test(line)) ?? items.at(-1)
  return first ? text.slice(first.index) : text
}

/** A title that is only the name of a file or of a form: `aapl-20240928`, `8-K`. */
export function isFileName(title: string): boolean {
  return /^(?:document|[\w.-]*\d{6,8}[\w.-]*|[\dA-Z]{1,4}-?[A-Z\d]{0,3}|.*\.html?)$/i.test(title)
}
