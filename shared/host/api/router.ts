/**
 * The routes of one service, made of the catalogue: every request is somebody's, has a route that
 * is written down, and is held to it. Another site's page, and what is no JSON, the door has kept out.
 */

import { Router, type IRequest } from 'itty-router'
import { catalogue, type Catalogue, type RoutesOf } from '../../contracts/api/catalogue.ts'
import { pathsOf } from '../../contracts/api/gateway.ts'
import type { Principal } from '../../contracts/api/principal.ts'
import type { Answers, RouteService, Told } from '../../contracts/api/route.ts'
import { Refusal } from '../refusal.ts'
import { callerOf } from '../request.ts'
import { traceOf, withTrace, type Trace } from '../trace.ts'
import { admit, askStepUp, requireStepUp } from './admit.ts'
import { marked, refusalOf, toAnswer, toRefusal } from './answer.ts'
import { rowOf, trailOf, type ChangeRow, type Visit } from './change.ts'
import { Throttled, type RateLimits } from './limits.ts'
import { recognise } from './recognise.ts'
import { csvAnswer, isCsvAsked, listHeaders, pageOf, type ListRow } from './list.ts'
import { parseAsked } from './asked.ts'

/** A request with its body read, as a signature covers it. */
export type Arrived = { request: Request; body: Uint8Array<ArrayBuffer> }

export type ApiSite<S extends RouteService> = {
  service: S
  answers: Answers<RoutesOf<S>>
  /** Who asks. Throws a Refusal 401 where that is said but does not hold. */
  authenticate: (arrived: Arrived) => Promise<Principal>
  /** Asks the service that answers the route; absent where this one passes nothing on. */
  passOn?: (
    to: RouteService,
    arrived: Arrived & { trace: Trace },
    by: Principal,
  ) => Promise<Response>
  /** Writes a row of the audit; the change is refused, or said to have failed, where that cannot be. */
  keep: (row: ChangeRow) => Promise<void>
  /** Real time, by which a use of a passkey is fresh; left out but in tests. */
  now?: () => Date
  /** The session of which a request brings the token that renews it, made by us; undefined: of none. */
  renewing?: (request: Request) => string | undefined
  /** How often somebody may ask; absent behind a front door that holds it. */
  limits?: RateLimits
  /** Answers an address that is none of the catalogue's. */
  otherwise?: (request: Request) => Promise<Response>
}

type Answer = (asked: unknown) => Promise<unknown>
type Key = keyof Catalogue

const split = (key: Key) => key.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE', string]
const methods = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const

/** Answers every route of the service, and passes on others where it can. */
export function openApi<S extends RouteService>(
  site: ApiSite<S>,
): (request: Request) => Promise<Response> {
  const router = Router({ catch: sayNo })
  const keys = (Object.keys(catalogue) as Key[]).filter(
    (key) => catalogue[key].service === site.service || site.passOn,
  )
  for (const key of keys) {
    const [method, path] = split(key)
    for (const name of pathsOf(path))
      router[methods[method]](name, (request: IRequest) => answer(site, key, request))
  }
  for (const path of new Set(keys.map((key) => split(key)[1]))) {
    const allow = keys.map(split).flatMap(([method, its]) => (its === path ? [method] : []))
    const refuse = (request: IRequest) => {
      throw new Refusal(405, `No ${request.method} here`, 'method', { allow: allow.join(', ') })
    }
    for (const name of pathsOf(path)) router.all(name, refuse)
  }
  router.all('*', (request: IRequest) =>
    site.otherwise ? site.otherwise(request as unknown as Request) : noRoute(request),
  )
  return (request) => router.fetch(request as unknown as IRequest)
}

function sayNo(fault: unknown): Response {
  const refusal = refusalOf(fault)
  if (!refusal) throw fault
  return toRefusal(refusal)
}

/** @throws Refusal 404 */
export function noRoute({ method, url }: { method: string; url: string }): never {
  throw new Refusal(404, `No route ${method} ${new URL(url).pathname}`, 'no_route')
}

/** Serves one request; whatever becomes of a change, the audit has it. */
async function answer<S extends RouteService>(
  site: ApiSite<S>,
  key: Key,
  asked: IRequest,
): Promise<Response> {
  const visit: Visit = {
    key,
    route: catalogue[key],
    trace: traceOf(Object.fromEntries(asked.headers)),
    by: { kind: 'anyone', from: callerOf(asked as unknown as Request) },
    told: { subject: asked.params['id'] ?? '' },
    isKept: false,
    isPassed: false,
  }
  const keep = async (outcome: string) => {
    const row = rowOf(visit, outcome)
    if (row) await site.keep(row)
  }
  const { traceparent } = visit.trace
  try {
    const response = await withTrace(traceparent, () => serve(site, visit, asked))
    await keep(response.ok || response.status < 400 ? 'done' : 'refused')
    return traced(response, visit)
  } catch (fault) {
    const refusal = refusalOf(fault)
    if (!(fault instanceof Throttled) || fault.isFirst) await keep(refusal?.code ?? 'fault')
    if (!refusal) throw fault
    return traced(toRefusal(refusal), visit)
  }
}

async function serve<S extends RouteService>(
  site: ApiSite<S>,
  visit: Visit,
  asked: IRequest,
): Promise<Response> {
  const { key, route, trace } = visit
  const request = asked as unknown as Request
  const now = site.now?.() ?? new Date(Date.now())
  const body = new Uint8Array(await request.arrayBuffer())
  const arrived = { request, body }
  const by = await recognise(site, arrived, now)
  visit.by = by
  admit(key as Key, by)
  askStepUp(route, by, undefined, now)
  const parsed = parseAsked(route, asked, body)
  askStepUp(route, by, parsed.body as Record<string, unknown> | undefined, now)
  if (route.service !== site.service) {
    const answered = await site.passOn!(route.service, { ...arrived, trace }, by)
    visit.isPassed = true
    return answered
  }
  const ask = site.answers[key as keyof RoutesOf<S>] as Answer
  let status = 200
  const value = await ask({
    ...parsed,
    by,
    request,
    traceparent: trace.traceparent,
    trail: trailOf(visit),
    askStepUp: () => requireStepUp(route, by, now),
    made: () => void (status = route.made ?? 200),
    tell: (told: Told) => void (visit.told = { ...visit.told, ...told }),
    kept: () => void (visit.isKept = true),
  })
  if (value === undefined) throw new Refusal(404, `No such ${route.names ?? 'thing'}`)
  return value instanceof Response ? value : sayYes(visit, request, parsed, value, status)
}

/** What an answer returned, as it goes out. */
function sayYes(
  { route }: Visit,
  request: Request,
  { query }: { query?: unknown },
  value: unknown,
  status: number,
): Response | Promise<Response> {
  if (request.method !== 'GET') return toAnswer(value, status)
  if (!Array.isArray(value) || !query) return marked(toAnswer(value), request.headers)
  const { url, headers } = request
  const listing = { route, url, accept: headers.get('accept'), query: query as ListRow }
  const rows = pageOf(listing, value as ListRow[])
  const answer = isCsvAsked(listing) ? csvAnswer(listing, rows) : toAnswer(rows)
  for (const [name, text] of Object.entries(listHeaders(listing, rows)))
    answer.headers.set(name, text)
  return marked(answer, headers)
}

function traced(response: Response, { trace }: Visit): Response {
  const headers = new Headers(response.headers)
  headers.set('x-trace-id', trace.traceId)
  return new Response(response.body, { status: response.status, headers })
}
