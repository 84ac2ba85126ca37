/** The page's API: every area's answers, what is watched, and the files of the page. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import type { watchRoutes } from '#shared/contracts/api/watch.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { noRoute, openApi, type ApiSite } from '#shared/host/api/router.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { answerAccess } from './access/routes.ts'
import { answerAlerts } from './alerts/routes.ts'
import { answerAudit } from './audit/routes.ts'
import { answerBacktests } from './backtests/routes.ts'
import { answerDescription } from './description/routes.ts'
import { answerDocuments } from './documents/routes.ts'
import { answerEvents } from './events/routes.ts'
import { answerLake } from './lake/routes.ts'
import { answerKillSwitch } from './operators/kill-switch.ts'
import { answerAgents } from './models/routes.ts'
import { answerOperators } from './operators/routes.ts'
import { answerOverview } from './overview/routes.ts'
import { answerParity } from './parity/routes.ts'
import { answerQuality } from './quality/routes.ts'
import { answerReports } from './reports/routes.ts'
import { answerSignals } from './signals/routes.ts'
import { answerStrategies } from './strategies/routes.ts'
import { answerSourceHealth } from './sources/routes.ts'
import { answerSystem } from './system/routes.ts'
import { answerTrading } from './trading/routes.ts'
import { answerUniverse } from './universe/routes.ts'

/** What all areas together stand on. */
export type ApiParts = Parameters<typeof answerAccess>[0] &
  Parameters<typeof answerBacktests>[0] &
  Parameters<typeof answerDocuments>[0] &
  Parameters<typeof answerEvents>[0] &
  Parameters<typeof answerLake>[0] &
  Parameters<typeof answerOperators>[0] &
  Parameters<typeof answerOverview>[0] &
  Parameters<typeof answerParity>[0] &
  Parameters<typeof answerQuality>[0] &
  Parameters<typeof answerReports>[0] &
  Parameters<typeof answerSignals>[0] &
  Parameters<typeof answerAgents>[0] &
  Parameters<typeof answerSourceHealth>[0] &
  Parameters<typeof answerSystem>[0] &
  Parameters<typeof answerTrading>[0] &
  Parameters<typeof answerUniverse>[0] &
  WatchParts

type WatchParts = {
  /** Server-sent events that tell what changed. */
  live: (by: Principal, after?: string) => Response
  /** Prometheus text. */
  metrics: () => Promise<string>
}

type Own = RoutesOf<'query-api'>

/** One answer for each route of the catalogue that is query-api's. */
export function answerAll(parts: ApiParts): Answers<Own> {
  return {
    ...answerAudit(parts),
    ...answerAccess(parts),
    ...answerOverview(parts),
    ...answerOperators(parts),
    ...answerKillSwitch(parts),
    ...answerTrading(parts),
    ...answerParity(parts),
    ...answerUniverse(parts),
    ...answerDocuments(parts),
    ...answerEvents(parts),
    ...answerSignals(parts),
    ...answerStrategies(parts),
    ...answerAgents(parts),
    ...answerQuality(parts),
    ...answerReports(parts),
    ...answerBacktests(parts),
    ...answerLake(parts),
    ...answerSourceHealth(parts),
    ...answerSystem(parts),
    ...answerAlerts(parts),
    ...answerWatch(parts),
    ...answerDescription(),
  }
}

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

function answerWatch({ live, metrics }: WatchParts): Answers<typeof watchRoutes> {
  return {
    'GET /api/live': ({ by, request, query }) =>
      Promise.resolve(live(by, request.headers.get('last-event-id') ?? query.after)),
    'GET /metrics': async () =>
      new Response(await metrics(), { headers: { 'content-type': METRICS_TYPE } }),
  }
}

export type FrontSite = Omit<ApiSite<'query-api'>, 'service' | 'otherwise'> & {
  /** A file of the built page, or the page itself. */
  page: (request: Request) => Promise<Response>
}

export function routes({ page, ...site }: FrontSite): (request: Request) => Promise<Response> {
  return openApi({
    ...site,
    service: 'query-api',
    otherwise: async (request) => {
      if (new URL(request.url).pathname.startsWith('/api/')) noRoute(request)
      if (request.method !== 'GET' && request.method !== 'HEAD')
        throw new Refusal(405, `No ${request.method} here`)
      const file = await page(request)
      if (request.method === 'GET') return file
      await file.body?.cancel()
      return new Response(null, file)
    },
  })
}
