/** Those who ask in tests, and the answers of a service over them. */

import type { Principal, Role } from '#shared/contracts/api/principal.ts'
import type { RouteKey, RouteService } from '#shared/contracts/api/route.ts'
import { openApi, type ApiSite } from '#shared/host/api/router.ts'

export const PERSON = '0a000000-0000-4000-8000-000000000001'

/** A person of this role, who has just used a passkey. */
export function person(role: Role, name: string = role): Principal {
  return {
    kind: 'person',
    id: PERSON,
    name,
    role,
    sessionId: PERSON,
    // A little before the question, whose moment is taken before this one's.
    steppedUpAt: new Date(Date.now() - 1_000).toISOString(),
    from: '127.0.0.1',
  }
}

/** Asks a service in the name of an admin, or of somebody else. */
export function askService<S extends RouteService>(
  site: Omit<ApiSite<S>, 'authenticate' | 'keep'> & Partial<Pick<ApiSite<S>, 'keep'>>,
  by = person('admin'),
) {
  const keep = () => Promise.resolve()
  const api = openApi({ keep, ...site, authenticate: () => Promise.resolve(by) } as ApiSite<S>)
  return (method: string, path: string, body?: unknown): Promise<Response> =>
    api(
      new Request(`http://service${path}`, {
        method,
        ...(body === undefined
          ? {}
          : {
              body: typeof body === 'string' ? body : JSON.stringify(body),
              headers: { 'content-type': 'application/json' },
            }),
      }),
    )
}

/** What an answer is asked beside its id, query and body, where it is asked without a router. */
export function asking(key: RouteKey, by: Principal = person('admin')) {
  return {
    by,
    request: new Request('http://service/'),
    traceparent: '',
    trail: { by, action: key, does: '', traceId: '' },
    made: () => undefined,
    tell: () => undefined,
    kept: () => undefined,
  }
}
