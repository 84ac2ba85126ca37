/** Which filings of a list told results, and when, as far as the list and the headers read say. */

import { likeliestAcceptance } from '../../domain/document/filing-time.ts'
import type { EarningsNotice } from '../../domain/fundamentals/earnings-dates.ts'
import { readingsOf, type FilingRow } from './submissions.ts'

const REPORT = /^(?:10-[KQ]T?|20-F|40-F)$/

/**
 * The filings of results accepted by `now`: 8-K with item 2.02, and the reports themselves; an
 * amendment tells nothing first.
 *
 * @param sure Moments of acceptance that a header has told, by accession number.
 */
export function earningsNoticesIn(
  rows: readonly FilingRow[],
  { now, sure }: { now: Date; sure: ReadonlyMap<string, Date> },
): EarningsNotice[] {
  return rows.flatMap((row) => {
    const { form, items, filingDate, accessionNumber } = row
    const basis = form === '8-K' && /(?:^|,)\s*2\.02\b/.test(items) ? 'results' : 'report'
    if (basis === 'report' && !REPORT.test(form)) return []
    const told = sure.get(accessionNumber)
    const announcedAt = told ?? likeliestAcceptance(readingsOf(row), { filingDate, now })
    if (!announcedAt || announcedAt > now) return []
    return [{ accessionNumber, basis, announcedAt, isSure: told !== undefined }]
  })
}
