/** Filings of the SEC: the document inside a full submission, and the text after the cover page. */

import { isNewsExhibit, readParts } from './filing-submission.ts'
import { beginning } from './text/cut.ts'

const EXHIBITS_MAX = 3

/**
 * The main document of a full-submission text file, and its form; a bare document is its own.
 *
 * An exhibit 99 of a current report is the news itself, so it follows the report.
 */
export function readSubmission(content: string): { markup: string; form: string | null } {
  const parts = readParts(content)
  if (!parts) return { markup: content, form: null }
  const [main] = parts
  const exhibits = parts.filter(({ type }) => isNewsExhibit(type)).slice(0, EXHIBITS_MAX)
  const markup = [main, ...exhibits].map((part) => part?.text ?? '').join('\n')
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
