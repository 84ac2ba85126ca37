/** One's own: confirming by a passkey, enrolling and removing them, recovery codes, sessions. */

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
import { replaceRecoveryCodes } from '#shared/sql/access/recovery-codes.ts'
import { endSession, listSessions, stepUpSession } from '#shared/sql/access/sessions.ts'
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

const CODES = 10
const PASSKEYS_MAX = 20
const DONE = { done: true } as const

export function answerOwnKeys(access: Access): Answers<typeof ownKeyRoutes> {
  const { sql, now } = access
  return {
    'POST /api/access/step-up/options': ({ by }) => askToConfirm(access, askPerson(by)),
    'POST /api/access/step-up': ({ by, body }) => confirm(access, askPerson(by), body),
    'GET /api/access/passkeys': async ({ by }) => {
      const rows = await listPasskeys(sql, askPerson(by).id)
      return rows.map(({ credentialId: _id, transports: _transports, ...row }) => row)
    },
    'POST /api/access/passkeys/options': ({ by }) => askToEnrol(access, askPerson(by)),
    'POST /api/access/passkeys': async ({ by, tell, body: { name, response } }) => {
      const { id: personId, sessionId } = askPerson(by)
      const half = await verifyAttestation(access, response, [sessionId])
      const added = half && (await addPasskey(sql, { ...half, personId, name }, now()))
      if (!added) throw passkeyRefused()
      tell({ subject: added.passkeyId, after: { name, isSynced: added.isSynced } })
      return added
    },
    'DELETE /api/access/passkeys/:id': async ({ by, id }) => {
      const { id: personId } = askPerson(by)
      const isGone = await keepAnAdmin(sql, (tx) => removePasskey(tx, personId, id))
      return isGone ? DONE : undefined
    },
    'POST /api/access/recovery-codes': async ({ by }) => {
      const { id: personId } = askPerson(by)
      const codes = Array.from({ length: CODES }, drawRecoveryCode)
      const hashes = codes.map(hashRecoveryCode)
      await sql.begin((tx) => replaceRecoveryCodes(tx, personId, hashes, now()))
      return { codes }
    },
    'GET /api/access/sessions': async ({ by }) => {
      const { id, role, sessionId } = askPerson(by)
      const rows = await listSessions(sql, role === 'admin' ? undefined : id, now())
      return rows.map((row) => ({ ...row, isThis: row.sessionId === sessionId }))
    },
    'DELETE /api/access/sessions/:id': async ({ by, tell, id: sessionId }) => {
      const { id, role } = askPerson(by)
      const of = role === 'admin' ? {} : { of: id }
      const whose = await endSession(sql, { sessionId, ...of, why: 'ended' }, now())
      access.sessions.forgetAll()
      tell({ before: whose === undefined ? null : { personId: whose } })
      return whose === undefined ? undefined : DONE
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
