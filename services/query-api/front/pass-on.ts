/**
 * Passes on what another service of ours answers: same address, signed, in the name of who asks.
 *
 * Only what the catalogue names comes this far, and only after its role was held.
 */

import type { Principal } from '#shared/contracts/api/principal.ts'
import type { RouteService } from '#shared/contracts/api/route.ts'
import type { Arrived } from '#shared/host/api/router.ts'
import { targetOf } from '#shared/host/api/signed.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { signRequest } from '#shared/host/signature.ts'
import type { Trace } from '#shared/host/trace.ts'

type Elsewhere = Exclude<RouteService, 'query-api'>

export type Neighbours = {
  /** The secret of the run; empty: nothing can be passed on. */
  secret: string
  urls: Readonly<Record<Elsewhere, string>>
  /** How long an answer is waited for. */
  patienceMs?: number
}

/** Longer than any of them takes over an answer, shorter than a proxy before us waits. */
const PATIENCE_MS = 15_000

/** What is passed on of a request, and of its answer; cookies and the like are ours alone. */
const ASKED = ['accept', 'content-type', 'if-none-match']
const ANSWERED = [
  'allow',
  'cache-control',
  'content-disposition',
  'content-type',
  'etag',
  'link',
  'retry-after',
]

/** The promise is refused with 503 `away` where the service does not answer. */
export function openPassOn({ secret, urls, patienceMs = PATIENCE_MS }: Neighbours) {
  return async (
    to: RouteService,
    arrived: Arrived & { trace: Trace },
    by: Principal,
  ): Promise<Response> => {
    if (to === 'query-api') throw new RangeError('Pass on a route: it is our own')
    if (secret === '')
      throw new Refusal(503, `${to} takes nothing from us: SERVICE_SECRET is not set`, 'unsigned')
    const { request, body, trace } = arrived
    const target = targetOf(request)
    const method = request.method
    const signed = signRequest(secret, { by: 'query-api', method, target, body, principal: by })
    const inTime = AbortSignal.timeout(patienceMs)
    const reply = await fetch(new URL(target, urls[to]), {
      method,
      headers: { ...picked(request.headers, ASKED), ...signed, traceparent: trace.traceparent },
      body: method === 'GET' ? null : body,
      redirect: 'error',
      // A change that is under way is told of in the audit, though nobody waits for it any more.
      signal: method === 'GET' ? AbortSignal.any([request.signal, inTime]) : inTime,
    }).catch((cause: unknown) => {
      throw new Refusal(503, `${to} does not answer`, 'away', {}, { cause })
    })
    if (reply.status === 401)
      throw new Refusal(503, `${to} does not take our signature: its log says why`, 'unsigned')
    return new Response(reply.body, {
      status: reply.status,
      headers: picked(reply.headers, ANSWERED),
    })
  }
}

function picked(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
}
