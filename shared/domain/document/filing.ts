/** Filings of the SEC: the document inside a full submission, and the text after the cover page. */

/**
 * The main document of a full-submission text file, and its form; a bare document is its own.
 *
 * An exhibit 99 of a current report is the news itself, so it follows the report. Format: EDGAR's
 * public dissemination service, `<DOCUMENT>` sections with one `<TEXT>` each.
 */
export function readSubmission(content: string): { markup: string; form: string | null } {
  if (!content.slice(0, 2_000).includes('<SEC-DOCUMENT>') && !content.startsWith('<SUBMISSION>')) {
    return { markup: content, form: null }
  }
  const sections: { type: string; text: string }[] = []
  let at = content.indexOf('<DOCUMENT>')
  while (at >= 0 && sections.length < 40) {
    const end = content.indexOf('</DOCUMENT>', at)
    const section = content.slice(at, end < 0 ? undefined : end)
    const type = /<TYPE>([^\s<]+)/.exec(section.slice(0, 500))?.[1] ?? ''
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
const FIRST_ITEM = /^(?:PART I\b.{0,60}\n+)?ITEM\s+(?:\d+\.\d\d|1A?)\.?/im

/** Text from the first item on; all of it where no item follows the cover closely. */
export function trimCover(text: string): string {
  const found = FIRST_ITEM.exec(text.slice(0, COVER_MAX))
  return found && found.index > 0 ? text.slice(found.index) : text
}
