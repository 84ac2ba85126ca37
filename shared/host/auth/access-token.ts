/** The access token: a signed word, good for ten minutes, that a session is this person's. */

import { errors, jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import { Uuid } from '../../contracts/primitives.ts'
import type { AuthKeys } from './keys.ts'

/** The one algorithm; what a token says of its own is only ever compared with it. */
const ALGORITHM = 'HS256'
const TYPE = 'at+jwt'
const ISSUER = 'stonks-oracle'
const AUDIENCE = 'stonks-oracle/api'

export const ACCESS_SECONDS = 600
/** By how much the clocks of two replicas may differ. */
const LEEWAY_SECONDS = 30
/** One of ours has about 500. */
const LENGTH_MAX = 2_048

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Strict: a claim that we do not write is a token that we did not write. */
const Claims = v.strictObject({
  iss: v.literal(ISSUER),
  aud: v.literal(AUDIENCE),
  sub: Uuid,
  sid: Uuid,
  iat: seconds,
  nbf: seconds,
  exp: seconds,
  /** When a passkey was last used in the session. */
  stepped: v.optional(seconds),
})
const Header = v.strictObject({
  alg: v.literal(ALGORITHM),
  typ: v.literal(TYPE),
  kid: v.string(),
})

export type AccessClaims = {
  personId: string
  sessionId: string
  steppedUpAt: Date | null
}

const toSeconds = (at: Date) => Math.floor(at.getTime() / 1000)

export function signAccessToken(
  { keyId, access }: AuthKeys,
  { personId, sessionId, steppedUpAt }: AccessClaims,
  now: Date,
): Promise<string> {
  const at = toSeconds(now)
  return new SignJWT({
    sid: sessionId,
    ...(steppedUpAt ? { stepped: toSeconds(steppedUpAt) } : {}),
  })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keyId })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(personId)
    .setIssuedAt(at)
    .setNotBefore(at)
    .setExpirationTime(at + ACCESS_SECONDS)
    .sign(access)
}

/** What it says; undefined of whatever is not a token of ours that holds now. */
export async function verifyAccessToken(
  { keyId, access }: AuthKeys,
  token: string,
  now: Date,
): Promise<AccessClaims | undefined> {
  if (token.length > LENGTH_MAX || !isPlain(token)) return undefined
  try {
    const { payload, protectedHeader } = await jwtVerify(token, access, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['sub', 'sid', 'iat', 'nbf', 'exp'],
      maxTokenAge: ACCESS_SECONDS,
      clockTolerance: LEEWAY_SECONDS,
      currentDate: now,
    })
    const header = v.safeParse(Header, protectedHeader)
    const claims = v.safeParse(Claims, payload)
    if (!header.success || !claims.success || header.output.kid !== keyId) return undefined
    const { sub, sid, iat, exp, stepped } = claims.output
    if (exp - iat > ACCESS_SECONDS) return undefined
    const steppedUpAt = stepped === undefined ? null : new Date(stepped * 1000)
    return { personId: sub, sessionId: sid, steppedUpAt }
  } catch (fault) {
    if (fault instanceof errors.JOSEError || fault instanceof TypeError) return undefined
    throw fault
  }
}

/** One text for one token: base64 has others for the same bytes, with padding, blanks or loose bits. */
function isPlain(token: string): boolean {
  const parts = token.split('.')
  return (
    parts.length === 3 &&
    parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}
