/** Gathers one filing: when it was accepted, its primary document, and the news it came with. */

import {
  readFilingFolder,
  readFilingHeader,
  readFilingIndex,
  readLinkedNews,
  type FiledDocument,
  type FilingHeader,
} from '../../domain/document/filing-header.ts'
import {
  carriesNews,
  isNewsExhibit,
  isReadable,
  isSubmission,
  writeSubmission,
  type FilingPart,
} from '../../domain/document/filing-submission.ts'
import { likeliestAcceptance } from '../../domain/document/filing-time.ts'
import { decodeBytes } from '../../domain/document/text/decode.ts'
import type { DateFlag } from '../../domain/document/text/instant.ts'
import type { Raw } from '../../domain/source/found.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'
import type { Edgar, FilingFile, FilingPlace } from './client.ts'
import { isFileOfFiling, readingsOf, type FilingRow } from './submissions.ts'

export type Gathered =
  | { is: 'ahead'; acceptedAt: Date }
  | {
      is: 'here'
      acceptedAt: Date
      flags: DateFlag[]
      url: string
      raw: Pick<Raw, 'bytes' | 'mediaType'>
      /** What was left out, in words. */
      notes: string[]
      /** What there is and could not be had, in words. */
      missing: string[]
    }

export type GatherAsk = { cik: string; row: FilingRow; now: Date; signal: AbortSignal }

const PAGE_BYTES = 1024 * 1024
/** The header comes first in the full submission, which may be as large as all its pictures. */
const HEADER_BYTES = 32 * 1024
const DOCUMENT_BYTES = 16 * 1024 * 1024
const EXHIBIT_BYTES = 4 * 1024 * 1024
const EXHIBITS_MAX = 3

/**
 * Asks for the filing's header first: it is small, says when, and names the exhibits.
 *
 * @throws PermanentFault where the filing is not there; anything else to be asked again.
 */
export async function gatherFiling(edgar: Edgar, ask: GatherAsk): Promise<Gathered> {
  const { row, now } = ask
  const asked = openFiling(edgar, ask)
  const header = await readHeader(asked, row)
  const readings = readingsOf(row)
  const acceptedAt =
    header.acceptedAt ?? likeliestAcceptance(readings, { filingDate: row.filingDate, now })
  if (!acceptedAt || acceptedAt > now)
    return { is: 'ahead', acceptedAt: acceptedAt ?? readings.at(-1) ?? now }
  const flags: DateFlag[] = header.acceptedAt ? [] : ['zone_assumed']
  const primary = await readPrimary(asked, row)
  const { parts, notes, missing } =
    carriesNews(row.form) && !primary.isSubmission
      ? await readExhibits(asked, exhibitsOf(header, primary))
      : { parts: [], notes: [], missing: [] }
  if (!primary.isWhole) notes.push(`${primary.name} was read in part`)
  const { bytes, mediaType, contentType, url } = primary
  const own: FilingPart = { type: row.form, name: primary.name, text: '' }
  const raw =
    parts.length === 0
      ? { bytes, mediaType }
      : {
          bytes: writeSubmission(row.accessionNumber, [
            { ...own, text: decodeBytes(bytes, { contentType }).text },
            ...parts,
          ]),
          mediaType: 'text/plain' as const,
        }
  return { is: 'here', acceptedAt, flags, url, raw, notes, missing }
}

function exhibitsOf({ documents }: FilingHeader, { bytes, contentType }: FilingFile) {
  return documents.length > 0 ? documents : readLinkedNews(decodeBytes(bytes, { contentType }).text)
}

type Asked = {
  /** @throws PermanentFault where the file is not there. */
  file(name: string, bytesMax: number): Promise<FilingFile>
  /** Undefined where the file is not there. */
  textOf(name: string, bytesMax: number): Promise<string | undefined>
}

function openFiling(edgar: Edgar, { cik, row, signal }: GatherAsk): Asked {
  const place: FilingPlace = { cik, accessionNumber: row.accessionNumber }
  const file: Asked['file'] = (name, bytesMax) => edgar.file(place, name, { bytesMax, signal })
  return {
    file,
    async textOf(name, bytesMax) {
      try {
        const { bytes, contentType } = await file(name, bytesMax)
        return decodeBytes(bytes, { contentType }).text
      } catch (fault) {
        if (fault instanceof PermanentFault) return undefined
        throw fault
      }
    },
  }
}

/** What the header says; what it leaves open is asked of the filing's other lists. */
async function readHeader({ textOf }: Asked, row: FilingRow): Promise<FilingHeader> {
  const { accessionNumber: number, form } = row
  const wantsNews = carriesNews(form)
  const header = readFilingHeader(
    (await textOf(`${number}-index-headers.html`, PAGE_BYTES)) ?? '',
    number,
  )
  let { acceptedAt, documents } = header
  const lacksNews = () => wantsNews && documents.length === 0
  if (!acceptedAt) {
    const start = (await textOf(`${number}.txt`, HEADER_BYTES)) ?? ''
    acceptedAt = readFilingHeader(start, number).acceptedAt
  }
  if (!acceptedAt || lacksNews()) {
    const index = readFilingIndex((await textOf(`${number}-index.html`, PAGE_BYTES)) ?? '', number)
    acceptedAt ??= index.acceptedAt
    if (lacksNews()) documents = index.documents
  }
  if (lacksNews()) documents = readFilingFolder(jsonOf(await textOf('index.json', PAGE_BYTES)))
  return { acceptedAt, documents }
}

type Primary = FilingFile & {
  name: string
  mediaType: 'text/html' | 'text/plain'
  isSubmission: boolean
}

/** The primary document; where it is not there, all of the submission as one text. */
async function readPrimary({ file }: Asked, row: FilingRow): Promise<Primary> {
  const { accessionNumber: number, primaryDocument: name } = row
  let missing: unknown = new PermanentFault('source_gone', `${number} has no primary document`)
  if (name !== '') {
    try {
      const mediaType = /\.txt$/i.test(name) ? 'text/plain' : 'text/html'
      return { ...(await file(name, DOCUMENT_BYTES)), name, mediaType, isSubmission: false }
    } catch (fault) {
      if (!(fault instanceof PermanentFault)) throw fault
      missing = fault
    }
  }
  try {
    const whole = await file(`${number}.txt`, DOCUMENT_BYTES)
    if (isSubmission(whole.bytes.toString('latin1', 0, 2_000)))
      return { ...whole, name: `${number}.txt`, mediaType: 'text/plain', isSubmission: true }
  } catch (fault) {
    if (!(fault instanceof PermanentFault)) throw fault
  }
  throw missing
}

async function readExhibits(
  { file }: Asked,
  documents: readonly FiledDocument[],
): Promise<{ parts: FilingPart[]; notes: string[]; missing: string[] }> {
  const news = documents.filter(({ type, name }) => isNewsExhibit(type) && isFileOfFiling(name))
  const readable = news.filter(({ name }) => isReadable(name))
  const notes = news
    .filter(({ name }) => !isReadable(name))
    .map(({ type, name }) => `exhibit ${type} ${name} is no text`)
  for (const { type, name } of readable.slice(EXHIBITS_MAX))
    notes.push(`exhibit ${type} ${name} is past the first ${EXHIBITS_MAX}`)
  const parts: FilingPart[] = []
  const missing: string[] = []
  for (const { type, name } of readable.slice(0, EXHIBITS_MAX)) {
    try {
      const { bytes, contentType } = await file(name, EXHIBIT_BYTES)
      parts.push({ type, name, text: decodeBytes(bytes, { contentType }).text })
    } catch (fault) {
      if (!(fault instanceof PermanentFault)) throw fault
      missing.push(`exhibit ${type} ${name} could not be had: ${messageOf(fault)}`)
    }
  }
  return { parts, notes, missing }
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
