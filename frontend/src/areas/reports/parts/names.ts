/** How a report is called. */

import type { ReportRow } from '#shared/contracts/api/reports.ts'

const day = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  year: 'numeric',
})

/** `Fri 03 May 2019`, `Week up to Fri 03 May 2019`. */
export function periodName({ type, periodEnd }: Pick<ReportRow, 'type' | 'periodEnd'>): string {
  // A week ends as Saturday begins.
  const last = new Date(new Date(periodEnd).getTime() - 1)
  const named = day.format(last).replace(',', '')
  return type === 'daily' ? named : `Week up to ${named}`
}
