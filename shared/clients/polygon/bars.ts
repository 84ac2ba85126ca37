/** Prices as Polygon tells them: a company's whole past, or one session of all companies. */

import type { PolygonMarket, PolygonPages } from './market.ts'
import { polygonMinutes } from './minutes.ts'
import { resting } from './resting.ts'
import { MarketConfig } from '../../contracts/sources/market-api.ts'
import { previousSession, shiftDate, type Session } from '../../domain/market/calendar.ts'
import { dueSessions } from '../../domain/market/due-sessions.ts'
import { readTicker } from '../../domain/market/ticker.ts'
import { missingOf, rawPage } from './pages.ts'
import { readBars } from './read-bars.ts'
import type { Adapter, Found } from '../../domain/source/found.ts'
import { messageOf } from '../../host/faults.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import { DAY_MS } from '../../domain/spans.ts'

/** Sessions one job fetches; the rest waits for the next. */
const SESSIONS_MAX = 10
/** An empty session older than this stays empty: nobody will tell it later. */
const EMPTY_DAYS = 3
/** A ticker without a bar for so long is told of: it no longer trades under that name. */
const SILENT_DAYS = 10

/** @param trackedTickers whose bars of a grouped answer are kept. */
export function polygonBars(
  polygon: Pick<PolygonMarket, 'dailyBars' | 'groupedDaily' | 'minuteBars'>,
  trackedTickers: () => Promise<ReadonlySet<string>>,
): Adapter {
  const kinds = {
    range: rangeAdapter(polygon),
    grouped_daily: groupedAdapter(polygon, trackedTickers),
    minute: polygonMinutes(polygon),
  }
  return resting((errand) => kinds[sourceSettingsOf(MarketConfig, errand.job).kind](errand))
}

/** The whole span every time, so that a correction is seen and a hole is filled. */
function rangeAdapter(polygon: Pick<PolygonMarket, 'dailyBars'>): Adapter {
  return async ({ job, now, signal }) => {
    const ticker = sourceSettingsOf(MarketConfig, job).ticker ?? job.ticker
    const to = previousSession(now)
    const from = shiftDate(to.date, -sourceSettingsOf(MarketConfig, job).history_days)
    const { pages, missing } = await polygon.dailyBars({ ticker, from, to: to.date }, signal)
    const bars = pages.map((page) => ({
      ...readBars(page.results, () => ticker, now),
      raw: rawPage(page.bytes),
    }))
    const newest = bars.flatMap((page) => page.bars).reduce(laterDate, '')
    return {
      bars: bars.filter((_, place) => pages[place]!.results.length > 0),
      seen: { lastPublishedAt: newest === to.date ? to.closesAt : null },
      missing: missingOf(`bars of ${ticker}`, missing),
      notes: silence(ticker, newest, { from, to: to.date }),
    }
  }
}

/** What to say of a ticker that trades no more, or not under this name; it is no fault. */
function silence(
  ticker: string,
  newest: string,
  { from, to }: { from: string; to: string },
): string[] {
  const way = 'it may be delisted, renamed or not of this market'
  if (newest === '') return [`no bars of ${ticker} from ${from} to ${to}: ${way}`]
  return newest < shiftDate(to, -SILENT_DAYS)
    ? [`no bars of ${ticker} since ${newest}: ${way}`]
    : []
}

/** Every closed session since the last one fetched; at first only the newest. */
function groupedAdapter(
  polygon: Pick<PolygonMarket, 'groupedDaily'>,
  trackedTickers: () => Promise<ReadonlySet<string>>,
): Adapter {
  return async ({ seen, now, signal }) => {
    const found: Required<Pick<Found, 'bars' | 'notes'>> = { bars: [], notes: [] }
    const sessions = dueSessions(seen.lastPublishedAt, now, SESSIONS_MAX)
    if (sessions.length === 0) return { ...found, seen: {} }
    const tracked = await trackedTickers()
    let lastPublishedAt = seen.lastPublishedAt
    for (const session of sessions) {
      const answer = await askSession(polygon, session, signal, found.bars.length > 0)
      if (typeof answer === 'string')
        return { ...found, seen: { lastPublishedAt }, missing: [answer] }
      const items = answer.pages.flatMap(({ results }) => results)
      if (items.length === 0) {
        found.notes.push(`no prices of ${session.date}`)
        if (now.getTime() - session.closesAt.getTime() < EMPTY_DAYS * DAY_MS) break
      }
      for (const { results, bytes } of answer.pages.filter(({ results }) => results.length > 0)) {
        const read = readBars(results, (item) => trackedTickerOf(item, tracked), now)
        found.bars.push({ ...read, raw: rawPage(bytes) })
      }
      // A session that is not whole is asked for again.
      if (answer.missing !== null)
        return { ...found, seen: { lastPublishedAt }, missing: [answer.missing] }
      lastPublishedAt = session.closesAt
    }
    return { ...found, seen: { lastPublishedAt } }
  }
}

/** One session; where others were had before, a fault is told, so that they are kept. */
async function askSession(
  polygon: Pick<PolygonMarket, 'groupedDaily'>,
  { date }: Session,
  signal: AbortSignal,
  hasOthers: boolean,
): Promise<PolygonPages | string> {
  try {
    return await polygon.groupedDaily(date, signal)
  } catch (fault) {
    if (!hasOthers || signal.aborted) throw fault
    return `${date}: ${messageOf(fault)}`
  }
}

function trackedTickerOf(item: object, tracked: ReadonlySet<string>): string | undefined {
  const told = 'T' in item ? item.T : undefined
  const ticker = typeof told === 'string' ? readTicker(told) : undefined
  return ticker !== undefined && tracked.has(ticker) ? ticker : undefined
}

function laterDate(latest: string, { sessionDate }: { sessionDate: string }): string {
  return sessionDate > latest ? sessionDate : latest
}
