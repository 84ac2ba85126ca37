/** Who asks, as the page is told. */

import type { Me } from '#shared/contracts/api/access-rows.ts'
import type { Principal, Role } from '#shared/contracts/api/principal.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { STEP_UP_MS } from '#shared/host/api/admit.ts'
import { listPasskeys } from '#shared/sql/access/passkeys.ts'
import type { Access } from './open.ts'

export type PersonAsking = Extract<Principal, { kind: 'person' }>

/** A session's person, as far as the page is told. */
export type Known = {
  personId: string
  personName: string
  role: Role
  enrolOnly: boolean
  steppedUpAt: Date | null
}

/** @throws Refusal 403 of a token or a service: what is a person's own, a person alone may do. */
export function askPerson(by: Principal): PersonAsking {
  if (by.kind === 'person') return by
  throw new Refusal(403, 'Only a person who is signed in may do this')
}

export async function tellMe(access: Access, by: Principal): Promise<Served<Me>> {
  if (by.kind !== 'person') return tellOf(access, undefined)
  const session = await access.sessions.read(by.sessionId, access.now())
  const steppedUpAt = by.steppedUpAt === null ? null : new Date(by.steppedUpAt)
  return tellOf(access, session && { ...session, steppedUpAt })
}

export async function tellOf(access: Access, known: Known | undefined): Promise<Served<Me>> {
  const ways = {
    passkey: access.site.rpId !== undefined,
    oidc: access.company?.name ?? null,
  }
  if (!known) return { person: null, passkeys: 0, steppedUpUntil: null, enrolOnly: false, ways }
  const { personId: id, personName: name, role, enrolOnly, steppedUpAt } = known
  const passkeys = await listPasskeys(access.sql, id)
  const until = steppedUpAt && new Date(steppedUpAt.getTime() + STEP_UP_MS)
  return {
    person: { id, name, role },
    passkeys: passkeys.length,
    steppedUpUntil: until && until > access.now() ? until : null,
    enrolOnly,
    ways,
  }
}
