/** A company's reports since the last one seen, each by itself: one that is gone hides no other. */

import { FilingsConfig } from '../../contracts/sources/filings-api.ts'
import type { Adapter, Errand, FoundDocument, Reject } from '../../domain/source/found.ts'
import { DAY_MS } from '../../domain/spans.ts'
import { messageOf, PermanentFault, PutOff } from '../../host/faults.ts'
import { sha256 } from '../../host/ids.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import type { Edgar } from './client.ts'
import { documentOf } from './document.ts'
import { gatherFiling, type Gathered } from './gather.ts'
import { listFilings } from './listing.ts'
import { earningsNoticesIn } from './notices.ts'
import { readingsOf, type FilingRow, type OddRow } from './submissions.ts'
import {
  isDueAgain,
  readWaitingFilings,
  WAITING_MAX,
  waitLonger,
  waitUntil,
  type WaitingFiling,
} from './waiting.ts'

/** A list shows a filing of Friday evening on Monday; those seen are remembered by number. */
const OVERLAP_MS = 4 * DAY_MS
const REMEMBERED_MAX = 200
/** Filings one job asks for, new ones and those that could not be had; the rest waits for the next. */
const FILINGS_MAX = 8
const AGAIN_MAX = 4
const ODD_ROWS_MAX = 20
/** So many in a row, and the archive is not answering: asking on helps nobody. */
const FAILURES_MAX = 3

type Work = {
  documents: FoundDocument[]
  rejects: Reject[]
  notes: string[]
  missing: string[]
  remembered: string[]
  waiting: Map<string, WaitingFiling>
  /** Moments of acceptance that a header has told. */
  sure: Map<string, Date>
  /** The newest acceptance dealt with. */
  newest: number
}

export function edgarFilings(edgar: Edgar): Adapter {
  return async (errand) => {
    const { job, seen, now, signal } = errand
    const { cik, lookback_days: lookbackDays } = sourceSettingsOf(FilingsConfig, job)
    const since = seen.lastPublishedAt
      ? seen.lastPublishedAt.getTime() - OVERLAP_MS
      : now.getTime() - lookbackDays * DAY_MS
    const listed = await listFilings(edgar, { cik, since: new Date(since), now, signal })
    const work: Work = {
      documents: [],
      rejects: [],
      notes: [],
      missing: [...listed.missing],
      remembered: textsIn(seen.state['accessions']),
      waiting: new Map(
        readWaitingFilings(seen.state).map((each) => [each.row.accessionNumber, each]),
      ),
      sure: new Map(),
      newest: seen.lastPublishedAt?.getTime() ?? -Infinity,
    }
    rejectOdd(work, listed.odd)
    const again = [...work.waiting.values()].filter((each) => isDueAgain(each, now))
    const fresh = listed.rows.filter(
      ({ accessionNumber }) =>
        !work.waiting.has(accessionNumber) && !work.remembered.includes(accessionNumber),
    )
    const rows = [
      ...fresh.slice(0, FILINGS_MAX),
      ...again.slice(0, AGAIN_MAX).map(({ row }) => row),
    ]
    await gatherAll(edgar, rows, { errand, cik, work })
    return {
      documents: work.documents,
      earnings: earningsOf(listed.all, errand, work),
      rejects: work.rejects,
      notes: work.notes,
      missing: work.missing,
      seen: {
        lastPublishedAt: Number.isFinite(work.newest) ? new Date(work.newest) : null,
        state: {
          accessions: work.remembered.slice(-REMEMBERED_MAX),
          waiting: [...work.waiting.values()],
        },
      },
    }
  }
}

/** At first all that the list knows of, later only what may be news. */
function earningsOf(all: readonly FilingRow[], { seen, now }: Errand, { sure }: Work) {
  const last = seen.lastPublishedAt
  const since = last ? last.getTime() - OVERLAP_MS : -Infinity
  const rows = all.filter(
    (row) => sure.has(row.accessionNumber) || +(readingsOf(row).at(-1) ?? 0) >= since,
  )
  return earningsNoticesIn(rows, { now, sure })
}

type Round = { errand: Errand; cik: string; work: Work }

/** Oldest first; what is not come to is found again next time. */
async function gatherAll(edgar: Edgar, rows: readonly FilingRow[], round: Round): Promise<void> {
  const { errand, cik, work } = round
  const { now, signal } = errand
  let failures = 0
  for (const row of rows) {
    try {
      const gathered = await gatherFiling(edgar, { cik, row, now, signal })
      failures = 0
      keep(work, row, gathered, errand)
    } catch (fault) {
      if (signal.aborted) throw fault
      // With nothing in hand yet the whole job waits its turn, and is back the sooner.
      if (fault instanceof PutOff && work.documents.length === 0) throw fault
      if (fault instanceof PutOff) {
        // Not this filing's doing: it and those after it are found again next time.
        work.missing.push(`${row.accessionNumber} and what follows: ${messageOf(fault)}`)
        return
      }
      putOff(work, row, fault, now)
      failures = fault instanceof PermanentFault ? 0 : failures + 1
    }
    work.newest = Math.max(work.newest, readingsOf(row)[0]?.getTime() ?? -Infinity)
    if (failures >= FAILURES_MAX) return
  }
}

function keep(work: Work, row: FilingRow, gathered: Gathered, { job, now }: Errand): void {
  const { accessionNumber } = row
  if (gathered.is === 'ahead') {
    work.waiting.set(accessionNumber, waitUntil(row, gathered.acceptedAt, now))
    return
  }
  work.waiting.delete(accessionNumber)
  work.remembered.push(accessionNumber)
  const ofIt = (words: string) => `${accessionNumber}: ${words}`
  work.notes.push(...gathered.notes.map(ofIt))
  work.missing.push(...gathered.missing.map(ofIt))
  if (gathered.flags.length === 0) work.sure.set(accessionNumber, gathered.acceptedAt)
  work.documents.push(documentOf(row, gathered, job))
}

/** It is asked for again later; in the end it is given up, and kept as a reject. */
function putOff(work: Work, row: FilingRow, fault: unknown, now: Date): void {
  const { accessionNumber, form } = row
  const says = messageOf(fault)
  const before = work.waiting.get(accessionNumber)
  const isRoom = before !== undefined || work.waiting.size < WAITING_MAX
  const next = isRoom ? waitLonger(row, before, now) : undefined
  if (next) {
    work.waiting.set(accessionNumber, next)
    work.missing.push(
      `${form} ${accessionNumber} waits until ${new Date(next.next).toISOString()}: ${says}`,
    )
    return
  }
  work.waiting.delete(accessionNumber)
  work.remembered.push(accessionNumber)
  const reason = fault instanceof PermanentFault ? 'filing_gone' : 'filing_unreadable'
  work.rejects.push({ reason, says, item: Buffer.from(JSON.stringify(row)) })
}

function rejectOdd(work: Work, odd: readonly OddRow[]): void {
  for (const { says, item } of odd.slice(0, ODD_ROWS_MAX)) {
    const number = `row ${sha256(item).slice(0, 16)}`
    if (work.remembered.includes(number)) continue
    work.remembered.push(number)
    work.rejects.push({ reason: 'filing_row_unreadable', says, item: Buffer.from(item) })
  }
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []
}
