/** A challenge: 32 random bytes, answered once within five minutes by whom it was made for. */

import {
  addChallenge,
  takeChallenge,
  type ChallengePurpose,
} from '#shared/sql/access/challenges.ts'
import { newSecret, hashSecret } from '#shared/host/auth/secrets.ts'
import { CEREMONY_COOKIE, cookieLine, readCookies } from './cookies.ts'
import type { Access } from './open.ts'

const CHALLENGE_MS = 5 * 60_000

/** Base64url of the bytes. `boundTo` is the session, or the browser's own cookie. */
export async function makeChallenge(
  access: Access,
  purpose: ChallengePurpose,
  boundTo: string,
): Promise<string> {
  const challenge = newSecret()
  await keep(access, challenge, purpose, boundTo)
  return challenge
}

/** A trip to a company's sign-in, whose state is its challenge. */
export function addTrip(access: Access, state: string, boundTo: string): Promise<void> {
  return keep(access, state, 'oidc', boundTo)
}

/** True the first time, in time, for whom it was made: one of `boundTo`. */
export function isOurChallenge(
  { sql, now }: Access,
  challenge: string,
  purpose: ChallengePurpose,
  boundTo: readonly string[],
): Promise<boolean> {
  return takeChallenge(
    sql,
    { hash: hashSecret(challenge), purpose, boundTo: boundTo.map(hashSecret) },
    now(),
  )
}

/** What ties a browser that is not signed in to its challenge, and the line that gives it that. */
export function tieBrowser({ site: { isSecure } }: Access): { boundTo: string; cookie: string } {
  const boundTo = newSecret()
  const seconds = CHALLENGE_MS / 1000
  return { boundTo, cookie: cookieLine(CEREMONY_COOKIE, boundTo, { seconds, isSecure }) }
}

/** What the browser brings, planted or ours: the challenge is bound to one of them. */
export function tiedTo(request: Request): string[] {
  return readCookies(request, CEREMONY_COOKIE)
}

function keep(
  { sql, now: readNow }: Access,
  challenge: string,
  purpose: ChallengePurpose,
  boundTo: string,
): Promise<void> {
  const now = readNow()
  const hashes = { hash: hashSecret(challenge), boundTo: hashSecret(boundTo) }
  return addChallenge(sql, { ...hashes, purpose }, new Date(now.getTime() + CHALLENGE_MS), now)
}
