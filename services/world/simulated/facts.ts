/** What a simulated company reports as XBRL: earnings a share of the quarters and years of its past. */

import { shiftDate } from '#shared/domain/market/calendar.ts'
import { openRandom } from '../contents/random.ts'

const YEARS = 3
const QUARTERS = [
  ['01-01', '03-31', 'Q1'],
  ['04-01', '06-30', 'Q2'],
  ['07-01', '09-30', 'Q3'],
  ['10-01', '12-31', 'FY'],
] as const
const FILED_AFTER_DAYS = 38

/** Company facts as EDGAR serves them, only what was filed by `today` (YYYY-MM-DD). */
export function makeFacts(
  seed: number,
  { cik, ticker, name }: { cik: string; ticker: string; name: string },
  today: string,
) {
  const rows = []
  const base = openRandom(seed, 'earnings', ticker).whole(40, 320)
  for (let year = Number(today.slice(0, 4)) - YEARS; year <= Number(today.slice(0, 4)); year += 1) {
    let sum = 0
    for (const [place, [first, last, fp]] of QUARTERS.entries()) {
      const random = openRandom(seed, 'earnings', ticker, year, fp)
      const cents = Math.round(base * (1 + random.whole(-15, 20) / 100))
      sum += cents
      const filed = shiftDate(`${year}-${last}`, FILED_AFTER_DAYS)
      if (filed > today) continue
      const number = String(year * 10 + place).padStart(6, '0')
      const accn = `${cik}-${filed.slice(2, 4)}-${number.slice(-6)}`
      const row = { end: `${year}-${last}`, accn, fy: year, filed }
      if (fp === 'FY')
        rows.push({ ...row, start: `${year}-01-01`, val: sum / 100, fp, form: '10-K' })
      else {
        rows.push({ ...row, start: `${year}-${first}`, val: cents / 100, fp, form: '10-Q' })
        if (place > 0)
          rows.push({ ...row, start: `${year}-01-01`, val: sum / 100, fp, form: '10-Q' })
      }
    }
  }
  const units = { 'USD/shares': rows }
  const label = 'Earnings Per Share, Diluted'
  return {
    cik: Number(cik),
    entityName: `${name} (simulated)`,
    facts: { 'us-gaap': { EarningsPerShareDiluted: { label, description: label, units } } },
  }
}
