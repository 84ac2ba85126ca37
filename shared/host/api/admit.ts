/** Whether who asks may ask this route. */

import { areaOf, catalogue, type Catalogue } from '../../contracts/api/catalogue.ts'
import { isRoleAtLeast, type Principal } from '../../contracts/api/principal.ts'
import type { ApiRoute } from '../../contracts/api/route.ts'
import { readInstant } from '../../domain/document/text/instant.ts'
import { Refusal } from '../refusal.ts'

/** How long a use of a passkey counts as fresh. */
export const STEP_UP_MS = 5 * 60_000

/**
 * Lets pass who may ask; a service of ours acting by itself may ask all but what a person must
 * confirm.
 *
 * @throws Refusal 401 of who is not signed in, 403 of who has not the right.
 */
export function admit(key: keyof Catalogue, by: Principal): void {
  const { role, does, personal }: ApiRoute = catalogue[key]
  if (role === 'anyone') return
  if (personal && (by.kind === 'token' || by.kind === 'service'))
    throw new Refusal(403, `This ${does}: only a person who has signed in may`)
  if (by.kind === 'service') return
  if (by.kind === 'anyone') throw new Refusal(401, 'Sign in first')
  if (!isRoleAtLeast(by.role, role))
    throw new Refusal(403, `This ${does}: it needs the role ${role}, and you have ${by.role}`)
  if (by.kind === 'token' && by.areas.length > 0 && !by.areas.includes(areaOf(key)))
    throw new Refusal(403, `This token may not ask for anything of ${areaOf(key)}`)
}

/**
 * Lets pass what needs no fresh passkey, and who has just used one.
 *
 * @throws Refusal 403 `step_up`
 */
export function askStepUp(
  route: ApiRoute,
  by: Principal,
  /** Undefined where it is not read yet: then only what always asks for a passkey does. */
  body: Readonly<Record<string, unknown>> | undefined,
  // Real time: a passkey grows old while business time stands still.
  now: Date = new Date(Date.now()),
): void {
  if (needsStepUp(route, body)) requireStepUp(route, by, now)
}

/**
 * Lets pass who has just used a passkey.
 *
 * @throws Refusal 403 `step_up`
 */
export function requireStepUp(route: ApiRoute, by: Principal, now: Date): void {
  const at = by.kind === 'person' && by.steppedUpAt !== null ? readInstant(by.steppedUpAt) : null
  const age = at === null ? Infinity : now.getTime() - at.getTime()
  if (age >= 0 && age <= STEP_UP_MS) return
  throw new Refusal(403, `This ${route.does}: confirm it with your passkey`, 'step_up')
}

function needsStepUp(
  { stepUp }: ApiRoute,
  body: Readonly<Record<string, unknown>> | undefined,
): boolean {
  if (typeof stepUp !== 'object') return stepUp === true
  return body !== undefined && Object.entries(stepUp).every(([name, value]) => body[name] === value)
}
