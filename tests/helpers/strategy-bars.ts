/** Daily bars by chance, with waves that strategies act on, and the same as rows of the record. */

import { randomOf } from '#shared/domain/statistics/chance.ts'
import type { ShadowBar } from '#shared/domain/strategy/shadow/feed.ts'
import type { Db } from '#shared/sql/open.ts'
import { sessionsFrom } from './engine-bars.ts'

/** Prices of two decimals, that gap at the open, rise and fall far enough for every rule to fire. */
export function wavyBars(count: number, seed: number, from = '2018-01-02'): ShadowBar[] {
  const random = randomOf(seed)
  const cents = (price: number) => Math.round(price * 100) / 100
  let close = 100
  return sessionsFrom(from, count).map((date, place) => {
    const open = cents(close * (1 + (random() - 0.5) * 0.01))
    close = cents(open * (1 + (random() - 0.5) * 0.03 + 0.012 * Math.sin((place + seed) / 9)))
    const high = cents(Math.max(open, close) * (1 + random() * 0.008))
    const low = cents(Math.min(open, close) * (1 - random() * 0.008))
    return { date, open, high, low, close, volume: 1_000_000 + place }
  })
}

/** Stored as they came in on the evening of each session. */
export async function putBars(db: Db, ticker: string, bars: readonly ShadowBar[]): Promise<void> {
  const rows = bars.map(({ date, open, high, low, close, volume }) => ({
    ticker,
    timespan: '1d',
    starts_at: new Date(`${date}T05:00:00Z`),
    session_date: date,
    open: String(open),
    high: String(high),
    low: String(low),
    close: String(close),
    volume: String(volume),
    fetched_at: new Date(Date.parse(`${date}T22:00:00Z`)),
  }))
  if (rows.length > 0) await db`insert into market_snapshots ${db(rows)}`
}
