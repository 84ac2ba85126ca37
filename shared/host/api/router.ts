/**
 * The routes of one service, made of the catalogue: every request is somebody's, has a route that
 * is written down, and is held to it.
 */

import { Router, type IRequest } from 'itty-router'
import { catalogue, type Catalogue, type RoutesOf } from '../../contracts/api/catalogue.ts'
import type { Principal } from '../../contracts/api/principal.ts'
import type { Answers, ApiRoute, RouteService } from '../../contracts/api/route.ts'
import { Refusal } from '../refusal.ts'
import { admit, askStepUp } from './admit.ts'
import { refusalOf, toAnswer, toRefusal } from './answer.ts'
import { askJson, askOwnPage, parseAsked } from './asked.ts'

/** A request with its body read, as a signature covers it. */
export type Arrived = { request: Request; body: Uint8Array<ArrayBuffer> }

export type ApiSite<S extends RouteService> = {
  service: S
  answers: Answers<RoutesOf<S>>
  /** Who asks. Throws a Refusal 401 where that is said but does not hold. */
  authenticate: (arrived: Arrived) => Promise<Principal>
  /** Asks the service that answers the route; absent where this one passes nothing on. */
  passOn?: (to: RouteService, arrived: Arrived, by: Principal) => Promise<Response>
  /** Real time, by which a use of a passkey is fresh; left out but in tests. */
  now?: () => Date
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
  const router = Router({ catch: (fault: unknown) => toRefusal(refusalOf(fault)) })
  const keys = (Object.keys(catalogue) as Key[]).filter(
    (key) => catalogue[key].service === site.service || site.passOn,
  )
  for (const key of keys) {
    const [method, path] = split(key)
    router[methods[method]](path, (request: IRequest) => answer(site, key, request))
  }
  for (const path of new Set(keys.map((key) => split(key)[1]))) {
    const allow = keys.map(split).flatMap(([method, its]) => (its === path ? [method] : []))
    router.all(path, (request: IRequest) => {
      throw new Refusal(405, `No ${request.method} here`, 'method', { allow: allow.join(', ') })
    })
  }
  router.all('*', (request: IRequest) =>
    site.otherwise ? site.otherwise(request as unknown as Request) : noRoute(request),
  )
  return (request) => router.fetch(request as unknown as IRequest)
}

/** @throws Refusal 404 */
export function noRoute({ method, url }: { method: string; url: string }): never {
  throw new Refusal(404, `No route ${method} ${new URL(url).pathname}`, 'no_route')
}

async function answer<S extends RouteService>(
  site: ApiSite<S>,
  key: Key,
  asked: IRequest,
): Promise<Response> {
  const route: ApiRoute = catalogue[key]
  const request = asked as unknown as Request
  if (request.method !== 'GET') askOwnPage(request)
  const body = new Uint8Array(await request.arrayBuffer())
  const arrived = { request, body }
  const by = await site.authenticate(arrived)
  admit(key, by)
  if (route.body || request.method === 'POST') askJson(request)
  const parsed = parseAsked(route, asked, body)
  askStepUp(route, by, 'body' in parsed ? parsed.body : undefined, site.now?.())
  if (route.service !== site.service) return site.passOn!(route.service, arrived, by)
  let status = 200
  const made = () => {
    status = route.made ?? 200
  }
  const ask = site.answers[key as keyof RoutesOf<S>] as Answer
  const value = await ask({ ...parsed, by, request, made, tell: () => undefined })
  if (value === undefined) throw new Refusal(404, `No such ${route.names ?? 'thing'}`)
  return toAnswer(value, status)
}
