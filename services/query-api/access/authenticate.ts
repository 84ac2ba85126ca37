/** Who asks: a person by the cookie of a session, a script or Prometheus by its token, or nobody known. */

import { isRoleAtLeast, type Principal, type Role } from '#shared/contracts/api/principal.ts'
import { verifyAccessToken } from '#shared/host/auth/access-token.ts'
import { readRefreshToken } from '#shared/host/auth/refresh-token.ts'
import { neighbourhood } from '#shared/host/caller.ts'
import { hashSecret, TOKEN_PREFIX } from '#shared/host/auth/secrets.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { callerOf } from '#shared/host/request.ts'
import { isTokenLive, noteTokenUse, readLiveToken } from '#shared/sql/access/api-tokens.ts'
import { ACCESS_COOKIE, onlyOf, readCookies, REFRESH_COOKIE } from './cookies.ts'
import { isScrape } from './metrics-token.ts'
import type { Access } from './open.ts'

const BEARER = new RegExp(`^Bearer (${TOKEN_PREFIX}[A-Za-z0-9_-]{43})$`)

/** What a session that only enrols may ask. */
const ENROLMENT = new Set([
  '/api/access/me',
  '/api/access/passkeys',
  '/api/access/passkeys/options',
  '/api/access/sign-out',
])

/** The lesser of two. */
const lesser = (one: Role, other: Role): Role => (isRoleAtLeast(one, other) ? other : one)

/**
 * A cookie that does not hold is as none: it may have ended, and one signs in anew.
 *
 * @throws Refusal 401 of an Authorization that does not hold: whoever sends one means it.
 */
export function openAuthenticate(
  access: Access,
): (arrived: { request: Request }) => Promise<Principal> {
  return async ({ request }) => {
    const from = callerOf(request)
    const authorization = request.headers.get('authorization')
    if (authorization !== null && isScrape(request, authorization, access.metricsToken))
      return { kind: 'service', name: 'prometheus', from }
    if (authorization !== null) return byToken(access, authorization, from)
    return (await bySession(access, request, from)) ?? { kind: 'anyone', from }
  }
}

/** Whose renewal a request brings, by its signature alone; whether it is still good is asked later. */
export function openRenewing({ keys }: Access): (request: Request) => string | undefined {
  return (request) =>
    onlyOf(readCookies(request, REFRESH_COOKIE).map((token) => readRefreshToken(keys, token)))
      ?.sessionId
}

/** Whether who came in once may still come in: for what goes on after its request was answered. */
export function openStillIn({ sql, sessions, now }: Access): (by: Principal) => Promise<boolean> {
  return async (by) => {
    if (by.kind === 'person') return (await sessions.read(by.sessionId, now())) !== undefined
    if (by.kind === 'token') return isTokenLive(sql, by.id, now())
    return true
  }
}

async function byToken(access: Access, authorization: string, from: string): Promise<Principal> {
  const { sql, attempts } = access
  const now = access.now()
  const [, token] = BEARER.exec(authorization) ?? []
  const found = token === undefined ? undefined : await readLiveToken(sql, hashSecret(token), now)
  if (!found) {
    // One that holds is taken whatever others here send: it cannot be guessed.
    const who = `token ${neighbourhood(from)}`
    attempts.allow(who, now)
    attempts.noteWrong(who, now)
    throw new Refusal(401, 'This token is none, was revoked, or has ended')
  }
  await noteTokenUse(sql, found, now)
  const { tokenId: id, name, areas, role, personRole } = found
  return { kind: 'token', id, name, role: lesser(role, personRole), areas, from }
}

async function bySession(
  { keys, sessions, now: readNow }: Access,
  request: Request,
  from: string,
): Promise<Principal | undefined> {
  const now = readNow()
  const tokens = readCookies(request, ACCESS_COOKIE)
  const claims = onlyOf(
    await Promise.all(tokens.map((token) => verifyAccessToken(keys, token, now))),
  )
  if (!claims) return undefined
  const session = await sessions.read(claims.sessionId, now)
  if (!session || session.personId !== claims.personId) return undefined
  if (session.enrolOnly && !ENROLMENT.has(new URL(request.url).pathname)) return undefined
  // The token knows of a use that this replica has not read yet.
  const steppedUpAt = latest(claims.steppedUpAt, session.steppedUpAt)
  return {
    kind: 'person',
    id: session.personId,
    name: session.personName,
    role: session.role,
    sessionId: session.sessionId,
    steppedUpAt: steppedUpAt?.toISOString() ?? null,
    from,
  }
}

function latest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}
