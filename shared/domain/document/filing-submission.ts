/** A filing of several documents as one text, in the form in which EDGAR gives them out. */

import { beginning } from './text/cut.ts'

/** One document of a filing. */
export type FilingPart = { type: string; name: string; text: string }

/** Documents of a submission that are looked at; a filing has hundreds of drawings and tables. */
const PARTS_MAX = 60

/**
 * Writes `<DOCUMENT>` sections with one `<TEXT>` each, as a full-submission text file has them
 * (EDGAR, Public Dissemination Service). The byte-order mark says that it is UTF-8, whatever a
 * document inside says of itself.
 */
export function writeSubmission(accessionNumber: string, parts: readonly FilingPart[]): Uint8Array {
  const documents = parts.map(({ type, name, text }, place) =>
    [
      '<DOCUMENT>',
      `<TYPE>${type}`,
      `<SEQUENCE>${place + 1}`,
      `<FILENAME>${name}`,
      '<TEXT>',
      // A section ends where the first of these stands, so a document may have none of its own.
      text.replace(/<(\/?)(DOCUMENT|TEXT)>/g, '&lt;$1$2&gt;'),
      '</TEXT>',
      '</DOCUMENT>',
    ].join('\n'),
  )
  const whole = [`<SEC-DOCUMENT>${accessionNumber}.txt`, ...documents, '</SEC-DOCUMENT>'].join('\n')
  return new TextEncoder().encode(`\ufeff${whole}\n`)
}

/** The documents of a full submission in their order; undefined for anything else. */
export function readParts(content: string): FilingPart[] | undefined {
  if (!isSubmission(content)) return undefined
  const parts: FilingPart[] = []
  let at = content.indexOf('<DOCUMENT>')
  while (at >= 0 && parts.length < PARTS_MAX) {
    const end = content.indexOf('</DOCUMENT>', at)
    const section = content.slice(at, end < 0 ? undefined : end)
    const head = beginning(section, 1_000)
    const from = section.indexOf('<TEXT>')
    if (from >= 0) {
      parts.push({
        type: /<TYPE>([^\s<]+)/.exec(head)?.[1] ?? '',
        name: /<FILENAME>([^\s<]+)/.exec(head)?.[1] ?? '',
        text: section.slice(from + 6).replace('</TEXT>', ''),
      })
    }
    at = end < 0 ? -1 : content.indexOf('<DOCUMENT>', end)
  }
  return parts
}

export function isSubmission(content: string): boolean {
  return beginning(content, 2_000).includes('<SEC-DOCUMENT>') || content.startsWith('<SUBMISSION>')
}

/** An exhibit 99 of a report is the news itself. */
export function isNewsExhibit(type: string): boolean {
  return /^EX-99(?:\.|$)/.test(type)
}

/** Reports that say little themselves and hand in the news as an exhibit. */
export function carriesNews(form: string): boolean {
  return /^(?:8-K|6-K)/.test(form)
}

/** Pictures, slides and archives: named, never read. */
export function isReadable(name: string): boolean {
  return /\.(?:html?|txt)$/i.test(name)
}
