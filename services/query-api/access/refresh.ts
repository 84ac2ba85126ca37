/** A session is renewed: the token that was used is never good again, but for who asked twice at once. */

import { timingSafeEqual } from 'node:crypto'
import type { Told } from '#shared/contracts/api/route.ts'
import { makeRefreshToken, readRefreshToken } from '#shared/host/auth/refresh-token.ts'
import { hashSecret } from '#shared/host/auth/secrets.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { endSession, lockFamily, renewFamily, type Family } from '#shared/sql/access/sessions.ts'
import { clientOf, sessionCookies } from './begin.ts'
import { answerWithCookies, onlyOf, readCookies, REFRESH_COOKIE } from './cookies.ts'
import { tellOf } from './me.ts'
import type { Access } from './open.ts'

/** Two tabs, or an answer that was lost: so long the same client may ask again with what it had. */
const GRACE_MS = 10_000

type Renewing = { request: Request; tell(told: Told): void }

/** @throws Refusal 401 of what is not the last token of a live family; an earlier one ends it. */
export async function refresh(access: Access, { request, tell }: Renewing): Promise<Response> {
  const brought = onlyOf(
    readCookies(request, REFRESH_COOKIE).map((token) => {
      const read = readRefreshToken(access.keys, token)
      return read && { token, read }
    }),
  )
  if (!brought) throw ended()
  const { token, read } = brought
  const now = access.now()
  const renewed = await access.sql.begin(async (tx) => {
    const family = await lockFamily(tx, read.sessionId, now)
    if (!family) return undefined
    const next = judge(family, read.serial, hashSecret(token), request, now)
    if (next === 'reused') {
      await endSession(tx, { sessionId: family.sessionId, why: 'refresh_reused' }, now)
      tell({ subject: family.sessionId, after: { person: family.personName } })
      return 'reused'
    }
    const refreshToken = makeRefreshToken(access.keys, { ...read, serial: next })
    if (next > family.refreshSerial)
      await renewFamily(
        tx,
        family.sessionId,
        { ...clientOf(request), serial: next, hash: hashSecret(refreshToken) },
        now,
      )
    return { family, refreshToken }
  })
  if (!renewed) throw ended()
  if (renewed === 'reused') {
    access.sessions.forgetAll()
    throw new Refusal(
      401,
      'This session was renewed by somebody else: sign in again',
      'refresh_reused',
    )
  }
  const cookies = await sessionCookies(access, renewed.family, renewed.refreshToken)
  return answerWithCookies(await tellOf(access, renewed.family), cookies)
}

/**
 * The number of the token to give: the next one, or once more the last one to who asked again within
 * the grace. So a family has one good token at any time, however many ask at once.
 */
function judge(
  family: Family,
  serial: number,
  hash: Buffer,
  request: Request,
  now: Date,
): number | 'reused' {
  const { from, agent } = clientOf(request)
  const isSame = family.from === from && family.agent === agent
  const isSoon = now.getTime() - family.refreshedAt.getTime() <= GRACE_MS
  const isLast = serial === family.refreshSerial && timingSafeEqual(hash, family.refreshHash)
  if (isLast) return isSame && isSoon && serial > 1 ? serial : serial + 1
  const isJustUsed = serial === family.refreshSerial - 1
  return isJustUsed && isSame && isSoon ? family.refreshSerial : 'reused'
}

function ended(): Refusal {
  return new Refusal(401, 'This session has ended: sign in again')
}
