/** Who asks a service of ours: another of ours by its signature, or the person it speaks for. */

import type { Principal } from '../../contracts/api/principal.ts'
import { Refusal } from '../refusal.ts'
import { openTakenIds, readServiceSecret, verifyRequest } from '../signature.ts'
import type { Arrived } from './router.ts'

/**
 * Knows who asks by the signature alone, and takes each request once.
 *
 * The promise is refused with 401 `unsigned` where none of ours signed, or where it was taken before.
 */
export function openSigned(secret = readServiceSecret()): (arrived: Arrived) => Promise<Principal> {
  const taken = openTakenIds()
  return async ({ request, body }) => {
    const headers = Object.fromEntries(request.headers)
    const target = targetOf(request)
    const sender = verifyRequest(secret, { method: request.method, target, headers, body })
    if (!taken.take(sender.id)) throw new Refusal(401, 'This request was taken already', 'unsigned')
    return Promise.resolve(sender.principal ?? { kind: 'service', name: sender.by, from: '' })
  }
}

/** Path and query, as a signature covers them. */
export function targetOf({ url }: { url: string }): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}
