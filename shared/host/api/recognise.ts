/** Who asks, and whom it is counted to. */

import type { Principal } from '../../contracts/api/principal.ts'
import type { RouteService } from '../../contracts/api/route.ts'
import { Refusal } from '../refusal.ts'
import { callerOf } from '../request.ts'
import type { ApiSite, Arrived } from './router.ts'

/**
 * Who is known is counted alone: what others send from the same address keeps nobody out.
 *
 * @throws Refusal 429 of who asks too often, and what `authenticate` throws.
 */
export async function recognise<S extends RouteService>(
  { authenticate, renewing, limits }: ApiSite<S>,
  arrived: Arrived,
  now: Date,
): Promise<Principal> {
  const { request } = arrived
  const from = callerOf(request)
  const askAddress = () => limits?.askAddress(from, request.method, now)
  let by: Principal
  try {
    by = await authenticate(arrived)
  } catch (fault) {
    // A part of ours that is away is nobody's doing.
    if (fault instanceof Refusal) askAddress()
    throw fault
  }
  if (by.kind !== 'anyone') limits?.askPrincipal(by, now)
  else {
    const session = renewing?.(request)
    if (session === undefined) askAddress()
    else limits?.askSession(session, now)
  }
  return by
}
