/** One's own: confirming by a passkey, enrolling and removing them, recovery codes. */

import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server'
import type { ownKeyRoutes } from '#shared/contracts/api/own-keys.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { drawRecoveryCode, hashRecoveryCode } from '#shared/host/auth/secrets.ts'
import { Refusal } from '#shared/host/refusal.ts'
import {
  addPasskey,
  findPasskey,
  listPasskeys,
  noteUse,
  removePasskey,
} from '#shared/sql/access/passkeys.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { replaceRecoveryCodes } from '#shared/sql/access/recovery-codes.ts'
import { stepUpSession } from '#shared/sql/access/sessions.ts'
import { accessCookie } from './begin.ts'
import {
  ALGORITHMS,
  readAssertion,
  userHandleOf,
  verifyAssertion,
  verifyAttestation,
} from './ceremony.ts'
import { makeChallenge } from './challenge.ts'
import { answerWithCookies } from './cookies.ts'
import { keepAnAdmin } from './keep-an-admin.ts'
import { askPerson, tellOf, type PersonAsking } from './me.ts'
import type { Access } from './open.ts'
import { answerSessions } from './sessions.ts'

const CODES = 10
const PASSKEYS_MAX = 20
const DONE = { done: true } as const

export function answerOwnKeys(access: Access): Answers<typeof ownKeyRoutes> {
  const { sql, now, businessNow } = access
  return {
    ...answerSessions(access),
    'POST /api/access/step-up/options': ({ by }) => askToConfirm(access, askPerson(by)),
    'POST /api/access/step-up': ({ by, body }) => confirm(access, askPerson(by), body),
    'GET /api/access/passkeys': async ({ by }) => {
      const rows = await listPasskeys(sql, askPerson(by).id)
      return rows.map(({ credentialId: _id, transports: _transports, ...row }) => row)
    },
    'POST /api/access/passkeys/options': ({ by }) => askToEnrol(access, askPerson(by)),
    'POST /api/access/passkeys': async (asked) => {
      const { name, response } = asked.body
      const { id: personId, sessionId } = askPerson(asked.by)
      const half = await verifyAttestation(access, response, [sessionId])
      if (!half) throw passkeyRefused()
      return sql.begin(async (tx) => {
        const added = await addPasskey(tx, { ...half, personId, name }, now())
        if (!added) throw passkeyRefused()
        const after = { name, isSynced: added.isSynced }
        await keepChange(tx, asked, { subject: added.passkeyId, after }, businessNow())
        return added
      })
    },
    'DELETE /api/access/passkeys/:id': async (asked) => {
      const { id: personId } = askPerson(asked.by)
      const isGone = await keepAnAdmin(sql, async (tx) => {
        if (!(await removePasskey(tx, personId, asked.id))) return false
        await keepChange(tx, asked, { subject: asked.id }, businessNow())
        return true
      })
      return isGone ? DONE : undefined
    },
    'POST /api/access/recovery-codes': async (asked) => {
      const { id: personId } = askPerson(asked.by)
      const codes = Array.from({ length: CODES }, drawRecoveryCode)
      const hashes = codes.map(hashRecoveryCode)
      await sql.begin(async (tx) => {
        await replaceRecoveryCodes(tx, personId, hashes, now())
        await keepChange(tx, asked, { subject: personId }, businessNow())
      })
      return { codes }
    },
  }
}

async function askToConfirm(access: Access, { id, sessionId }: PersonAsking): Promise<Response> {
  const passkeys = await listPasskeys(access.sql, id)
  const { rpId } = access.site
  if (rpId === undefined || passkeys.length === 0)
    throw new Refusal(
      409,
      'You have no passkey here: sign in by a fresh link from `stonks link`, and enrol one',
      'no_passkey',
    )
  const challenge = await makeChallenge(access, 'step_up', sessionId)
  const options = await generateAuthenticationOptions({
    rpID: rpId,
    challenge: Buffer.from(challenge, 'base64url'),
    userVerification: 'required',
    allowCredentials: passkeys.map((key) => ({ id: key.credentialId, transports: key.transports })),
  })
  return Response.json(options)
}

async function confirm(
  access: Access,
  { id, sessionId }: PersonAsking,
  told: unknown,
): Promise<Response> {
  const now = access.now()
  const answer = readAssertion(told)
  const found = answer && (await findPasskey(access.sql, answer.id))
  const passkey = found?.personId === id ? found : undefined
  const asked = { passkey, purpose: 'step_up' as const, boundTo: [sessionId] }
  const use = answer && (await verifyAssertion(access, { answer, ...asked }))
  if (!passkey || !use) throw passkeyRefused()
  if (!(await noteUse(access.sql, passkey.passkeyId, use, now))) throw passkeyRefused()
  await stepUpSession(access.sql, sessionId, now)
  access.sessions.forgetAll()
  const session = await access.sessions.read(sessionId, now)
  if (!session) throw new Refusal(401, 'This session has ended: sign in again')
  // A new access token tells every replica at once.
  return answerWithCookies(await tellOf(access, session), [await accessCookie(access, session)])
}

async function askToEnrol(
  access: Access,
  { id, name, sessionId }: PersonAsking,
): Promise<Response> {
  const { rpId } = access.site
  if (rpId === undefined)
    throw new Refusal(409, 'PUBLIC_URL is an address, and passkeys need a name', 'no_passkeys_here')
  const passkeys = await listPasskeys(access.sql, id)
  if (passkeys.length >= PASSKEYS_MAX)
    throw new Refusal(409, `A person has ${PASSKEYS_MAX} passkeys at the most; remove one first`)
  const challenge = await makeChallenge(access, 'enrol', sessionId)
  const options = await generateRegistrationOptions({
    rpName: 'Stonks Oracle',
    rpID: rpId,
    userName: name,
    userID: Buffer.from(userHandleOf(id), 'base64url'),
    challenge: Buffer.from(challenge, 'base64url'),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: passkeys.map((key) => ({
      id: key.credentialId,
      transports: key.transports,
    })),
  })
  return Response.json(options)
}

/** The same words whatever did not hold. */
function passkeyRefused(): Refusal {
  return new Refusal(422, 'This passkey was not taken: try again', 'passkey_refused')
}
