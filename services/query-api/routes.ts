/** The page's API: every area's answers at the addresses of the catalogue. */

import { Router, StatusError, type IRequest } from 'itty-router'
import * as v from 'valibot'
import { catalogue, type Catalogue } from '#shared/contracts/api/catalogue.ts'
import type { Answers, ApiRoute } from '#shared/contracts/api/route.ts'
import { readJson } from '#shared/host/json-api.ts'
import { Uuid } from '#shared/contracts/primitives.ts'
import { guardChange, toRefusal, toAnswer, answerFault } from './answer.ts'
import { answerAccess } from './access/routes.ts'
import { answerDocuments } from './documents/routes.ts'
import { answerOperators } from './operators/routes.ts'
import { answerOverview } from './overview/routes.ts'
import { answerSignals } from './signals/routes.ts'
import { answerTrading } from './trading/routes.ts'
import { answerUniverse } from './universe/routes.ts'

/** What all areas together stand on. */
export type ApiParts = Parameters<typeof answerDocuments>[0] &
  Parameters<typeof answerOperators>[0] &
  Parameters<typeof answerOverview>[0] &
  Parameters<typeof answerSignals>[0] &
  Parameters<typeof answerTrading>[0] &
  Parameters<typeof answerUniverse>[0]

/** One answer for each route of the catalogue. */
export function answerAll(parts: ApiParts): Answers<Catalogue> {
  return {
    ...answerAccess(),
    ...answerOverview(parts),
    ...answerOperators(parts),
    ...answerTrading(parts),
    ...answerUniverse(parts),
    ...answerDocuments(parts),
    ...answerSignals(parts),
  }
}

export type ApiSite = {
  answers: Answers<Catalogue>
  /** Server-sent events that tell what changed. */
  live: (request: IRequest) => Response
  /** Prometheus text. */
  metrics: () => Promise<string>
  /** A file of the built page, or the page itself. */
  page: (request: IRequest) => Promise<Response>
}

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export function routes({ answers, live, metrics, page }: ApiSite) {
  const router = Router({ catch: answerFault, finally: [toAnswer] })
  for (const [key, route] of Object.entries(catalogue) as [keyof Catalogue, ApiRoute][]) {
    const [method, path] = key.split(' ') as ['GET' | 'POST', string]
    const answer = answers[key] as (asked: unknown) => Promise<unknown>
    const answerTo = async (request: IRequest) =>
      found(route, await answer(await parse(route, request)))
    if (method === 'GET') router.get(path, answerTo)
    else router.post(path, guardChange, answerTo)
  }
  return router
    .get('/api/live', live)
    .get('/metrics', () =>
      metrics().then((text) => new Response(text, { headers: { 'content-type': METRICS_TYPE } })),
    )
    .all('/api/*', (r: IRequest) =>
      toRefusal(404, `No route ${r.method} ${new URL(r.url).pathname}`),
    )
    .get('*', page)
    .all('*', (r: IRequest) => toRefusal(405, `No ${r.method} here`))
}

/** What is asked, held to the route's schemas. */
async function parse(route: ApiRoute, request: IRequest) {
  return {
    request,
    ...(route.names === undefined ? {} : { id: v.parse(Uuid, request.params['id']) }),
    ...(route.query ? { query: v.parse(route.query, request.query) } : {}),
    ...(route.body ? { body: v.parse(route.body, await readJson(request)) } : {}),
  }
}

/** Lets a value through, or answers 404 where there is none. */
function found(route: ApiRoute, value: unknown): unknown {
  if (value !== undefined) return value
  throw new StatusError(404, `No such ${route.names ?? 'thing'}`)
}
