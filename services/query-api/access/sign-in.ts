/** Signing in: by a one-time link, by a passkey, by a recovery code; and out. */

import { generateAuthenticationOptions } from '@simplewebauthn/server'
import type { signInRoutes } from '#shared/contracts/api/sign-in.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { hashRecoveryCode, hashSecret } from '#shared/host/auth/secrets.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { neighbourhood } from '#shared/host/caller.ts'
import { callerOf } from '#shared/host/request.ts'
import { takeLink } from '#shared/sql/access/one-time-links.ts'
import { findPasskey, noteUse } from '#shared/sql/access/passkeys.ts'
import { takeRecoveryCode } from '#shared/sql/access/recovery-codes.ts'
import { endSession, type SessionState } from '#shared/sql/access/sessions.ts'
import type { Tx } from '#shared/sql/open.ts'
import { beginSession, noCookies, type Entering } from './begin.ts'
import { readAssertion, verifyAssertion } from './ceremony.ts'
import { makeChallenge, tieBrowser, tiedTo } from './challenge.ts'
import { returnFromCompany, sendToCompany } from './company-trip.ts'
import { answerWithCookies } from './cookies.ts'
import { askPerson, tellMe, tellOf } from './me.ts'
import type { Access } from './open.ts'
import { refresh } from './refresh.ts'

type Begun = { session: SessionState; cookies: string[] }

export function answerSignIn(access: Access): Answers<typeof signInRoutes> {
  return {
    'GET /api/access/me': ({ by }) => tellMe(access, by),
    'POST /api/access/link': (asked) =>
      attempt(access, asked, () => byLink(access, asked, asked.body.link)),
    'POST /api/access/sign-in/options': () => askForPasskey(access),
    'POST /api/access/sign-in': (asked) =>
      attempt(access, asked, () => byPasskey(access, asked, asked.body)),
    'POST /api/access/recovery': (asked) =>
      attempt(access, asked, () => byRecoveryCode(access, asked, asked.body)),
    'POST /api/access/refresh': (asked) => refresh(access, asked),
    'GET /api/access/oidc/start': () => sendToCompany(access),
    'GET /api/access/oidc/callback': (asked) => returnFromCompany(access, asked),
    'POST /api/access/sign-out': async ({ by }) => {
      const { sessionId } = askPerson(by)
      await endSession(access.sql, { sessionId, why: 'signed_out' }, access.now())
      access.sessions.forgetAll()
      return answerWithCookies({ done: true }, noCookies(access))
    },
  }
}

/**
 * Who is wrong too often is told to wait. What holds is taken whatever others there have tried: none
 * of it can be guessed, and who knows no more than an address would else keep its people out.
 */
async function attempt(
  access: Access,
  { request }: Entering,
  signIn: () => Promise<Begun>,
): Promise<Response> {
  const who = neighbourhood(callerOf(request))
  try {
    const { session, cookies } = await signIn()
    return answerWithCookies(await tellOf(access, session), cookies)
  } catch (fault) {
    if (fault instanceof Refusal) {
      access.attempts.allow(who, access.now())
      access.attempts.noteWrong(who, access.now())
    }
    throw fault
  }
}

/** A link that was not used for what it was made of is not spent. */
function byLink(access: Access, asked: Entering, link: string): Promise<Begun> {
  const now = access.now()
  return access.sql.begin(async (tx: Tx) => {
    const person = await takeLink(tx, hashSecret(link), now)
    if (!person)
      throw new Refusal(
        401,
        'This link was used, has ended, or is none; `stonks link` prints a new one',
        'link_refused',
      )
    const enrolOnly = access.linkEnrolsOnly
    return beginSession(access, tx, asked, { person, way: 'link', steppedUpAt: now, enrolOnly })
  })
}

async function askForPasskey(access: Access): Promise<Response> {
  const { rpId } = access.site
  if (rpId === undefined)
    throw new Refusal(409, 'PUBLIC_URL is an address, and passkeys need a name', 'no_passkeys_here')
  const { boundTo, cookie } = tieBrowser(access)
  const challenge = await makeChallenge(access, 'sign_in', boundTo)
  const options = await generateAuthenticationOptions({
    rpID: rpId,
    challenge: Buffer.from(challenge, 'base64url'),
    userVerification: 'required',
  })
  return answerWithCookies(options, [cookie])
}

async function byPasskey(access: Access, asked: Entering, told: unknown): Promise<Begun> {
  const now = access.now()
  const answer = readAssertion(told)
  const passkey = answer && (await findPasskey(access.sql, answer.id))
  const boundTo = tiedTo(asked.request)
  const use =
    answer && (await verifyAssertion(access, { answer, passkey, purpose: 'sign_in', boundTo }))
  if (!passkey || !use) throw passkeyRefused()
  return access.sql.begin(async (tx: Tx) => {
    if (!(await noteUse(tx, passkey.passkeyId, use, now))) throw passkeyRefused()
    const person = { ...passkey, name: passkey.personName }
    return beginSession(access, tx, asked, { person, way: 'passkey', steppedUpAt: now })
  })
}

function byRecoveryCode(
  access: Access,
  asked: Entering,
  { name, code }: { name: string; code: string },
): Promise<Begun> {
  const now = access.now()
  return access.sql.begin(async (tx: Tx) => {
    const person = await takeRecoveryCode(tx, { name, hash: hashRecoveryCode(code) }, now)
    if (!person)
      throw new Refusal(401, 'This name has no such code, or it was used', 'code_refused')
    return beginSession(access, tx, asked, { person, way: 'recovery_code', steppedUpAt: now })
  })
}

/** The same words whatever did not hold. */
function passkeyRefused(): Refusal {
  return new Refusal(401, 'This passkey was not taken: try again', 'passkey_refused')
}
