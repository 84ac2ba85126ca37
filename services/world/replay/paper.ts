/** What a filing's own pages say of it: inline XBRL cover facts, or the header of a submission. */

import { beginning } from '#shared/domain/document/text/cut.ts'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'

export type Paper = {
  file: string
  cik: string
  registrant: string
  form: string
  /** YYYY-MM-DD: filed on, or, where only that is known, reported for. */
  date: string
  acceptedAt?: Date
  accessionNumber?: string
  document: string
  html: string
}

/** Reads a filing; undefined for files that are exhibits, indexes or not understood. */
export function paperOf(file: string, text: string): Paper | undefined {
  return text.startsWith('<SEC-DOCUMENT>') ? submissionOf(file, text) : coverOf(file, text)
}

/** A full submission: an SGML header, then documents of which the first is the filing. */
function submissionOf(file: string, text: string): Paper | undefined {
  const head = beginning(text, 8000)
  const field = (name: string) =>
    new RegExp(`${name}:?[\\t >]+([^\\r\\n]+)`).exec(head)?.[1]?.trim()
  const document = /<DOCUMENT>[\s\S]*?<FILENAME>([^\r\n]+)[\s\S]*?<TEXT>([\s\S]*?)<\/TEXT>/.exec(
    text,
  )
  const accepted = /<ACCEPTANCE-DATETIME>(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(head)
  const cik = field('CENTRAL INDEX KEY')
  const form = field('CONFORMED SUBMISSION TYPE')
  const accessionNumber = field('ACCESSION NUMBER')
  if (!document || !accepted || !cik || !form || !accessionNumber) return undefined
  const [, year, month, day, hour, minute, second] = accepted
  const date = `${year}-${month}-${day}`
  return {
    file,
    cik,
    registrant: field('COMPANY CONFORMED NAME') ?? '',
    form,
    date,
    acceptedAt: newYorkInstant(date, `${hour}:${minute}:${second}`),
    accessionNumber,
    document: (document[1] ?? '').trim(),
    html: (document[2] ?? '').replace(/^\s*<XBRL>\s*|\s*<\/XBRL>\s*$/g, ''),
  }
}

/** A single document: the cover page's dei facts. */
function coverOf(file: string, html: string): Paper | undefined {
  const cik = fact(html, 'EntityCentralIndexKey')
  const form = fact(html, 'DocumentType')
  const registrant = fact(html, 'EntityRegistrantName')
  const date = /(\d{4}-\d\d-\d\d)/.exec(file)?.[1] ?? dayOf(fact(html, 'DocumentPeriodEndDate'))
  if (!cik || !form || !registrant || !date) return undefined
  const document = (file.split(/[\\/]/).at(-1) ?? file).replace(/\.gz$/, '')
  return { file, cik: cik.padStart(10, '0'), registrant, form, date, document, html }
}

function fact(html: string, name: string): string | undefined {
  const found = new RegExp(`name="dei:${name}"[^>]*>([\\s\\S]*?)</ix:non`, 'i').exec(html)?.[1]
  return found
    ?.replace(/<[^>]*>/g, '')
    .replace(/&#160;|&nbsp;|\s+/g, ' ')
    .trim()
}

/** `November 14, 2024` → 2024-11-14. */
function dayOf(text: string | undefined): string | undefined {
  const at = Date.parse(`${text ?? ''} UTC`)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 10)
}
