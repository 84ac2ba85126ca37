/** EDGAR's list of a company's filings, a list a column, read row by row. */

import {
  acceptanceReadings,
  endOfFilingDate,
  type AcceptanceReadings,
} from '../../domain/document/filing-time.ts'
import { PermanentFault } from '../../host/faults.ts'

/** One filing as the list tells of it. */
export type FilingRow = {
  accessionNumber: string
  form: string
  /** YYYY-MM-DD, or empty. */
  filingDate: string
  /** `acceptanceDateTime` as it came: what it means is not sure. */
  acceptance: string
  /** Empty where the filing is a text file only. */
  primaryDocument: string
  description: string
  /** 8-K items such as `2.02,9.01`; empty where none. */
  items: string
}

/** A row that cannot be used: what is wrong, and what it holds. */
export type OddRow = { says: string; item: string; form: string; filingDate: string }

export type Rows = { rows: FilingRow[]; odd: OddRow[] }

/** A further file of the list, with the filing dates it spans. */
export type OlderFile = { name: string; from: string; to: string }

export type Submissions = Rows & { files: OlderFile[] }

const ROWS_MAX = 20_000
const ACCESSION = /^\d{10}-\d{2}-\d{6}$/
const FILE = /^CIK\d{10}-submissions-\d{3,}\.json$/
const DATE = /^\d{4}-\d{2}-\d{2}$/

/** @throws PermanentFault where it is no list of filings at all. */
export function readSubmissions(cik: string, value: unknown): Submissions {
  const filings = partOf(value, 'filings')
  const recent = partOf(filings, 'recent')
  if (!Array.isArray(partOf(recent, 'accessionNumber'))) {
    throw new PermanentFault(
      'source_malformed',
      `Read the submissions of ${cik}: expected filings.recent with a list accessionNumber`,
    )
  }
  const files = partOf(filings, 'files')
  return {
    ...readRows(recent),
    files: (Array.isArray(files) ? files : []).flatMap((file: unknown) => {
      const name = textOf(partOf(file, 'name'))
      const [from, to] = [textOf(partOf(file, 'filingFrom')), textOf(partOf(file, 'filingTo'))]
      return FILE.test(name) ? [{ name, from, to }] : []
    }),
  }
}

/** The rows of the list's columns; also of a further file, which is nothing but columns. */
export function readRows(columns: unknown): Rows {
  const column = (name: string): unknown[] => {
    const values = partOf(columns, name)
    return Array.isArray(values) ? values : []
  }
  const accessions = column('accessionNumber')
  const forms = column('form')
  const dates = column('filingDate')
  const accepted = column('acceptanceDateTime')
  const documents = column('primaryDocument')
  const descriptions = column('primaryDocDescription')
  const items = column('items')
  const length = Math.min(ROWS_MAX, Math.max(accessions.length, forms.length))
  const read: Rows = { rows: [], odd: [] }
  for (let place = 0; place < length; place += 1) {
    const row: FilingRow = {
      accessionNumber: textOf(accessions[place]),
      form: textOf(forms[place]).toUpperCase(),
      filingDate: DATE.test(textOf(dates[place])) ? textOf(dates[place]) : '',
      acceptance: textOf(accepted[place]),
      primaryDocument: textOf(documents[place]),
      description: textOf(descriptions[place]),
      items: textOf(items[place]),
    }
    const says = faultOf(row)
    if (says === undefined) read.rows.push(row)
    else {
      const item = JSON.stringify({
        ...row,
        accessionNumber: accessions[place],
        form: forms[place],
      })
      read.odd.push({ says, item, form: row.form, filingDate: row.filingDate })
    }
  }
  return read
}

/** When the filing may have been accepted, earlier first; never empty for a row that was read. */
export function readingsOf({ acceptance, filingDate }: FilingRow): AcceptanceReadings {
  const readings = acceptanceReadings(acceptance)
  const end = endOfFilingDate(filingDate)
  return readings.length > 0 || !end ? readings : [end]
}

/** Nothing but a plain file in the filing's own folder. */
export function isFileOfFiling(name: string): boolean {
  return /^[\w][\w.~+ -]*(?:\/[\w][\w.~+ -]*)?$/.test(name)
}

function faultOf(row: FilingRow): string | undefined {
  const { accessionNumber, form, primaryDocument } = row
  if (!ACCESSION.test(accessionNumber))
    return `expected an accession number, found "${accessionNumber}"`
  if (form === '') return `${accessionNumber}: expected a form, found none`
  if (readingsOf(row).length === 0)
    return `${accessionNumber}: expected a time of acceptance or a filing date, found neither`
  if (primaryDocument !== '' && !isFileOfFiling(primaryDocument))
    return `${accessionNumber}: expected the name of a file, found "${primaryDocument}"`
  return undefined
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
