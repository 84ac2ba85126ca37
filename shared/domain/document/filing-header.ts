/** What EDGAR itself says of a filing: when it was accepted, and which documents it has. */

import { wallInstant } from './filing-time.ts'

export type FiledDocument = { type: string; name: string; description: string }

export type FilingHeader = {
  /** Undefined where the page does not say, or is of another filing. */
  acceptedAt: Date | undefined
  documents: FiledDocument[]
}

const DOCUMENTS_MAX = 500
const none: FilingHeader = { acceptedAt: undefined, documents: [] }

/**
 * Reads the header of a submission: of `…-index-headers.html`, where it stands escaped and once more
 * in a comment, or as the beginning of the full-submission text file.
 *
 * `<ACCEPTANCE-DATETIME>` is New York wall time of 14 digits (EDGAR, Public Dissemination Service).
 */
export function readFilingHeader(content: string, accessionNumber: string): FilingHeader {
  const text = unescaped(content)
  const named = /ACCESSION[- ]NUMBER(?::|>)\s*([\d-]+)/.exec(text)?.[1]
  if (named !== undefined && named !== accessionNumber) return none
  const wall = /<ACCEPTANCE-DATETIME>\s*(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(text)
  if (!wall) return none
  const [, year, month, day, hour, minute, second] = wall
  return {
    acceptedAt: wallInstant(`${year}-${month}-${day}`, `${hour}:${minute}:${second}`),
    documents: text
      .split('<TYPE>')
      .slice(1, DOCUMENTS_MAX)
      .flatMap((part) => {
        const name = /<FILENAME>([^\s<]+)/.exec(part)?.[1]
        const type = /^\s*([^\r\n<]+)/.exec(part)?.[1]?.trim()
        if (name === undefined || type === undefined) return []
        return [{ type, name, description: /<DESCRIPTION>([^\r\n<]*)/.exec(part)?.[1] ?? '' }]
      }),
  }
}

/** Reads `…-index.html`, the page that people are shown of a filing. */
export function readFilingIndex(content: string, accessionNumber: string): FilingHeader {
  if (!content.includes(accessionNumber)) return none
  const accepted =
    /Accepted<\/div>\s*<div[^>]*>\s*(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/i.exec(content) ?? []
  const rows = content.split(/<tr\b/i).slice(1, DOCUMENTS_MAX)
  return {
    acceptedAt: accepted[1] && accepted[2] ? wallInstant(accepted[1], accepted[2]) : undefined,
    documents: rows.flatMap((row) => {
      const [, description = '', file = '', type = ''] = row.split(/<td\b[^>]*>/i).slice(1)
      const name = /href="[^"]*\/([^"/]+)"/i.exec(file)?.[1]
      return name === undefined
        ? []
        : [{ type: wordsOf(type), name, description: wordsOf(description) }]
    }),
  }
}

/** Reads `index.json` of a filing's folder: it names files and not what they are, so the name must tell. */
export function readFilingFolder(value: unknown): FiledDocument[] {
  const items = (value as { directory?: { item?: unknown } } | null)?.directory?.item
  if (!Array.isArray(items)) return []
  return items.slice(0, DOCUMENTS_MAX).flatMap((item: unknown) => {
    const name = (item as { name?: unknown } | null)?.name
    if (typeof name !== 'string') return []
    return [{ type: isNamedAsNews(name) ? 'EX-99' : '', name, description: '' }]
  })
}

/**
 * Exhibits 99 that the report itself links to, as the SEC demands of a report (Regulation S-K, item
 * 601): all there is where no list of the filing can be had.
 */
export function readLinkedNews(markup: string): FiledDocument[] {
  const links = markup.matchAll(/<a\b[^>]{0,500}\bhref="([^"#?]{1,300})"[^>]*>([^]{0,400}?)<\/a>/gi)
  const byName = new Map<string, FiledDocument>()
  for (const [, href = '', words = ''] of links) {
    const name = href.split('/').at(-1) ?? ''
    const says = wordsOf(words)
    const isElsewhere = href.includes('/') && !/\/data\/\d+\/\d{18}\//.test(href)
    if (isElsewhere || byName.size >= DOCUMENTS_MAX) continue
    if (/^(?:exhibit )?99(?:\.\d+)?\b/i.test(says) || isNamedAsNews(name))
      byName.set(name, { type: 'EX-99', name, description: says })
  }
  return [...byName.values()]
}

/** `a8-kexhibit991q1.htm`, `dex991.htm`, `ex99-1.htm`, `ef20060722_ex99-1.htm`, `q4fy26pr.htm`. */
function isNamedAsNews(name: string): boolean {
  return /(?:ex|exhibit|xex|dex)[-_.]?99|press-?release|earnings-?release|\dpr\.html?$/i.test(name)
}

function unescaped(content: string): string {
  return content
    .replace(/<\/?(?:a|br)\b[^>]*>/gi, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function wordsOf(cell: string): string {
  return cell
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
