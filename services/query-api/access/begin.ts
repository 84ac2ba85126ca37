/** A session begins: always a new one, whatever cookies the browser brought. */

import { randomUUID } from 'node:crypto'
import { plainText } from '#shared/domain/document/text/cut.ts'
import type { Trail } from '#shared/contracts/api/route.ts'
import { ACCESS_SECONDS, signAccessToken } from '#shared/host/auth/access-token.ts'
import { makeRefreshToken } from '#shared/host/auth/refresh-token.ts'
import { hashSecret } from '#shared/host/auth/secrets.ts'
import { callerOf } from '#shared/host/request.ts'
import { appendAudit } from '#shared/sql/access/audit.ts'
import { noteSeen, type Person } from '#shared/sql/access/people.ts'
import {
  addSession,
  type Client,
  type SessionState,
  type SignInWay,
} from '#shared/sql/access/sessions.ts'
import type { Db } from '#shared/sql/open.ts'
import { ACCESS_COOKIE, cookieLine, REFRESH_COOKIE } from './cookies.ts'
import type { Access } from './open.ts'

/** From the first sign-in, however often it is renewed. */
const SESSION_DAYS = 14
const DAY_MS = 86_400_000
const AGENT_MAX = 300

/** Where a request came from, and what sent it. */
export function clientOf(request: Request): Client {
  return {
    from: callerOf(request),
    agent: plainText(request.headers.get('user-agent') ?? '', AGENT_MAX),
  }
}

/** What a sign-in is asked by, and what it tells the audit. */
export type Entering = { request: Request; trail: Trail; kept(): void }

type Beginning = {
  person: Person
  way: SignInWay
  /** When the person last showed that they are there; null where nobody can say. */
  steppedUpAt: Date | null
  enrolOnly?: boolean
}

/** The session, and the lines that set its cookies. */
export async function beginSession(
  access: Access,
  db: Db,
  { request, trail, kept }: Entering,
  { person, way, steppedUpAt, enrolOnly = false }: Beginning,
): Promise<{ session: SessionState; cookies: string[] }> {
  const now = access.now()
  const sessionId = randomUUID()
  const refresh = makeRefreshToken(access.keys, { sessionId, serial: 1 })
  const endsAt = new Date(now.getTime() + SESSION_DAYS * DAY_MS)
  const { personId, name: personName, role } = person
  await addSession(
    db,
    {
      ...clientOf(request),
      sessionId,
      personId,
      way,
      enrolOnly,
      steppedUpAt,
      endsAt,
      refreshHash: hashSecret(refresh),
    },
    now,
  )
  await noteSeen(db, personId, now)
  const { from } = clientOf(request)
  await appendAudit(db, {
    ...trail,
    by: { kind: 'person', id: personId, name: personName, from },
    subjectKind: 'session',
    subject: sessionId,
    after: { way, role, enrolOnly },
    now: access.businessNow(),
  })
  kept()
  const session = { sessionId, personId, personName, role, enrolOnly, steppedUpAt }
  return { session, cookies: await sessionCookies(access, session, refresh) }
}

/** The lines that give a browser its session. */
export async function sessionCookies(
  access: Access,
  session: SessionState,
  refresh: string,
): Promise<string[]> {
  return [
    await accessCookie(access, session),
    cookieLine(REFRESH_COOKIE, refresh, {
      seconds: (SESSION_DAYS * DAY_MS) / 1000,
      isSecure: access.site.isSecure,
    }),
  ]
}

export async function accessCookie(access: Access, session: SessionState): Promise<string> {
  const token = await signAccessToken(access.keys, session, access.now())
  return cookieLine(ACCESS_COOKIE, token, {
    seconds: ACCESS_SECONDS,
    isSecure: access.site.isSecure,
  })
}

/** The lines that take it away. */
export function noCookies({ site: { isSecure } }: Access): string[] {
  return [ACCESS_COOKIE, REFRESH_COOKIE].map((name) =>
    cookieLine(name as typeof ACCESS_COOKIE, '', { seconds: 0, isSecure }),
  )
}
