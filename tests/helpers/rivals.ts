/** Two rivals of whom one rises after each good piece of news of the other. */

import { deriveId } from '#shared/host/ids.ts'
import type { Db } from '#shared/sql/open.ts'
import { putCompany, putDocument } from './signals.ts'

/** AAPL and MSFT with forty days of closes before `noon`: AAPL’s are even, MSFT’s rise each day. */
export async function putRivals(sql: Db, noon: Date): Promise<void> {
  await putCompany(sql, 'AAPL')
  await putCompany(sql, 'MSFT')
  await sql`insert into competitor_relationships (relationship_id, company_id, competitor_id, relationship_type, strength)
    values (${deriveId('test', 'pair')}, ${deriveId('company', 'AAPL')}, ${deriveId('company', 'MSFT')}, 'direct_rival', 0.9)`
  const daysBefore = (days: number) => new Date(noon.getTime() - days * 86_400_000)
  for (let day = 40; day > 0; day -= 1) {
    const date = daysBefore(day).toISOString().slice(0, 10)
    const fetched = new Date(daysBefore(day).getTime() + 12 * 3_600_000)
    for (const ticker of ['AAPL', 'MSFT'])
      await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low, close, volume, fetched_at)
        values (${ticker}, '1d', ${new Date(`${date}T05:00:00Z`)}, ${date}, 100, 300, 1,
          ${ticker === 'MSFT' ? 100 * 1.02 ** (40 - day) : 100}, 1000, ${fetched})`
  }
  for (const [place, day] of [20, 16, 12, 9].entries())
    await putDocument(sql, {
      ticker: 'AAPL',
      name: `past ${place}`,
      publishedAt: daysBefore(day),
    })
}
