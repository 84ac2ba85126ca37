/** The way to a company's sign-in and back: PKCE, state and nonce, tied to one browser. */

import { createHmac } from 'node:crypto'
import { plainText } from '#shared/domain/document/text/cut.ts'
import * as client from 'openid-client'
import { isRoleAtLeast, type Role } from '#shared/contracts/api/principal.ts'
import { newSecret } from '#shared/host/auth/secrets.ts'
import { messageOf } from '#shared/host/faults.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { addIdentity, findByIdentity } from '#shared/sql/access/oidc-identities.ts'
import { addPerson, changePerson, lockPeople, type Person } from '#shared/sql/access/people.ts'
import type { Tx } from '#shared/sql/open.ts'
import { beginSession, type Entering } from './begin.ts'
import { addTrip, isOurChallenge } from './challenge.ts'
import type { CompanySignIn } from './company.ts'
import { cookieLine, readCookies, TRIP_COOKIE } from './cookies.ts'
import type { Access } from './open.ts'

const TRIP_SECONDS = 300
/** Who signed in there longer ago is asked again: what they then do counts as confirmed. */
const FRESH_SECONDS = 300
const NAMES_MAX = 100
const NAME_MAX = 80
const WORD_MAX = 200

/** All three are drawn from the cookie, so that nothing of it needs to be kept. */
const partsOf = (secret: string) => {
  const draw = (use: string) => createHmac('sha256', secret).update(use).digest('base64url')
  return { state: draw('state'), nonce: draw('nonce'), verifier: draw('verifier') }
}

/** A browser comes by itself here too: where the company does not answer it goes back to the page. */
export async function sendToCompany(access: Access): Promise<Response> {
  const company = ask(access)
  const config = await discover(company).catch(asRefusal)
  if (config instanceof Refusal) return leadBack(access, config, [])
  const secret = newSecret()
  const { state, nonce, verifier } = partsOf(secret)
  await addTrip(access, state, secret)
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: company.callback,
    scope: 'openid profile',
    response_type: 'code',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    max_age: String(FRESH_SECONDS),
    state,
    nonce,
  })
  const { isSecure } = access.site
  return goTo(url.href, [cookieLine(TRIP_COOKIE, secret, { seconds: TRIP_SECONDS, isSecure })])
}

/** A browser comes by itself, so it is sent on to the page in any case. */
export async function returnFromCompany(access: Access, asked: Entering): Promise<Response> {
  const over = cookieLine(TRIP_COOKIE, '', { seconds: 0, isSecure: access.site.isSecure })
  const begun = await signIn(access, asked).catch(asRefusal)
  if (begun instanceof Refusal) return leadBack(access, begun, [over])
  return goTo('/', [over, ...begun.cookies])
}

async function signIn(access: Access, asked: Entering) {
  const company = ask(access)
  const told = new URL(asked.request.url).searchParams.get('state')
  const secret = readCookies(asked.request, TRIP_COOKIE).find((one) => partsOf(one).state === told)
  if (secret === undefined) throw refused()
  const { state, nonce, verifier } = partsOf(secret)
  if (!(await isOurChallenge(access, state, 'oidc', [secret]))) throw refused()
  const claims = await readClaims(company, asked.request, { state, nonce, verifier })
  const role = roleOf(company, claims)
  if (!role) throw new Refusal(403, 'The company gives you no role here', 'no_role')
  const now = access.now()
  const begun = await access.sql.begin(async (tx: Tx) => {
    await lockPeople(tx)
    const person = await personOf(tx, claims, role, now)
    if (person.disabled) throw new Refusal(403, 'You may no longer come in', 'disabled')
    const steppedUpAt = new Date(Number(claims.auth_time) * 1000)
    return beginSession(access, tx, asked, { person, way: 'oidc', steppedUpAt })
  })
  access.sessions.forgetAll()
  return begun
}

/** @throws Refusal of an answer that does not hold: state, nonce, PKCE, signature, issuer, age. */
async function readClaims(
  company: CompanySignIn,
  request: Request,
  { state, nonce, verifier }: ReturnType<typeof partsOf>,
): Promise<client.IDToken> {
  const config = await discover(company)
  const url = new URL(company.callback + new URL(request.url).search)
  try {
    const tokens = await client.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      maxAge: FRESH_SECONDS,
      idTokenExpected: true,
    })
    return tokens.claims()!
  } catch (cause) {
    throw refused(cause)
  }
}

/** The highest that a value of the claim gives. */
function roleOf({ rolesClaim, roles }: CompanySignIn, claims: client.IDToken): Role | undefined {
  const told = claims[rolesClaim]
  const values = (Array.isArray(told) ? told : [told]).filter((value) => typeof value === 'string')
  const given = roles.filter(({ value }) => values.includes(value)).map(({ role }) => role)
  return given.find((role) => given.every((other) => isRoleAtLeast(role, other)))
}

/** Who they are is the issuer's word for them, never a name or an address that they could choose. */
async function personOf(tx: Tx, claims: client.IDToken, role: Role, now: Date): Promise<Person> {
  const identity = { issuer: claims.iss, subject: claims.sub }
  const known = await findByIdentity(tx, identity)
  if (known) return (await changePerson(tx, known.personId, { ...known, role })) ?? known
  const told = claims['name'] ?? claims['preferred_username']
  const name = plainText(
    typeof told === 'string' && told.trim() ? told.trim() : claims.sub,
    NAME_MAX,
  )
  for (let place = 1; place <= NAMES_MAX; place += 1) {
    const free = place === 1 ? name : `${name} (${place})`
    const person = await addPerson(tx, { name: free, role }, now)
    if (!person) continue
    await addIdentity(tx, identity, person.personId, now)
    return person
  }
  throw new Refusal(409, `Too many people are named ${name}`, 'name_taken')
}

/** @throws Refusal 503 where the company does not say how to sign in. */
async function discover(company: CompanySignIn): Promise<client.Configuration> {
  try {
    return await company.discover()
  } catch (cause) {
    throw new Refusal(503, 'The company’s sign-in does not answer', 'away', {}, { cause })
  }
}

/** Back to the page, which is told no more than the code: the cause is for who keeps the house. */
function leadBack({ log }: Access, refusal: Refusal, cookies: readonly string[]): Response {
  const { code, cause } = refusal
  log.warn({ code, ...saidBy(cause) }, `the company’s sign-in failed: ${messageOf(refusal)}`)
  return goTo(`/sign-in#refused=${code}`, cookies)
}

/** The word of the protocol (RFC 6749, section 5.2) or of the library for what went wrong. */
function saidBy(cause: unknown): { said?: string } {
  const { error, code } = (cause ?? {}) as { error?: unknown; code?: unknown }
  const word = [error, code].find((each) => typeof each === 'string')
  return word === undefined ? {} : { said: plainText(word, WORD_MAX) }
}

function asRefusal(fault: unknown): Refusal {
  if (fault instanceof Refusal) return fault
  throw fault
}

function ask({ company }: Access): CompanySignIn {
  if (company) return company
  throw new Refusal(404, 'No company’s sign-in is set', 'no_company')
}

function refused(cause?: unknown): Refusal {
  const words = 'The company’s sign-in did not hold: try again'
  return new Refusal(401, words, 'company_refused', {}, { cause })
}

function goTo(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const line of cookies) headers.append('set-cookie', line)
  return new Response(null, { status: 302, headers })
}
