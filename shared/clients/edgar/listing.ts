/** Which filings of a company may be due: rows of its list, and of the list's older files. */

import { newYorkDate } from '../../domain/market/calendar.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'
import type { Edgar } from './client.ts'
import {
  readingsOf,
  readRows,
  readSubmissions,
  type FilingRow,
  type OddRow,
  type OlderFile,
  type Rows,
} from './submissions.ts'

/** Reports of companies at home and abroad, of a change of the fiscal year too, and amendments. */
const FORMS = /^(?:8-K(?:12B|12G3|15D5)?|10-[KQ](?:T|SB)?|10-K405|20-F|40-F|6-K)(?:\/A)?$/
/** The most a company has is five. */
const OLDER_FILES_MAX = 10

export type ListAsk = { cik: string; since: Date; now: Date; signal: AbortSignal }

export type ListedFilings = {
  /** May have been accepted in [since, now], oldest first. */
  rows: FilingRow[]
  /** Every row there is, of whatever form and time. */
  all: FilingRow[]
  odd: OddRow[]
  missing: string[]
}

/** Lists what may be due; whether it is only its own header can say. */
export async function listFilings(edgar: Edgar, ask: ListAsk): Promise<ListedFilings> {
  const { cik, since, now, signal } = ask
  const recent = readSubmissions(cik, await edgar.submissions(cik, signal))
  const older = await readOlder(edgar, olderFilesOf(recent, since), ask)
  const mayBeDue = (row: FilingRow) => {
    const readings = readingsOf(row)
    const [first, last] = [readings[0], readings.at(-1)]
    return FORMS.test(row.form) && first && last && last >= since && first <= now
  }
  const firstDate = newYorkDate(since)
  const all = [...recent.rows, ...older.rows]
  return {
    rows: all.filter(mayBeDue).sort(earlierFirst),
    all,
    odd: [...recent.odd, ...older.odd].filter(
      ({ form, filingDate }) =>
        (form === '' || FORMS.test(form)) && (filingDate === '' || filingDate >= firstDate),
    ),
    missing: older.missing,
  }
}

/** Further files are asked for only where the list itself does not reach back far enough. */
function olderFilesOf({ rows, files }: Rows & { files: OlderFile[] }, since: Date): OlderFile[] {
  const reachesBack = rows.some((row) => (readingsOf(row)[0] ?? since) < since)
  if (reachesBack) return []
  const date = newYorkDate(since)
  return files.filter(({ to }) => to === '' || to >= date).slice(0, OLDER_FILES_MAX)
}

async function readOlder(
  edgar: Edgar,
  files: readonly OlderFile[],
  { cik, signal }: ListAsk,
): Promise<Rows & { missing: string[] }> {
  const read: Rows & { missing: string[] } = { rows: [], odd: [], missing: [] }
  for (const { name } of files) {
    try {
      const { rows, odd } = readRows(await edgar.submissions(cik, signal, name))
      read.rows.push(...rows)
      read.odd.push(...odd)
    } catch (fault) {
      if (!(fault instanceof PermanentFault)) throw fault
      read.missing.push(`${name} could not be read: ${messageOf(fault)}`)
    }
  }
  return read
}

function earlierFirst(a: FilingRow, b: FilingRow): number {
  const first = (row: FilingRow) => readingsOf(row)[0]?.getTime() ?? 0
  return first(a) - first(b) || (a.accessionNumber < b.accessionNumber ? -1 : 1)
}
