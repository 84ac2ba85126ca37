/** Daily prices as Polygon tells them: a company's whole past, or one session of all companies. */

import type { Polygon } from './client.ts'
import { MarketConfig } from '../../contracts/sources/market-api.ts'
import {
  nextSession,
  previousSession,
  shiftDate,
  type Session,
} from '../../domain/market/calendar.ts'
import { readBars } from './read-bars.ts'
import type { Adapter, Found, Raw } from '../../domain/source/found.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import { DAY_MS } from '../../domain/spans.ts'

/** Sessions one job fetches; the rest waits for the next. */
const SESSIONS_MAX = 10
/** An empty session older than this stays empty: nobody will tell it later. */
const EMPTY_DAYS = 3

/** @param trackedTickers whose bars of a grouped answer are kept. */
export function polygonBars(
  polygon: Pick<Polygon, 'dailyBars' | 'groupedDaily'>,
  trackedTickers: () => Promise<ReadonlySet<string>>,
): Adapter {
  const range = rangeAdapter(polygon)
  const grouped = groupedAdapter(polygon, trackedTickers)
  return (errand) => {
    const { kind } = sourceSettingsOf(MarketConfig, errand.job)
    return kind === 'range' ? range(errand) : grouped(errand)
  }
}

/** The whole span every time, so that a split rewrites the past and a hole is filled. */
function rangeAdapter(polygon: Pick<Polygon, 'dailyBars'>): Adapter {
  return async ({ job, now, signal }) => {
    const to = previousSession(now)
    const from = shiftDate(to.date, -sourceSettingsOf(MarketConfig, job).history_days)
    const page = await polygon.dailyBars({ ticker: job.ticker, from, to: to.date }, signal)
    const read = readBars(page.results, () => job.ticker, now)
    return {
      bars: [{ ...read, raw: rawPage(page.bytes) }],
      seen: { lastPublishedAt: lastClose(read.bars, to) },
    }
  }
}

/** Every closed session since the last one fetched; at first only the newest. */
function groupedAdapter(
  polygon: Pick<Polygon, 'groupedDaily'>,
  trackedTickers: () => Promise<ReadonlySet<string>>,
): Adapter {
  return async ({ seen, now, signal }) => {
    const found: Required<Pick<Found, 'bars' | 'notes'>> = { bars: [], notes: [] }
    const sessions = dueSessions(seen.lastPublishedAt, now)
    if (sessions.length === 0) return { ...found, seen: {} }
    const tracked = await trackedTickers()
    let lastPublishedAt = seen.lastPublishedAt
    for (const session of sessions) {
      const page = await polygon.groupedDaily(session.date, signal)
      const read = readBars(page.results, (item) => trackedTickerOf(item, tracked), now)
      if (page.results.length === 0) {
        found.notes.push(`no prices of ${session.date}`)
        if (now.getTime() - session.closesAt.getTime() < EMPTY_DAYS * DAY_MS) break
      } else {
        found.bars.push({ ...read, raw: rawPage(page.bytes) })
      }
      lastPublishedAt = session.closesAt
    }
    return { ...found, seen: { lastPublishedAt } }
  }
}

function dueSessions(last: Date | null, now: Date): Session[] {
  const newest = previousSession(now)
  if (last === null) return [newest]
  const sessions: Session[] = []
  for (let at = last; sessions.length < SESSIONS_MAX;) {
    const session = nextSession(at)
    if (session.closesAt > now) break
    sessions.push(session)
    at = session.closesAt
  }
  return sessions
}

function trackedTickerOf(item: object, tracked: ReadonlySet<string>): string | undefined {
  const ticker = 'T' in item ? item.T : undefined
  return typeof ticker === 'string' && tracked.has(ticker) ? ticker : undefined
}

function lastClose(bars: readonly { sessionDate: string }[], to: Session): Date | null {
  return bars.some(({ sessionDate }) => sessionDate === to.date) ? to.closesAt : null
}

function rawPage(bytes: Buffer): Raw {
  return { bucket: 'stonks-raw-market', bytes, mediaType: 'application/json' }
}
