/** What Alpaca tells every account alike: its assets, the market's clock and its calendar. */

import { newYorkDate, nextSession, sessionAt, sessionOf } from '#shared/domain/market/calendar.ts'
import { assetId, newYorkStamp } from './wire.ts'
import type { WorldCompany } from '../contents/world.ts'
import { DAY_MS } from '#shared/domain/spans.ts'

/** The company an asset's symbol or id names. */
export function findCompany(
  companies: readonly WorldCompany[],
  symbol: string,
): WorldCompany | undefined {
  return companies.find(({ ticker }) => ticker === symbol || assetId(ticker) === symbol)
}

/** `GET /v2/assets`, one row. */
export function wireAsset({ ticker, name }: WorldCompany) {
  return {
    id: assetId(ticker),
    class: 'us_equity',
    exchange: 'NASDAQ',
    symbol: ticker,
    name,
    status: 'active',
    tradable: true,
    marginable: true,
    shortable: false,
    easy_to_borrow: false,
    fractionable: true,
    attributes: [],
  }
}

/** `GET /v2/clock`. */
export function wireClock(now: Date) {
  const session = sessionAt(now)
  const next = nextSession(now)
  return {
    timestamp: newYorkStamp(now),
    is_open: session !== undefined,
    next_open: newYorkStamp(next.opensAt),
    next_close: newYorkStamp((session ?? next).closesAt),
  }
}

/** `GET /v2/calendar`: sessions from `start` to `end`, days of New York. */
export function wireCalendar(query: URLSearchParams, now: Date) {
  const start = query.get('start')?.slice(0, 10) ?? newYorkDate(now)
  const end = query.get('end')?.slice(0, 10) ?? start
  const days = []
  for (let at = Date.parse(start); at <= Date.parse(end); at += DAY_MS) {
    const session = sessionOf(new Date(at).toISOString().slice(0, 10))
    if (!session) continue
    days.push({
      date: session.date,
      open: newYorkStamp(session.opensAt).slice(11, 16),
      close: newYorkStamp(session.closesAt).slice(11, 16),
      session_open: '0400',
      session_close: '2000',
      settlement_date: nextSession(session.closesAt).date,
    })
  }
  return days
}
