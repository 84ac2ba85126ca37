/** Minutes of one company as Polygon tells them, session by session. */

import { MarketConfig } from '../../contracts/sources/market-api.ts'
import { dueSessions } from '../../domain/market/due-sessions.ts'
import type { Adapter, Found } from '../../domain/source/found.ts'
import { messageOf } from '../../host/faults.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import type { PolygonMarket, PolygonPages } from './market.ts'
import { missingOf, rawPage } from './pages.ts'
import { readMinutes } from './read-bars.ts'

/** Sessions one job fetches: a week of minutes is two thousand bars. */
const SESSIONS_MAX = 5

/** Every closed session since the last one fetched; at first only the newest. */
export function polygonMinutes(polygon: Pick<PolygonMarket, 'minuteBars'>): Adapter {
  return async ({ job, seen, now, signal }) => {
    const { ticker } = job
    const { extended_hours: extended } = sourceSettingsOf(MarketConfig, job)
    const found = { bars: [] as NonNullable<Found['bars']>, notes: [] as string[] }
    let lastPublishedAt = seen.lastPublishedAt
    for (const session of dueSessions(lastPublishedAt, now, SESSIONS_MAX)) {
      let answer: PolygonPages
      try {
        answer = await polygon.minuteBars({ ticker, date: session.date }, signal)
      } catch (fault) {
        // What was had of earlier sessions is kept; the next fetch goes on behind them.
        if (found.bars.length === 0 || signal.aborted) throw fault
        const missing = [`minutes of ${session.date}: ${messageOf(fault)}`]
        return { ...found, seen: { lastPublishedAt }, missing }
      }
      const pages = answer.pages.filter(({ results }) => results.length > 0)
      for (const { results, bytes } of pages) {
        const { minutes, rejects } = readMinutes(results, () => ticker, { now, extended })
        found.bars.push({ bars: [], minutes, rejects, raw: rawPage(bytes) })
      }
      if (pages.length === 0) found.notes.push(`no minutes of ${ticker} on ${session.date}`)
      const missing = missingOf(`minutes of ${session.date}`, answer.missing)
      if (missing.length > 0) return { ...found, seen: { lastPublishedAt }, missing }
      lastPublishedAt = session.closesAt
    }
    return { ...found, seen: { lastPublishedAt } }
  }
}
