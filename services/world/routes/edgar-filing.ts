/** The pages EDGAR has of one filing beside its documents: header, list of files, and all of it as one text. */

import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { writeSubmission } from '#shared/domain/document/filing-submission.ts'
import type { WorldFiling } from '../contents/world.ts'
import { html, json, type WorldAnswer } from '../http/answer.ts'
import { newYorkWall } from './edgar-time.ts'

type File = { type: string; name: string; mediaType: string; body: Buffer }

/** The answer for a name in the filing's folder; undefined where there is nothing of that name. */
export function fileOfFiling(filing: WorldFiling, name: string): WorldAnswer | undefined {
  const { accessionNumber } = filing
  if (name === `${accessionNumber}-index-headers.html`) return html(200, headersOf(filing))
  if (name === `${accessionNumber}.txt`) {
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: wholeOf(filing) }
  }
  if (name === 'index.json') {
    const item = filesOf(filing).map((file) => ({
      'last-modified': newYorkWall(filing.filedAt).replace('T', ' '),
      name: file.name,
      type: 'text.gif',
      size: String(file.body.length),
    }))
    const folder = accessionNumber.replaceAll('-', '')
    const path = `/Archives/edgar/data/${Number(filing.cik)}/${folder}`
    return json(200, { directory: { item, name: path, 'parent-dir': '/Archives/edgar/data' } })
  }
  const file = filesOf(filing).find((each) => each.name === name)
  if (!file) return undefined
  const headers = { 'content-type': file.mediaType, 'last-modified': filing.filedAt.toUTCString() }
  return { status: 200, headers, body: file.body }
}

function filesOf(filing: WorldFiling): File[] {
  const { form, primaryDocument, mediaType, body, exhibits = [] } = filing
  return [{ type: form, name: primaryDocument, mediaType, body }, ...exhibits]
}

function wholeOf(filing: WorldFiling): Buffer {
  const parts = filesOf(filing).map(({ type, name, body }) => ({
    type,
    name,
    text: body.toString('utf8'),
  }))
  const text = new TextDecoder().decode(writeSubmission(filing.accessionNumber, parts))
  return Buffer.from(text.replace('\n', `\n${sgmlHeader(filing)}\n`))
}

function sgmlHeader({ accessionNumber, form, filedAt, cik }: WorldFiling): string {
  const day = newYorkDate(filedAt).replaceAll('-', '')
  return [
    `<SEC-HEADER>${accessionNumber}.hdr.sgml : ${day}`,
    `<ACCEPTANCE-DATETIME>${newYorkWall(filedAt).replace(/\D/g, '')}`,
    `ACCESSION NUMBER:\t\t${accessionNumber}`,
    `CONFORMED SUBMISSION TYPE:\t${form}`,
    `FILED AS OF DATE:\t\t${day}`,
    `CENTRAL INDEX KEY:\t\t\t${cik}`,
    '</SEC-HEADER>',
  ].join('\n')
}

/** As EDGAR has it: the header in a comment first, then escaped, with a section for each document. */
function headersOf(filing: WorldFiling): string {
  const header = sgmlHeader(filing)
  const documents = filesOf(filing).map(({ type, name }, place) =>
    [
      '&lt;DOCUMENT&gt;',
      `&lt;TYPE&gt;${type}`,
      `&lt;SEQUENCE&gt;${place + 1}`,
      `&lt;FILENAME&gt;${name}`,
      '&lt;TEXT&gt;',
      `<a href="${name}">${name}</a><br>`,
      '&lt;/TEXT&gt;',
      '&lt;/DOCUMENT&gt;',
    ].join('\n'),
  )
  const escaped = header.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<HTML><HEAD><TITLE>SEC EDGAR Submission ${filing.accessionNumber}</TITLE>
<!--\n${header}\n--></HEAD>
<BODY><PRE>${[escaped, ...documents].join('\n')}\n</PRE></BODY></HTML>\n`
}
