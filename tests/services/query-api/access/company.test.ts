/** Goal: a company's sign-in lets in whom it names, in the role its claims give, and nobody else. */

import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { openCompany } from '../../../../services/query-api/access/company.ts'
import {
  CLIENT_ID,
  CLIENT_SECRET,
  openCompanyServer,
  type CompanyBend,
} from '../../../helpers/company.ts'
import { openDoorOf, ORIGIN } from './browser.ts'

const server = await openCompanyServer()
const settings = {
  issuer: server.issuer,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  name: 'Example Corp',
  rolesClaim: 'groups',
  roles: 'admin=stonks-admins, operator=traders, viewer=everyone',
}
const company = openCompany(ORIGIN, settings)
const door = await openDoorOf({ company })

type Browser = ReturnType<typeof door.openBrowser>
type Door = typeof door
const START = '/api/access/oidc/start'
const begin = async (browser: Browser) => (await browser.get(START)).headers.get('location') ?? ''
const come = async (
  person: Record<string, unknown>,
  bend: CompanyBend = {},
  browser = door.openBrowser(),
) => {
  const back = server.signIn(await begin(browser), person, bend)
  const told = await browser.get(back.pathname + back.search)
  return { ...browser, told, back }
}
const somebody = (groups: unknown = ['everyone']) => ({ sub: randomUUID(), name: 'Ann', groups })

describe('the way there', () => {
  test('asks by PKCE, with state and nonce, and for a person who is asked anew', async () => {
    const browser = door.openBrowser()
    const told = await browser.get(START)
    expect(told.status).toBe(302)
    const url = new URL(told.headers.get('location')!)
    expect(url.origin).toBe(server.issuer)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: CLIENT_ID,
      response_type: 'code',
      redirect_uri: `${ORIGIN}/api/access/oidc/callback`,
      code_challenge_method: 'S256',
      max_age: '300',
    })
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(url.searchParams.get(name)).toMatch(/^[\w-]{43}$/)
    expect(told.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^stonks_trip=[\w-]{43}; Path=\/api\/access\/oidc; Max-Age=300; HttpOnly; SameSite=Lax$/,
      ),
    ])
  })

  test('is told to the page by the name of the company', async () => {
    const told = await door.openBrowser().get('/api/access/me')
    expect(told.body).toMatchObject({ ways: { passkey: true, oidc: 'Example Corp' } })
  })

  test('leads back to the page where the company does not answer', async () => {
    const away = openCompany(ORIGIN, { ...settings, issuer: 'http://127.0.0.1:9' })
    const house = await openDoorOf({ company: away })
    const told = await house.openBrowser().get(START)
    expect(told.status).toBe(302)
    expect(told.headers.get('location')).toBe('/sign-in#refused=away')
  })

  test('is none where no company is set', async () => {
    const bare = await openDoorOf()
    const told = await bare.openBrowser().get(START)
    expect(told).toMatchObject({ status: 404, body: { code: 'no_company' } })
  })
})

describe('who comes back', () => {
  test('is signed in, sent to the page, and counts as confirmed since they were asked', async () => {
    const browser = await come(somebody(), { askedAgo: 100 })
    expect(browser.told).toMatchObject({ status: 302 })
    expect(browser.told.headers.get('location')).toBe('/')
    const me = await browser.get('/api/access/me')
    expect(me.body).toMatchObject({ person: { name: 'Ann', role: 'viewer' } })
    const until = new Date(String(me.body['steppedUpUntil'])).getTime()
    expect(until).toBeLessThanOrEqual(Date.now() + 201_000)
  })

  test.each([
    [['traders'], 'operator'],
    [['everyone', 'stonks-admins', 'traders'], 'admin'],
    ['everyone', 'viewer'],
  ])('with %j has the role %s', async (groups, role) => {
    const browser = await come(somebody(groups))
    expect(await browser.who()).toMatchObject({ role })
  })

  test('again is the same person, in the role they have there now', async () => {
    const ann = somebody(['stonks-admins'])
    const first = await (await come(ann)).who()
    const again = await (await come({ ...ann, name: 'Ann Other', groups: ['everyone'] })).who()
    expect(again).toMatchObject({ id: (first as { id: string }).id, role: 'viewer' })
  })

  test('under the name of somebody else is not them', async () => {
    const admin = await door.signedIn('Zoe')
    const browser = await come({ ...somebody(), name: 'Zoe' })
    expect(await browser.who()).toMatchObject({ name: 'Zoe (2)', role: 'viewer' })
    expect(await browser.who()).not.toMatchObject({ id: admin.personId })
  })

  test('can enrol a passkey', async () => {
    const browser = await come(somebody())
    expect((await browser.post('/api/access/passkeys/options')).status).toBe(200)
  })
})

const refused = async (
  person: Record<string, unknown>,
  bend: CompanyBend = {},
  code = 'company_refused',
) => {
  const browser = await come(person, bend)
  expect(browser.told.headers.get('location')).toBe(`/sign-in#refused=${code}`)
  expect(await browser.who()).toBeNull()
  expect([...browser.jar.keys()]).toEqual([])
}

describe('nobody comes in', () => {
  test.each([
    ['of no group that has a role', ['others']],
    ['of no groups', null],
    ['of a group that only begins like one', ['stonks-admins-2']],
    ['of groups that are no text', [{ 'stonks-admins': true }]],
  ])('%s', (_name, groups) => refused(somebody(groups), {}, 'no_role'))

  const now = Math.floor(Date.now() / 1000)
  const bends: [name: string, bend: CompanyBend][] = [
    ['by a token of another issuer', { claims: { iss: 'https://attacker.example' } }],
    ['by a token for another client', { claims: { aud: 'another' } }],
    ['by a token for us and others that names no azp', { claims: { aud: [CLIENT_ID, 'another'] } }],
    ['by another nonce', { claims: { nonce: 'x' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['by a token that has ended', { claims: { iat: now - 900, exp: now - 600 } }],
    ['by a token without an end', { claims: { exp: undefined } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['who was asked too long ago', { askedAgo: 3_600 }],
    ['of whom nobody says when they were asked', { claims: { auth_time: undefined } }],
    ['by a key that is not published', { strangeKey: true }],
    ['by the client’s secret as a key', { algorithm: 'HS256' }],
    ['by no signature', { algorithm: 'none' }],
    ['without an ID token', { withoutIdToken: true }],
  ]
  test.each(bends)('%s', (_name, bend) => refused(somebody(), bend))

  test('who is disabled here', async () => {
    const ann = somebody()
    const { id } = (await (await come(ann)).who()) as { id: string }
    await door.sql`update people set disabled = true where person_id = ${id}`
    await refused(ann, {}, 'disabled')
  })

  const callback = async (browser: Browser, search: URLSearchParams) => {
    const told = await browser.get(`/api/access/oidc/callback?${search.toString()}`)
    expect(told.headers.get('location')).toBe('/sign-in#refused=company_refused')
    expect(await browser.who()).toBeNull()
  }

  test('with a code of another browser, as one does who plants a session', async () => {
    const [thief, victim] = [door.openBrowser(), door.openBrowser()]
    const back = server.signIn(await begin(thief), somebody())
    await callback(victim, back.searchParams)
    await begin(victim)
    await callback(victim, back.searchParams)
  })

  test('with another state', async () => {
    const browser = door.openBrowser()
    const back = server.signIn(await begin(browser), somebody())
    back.searchParams.set('state', 'x'.repeat(43))
    await callback(browser, back.searchParams)
  })

  test('without a code, or with an error in its place', async () => {
    for (const search of [{}, { error: 'access_denied' }]) {
      const browser = door.openBrowser()
      const back = server.signIn(await begin(browser), somebody())
      const state = back.searchParams.get('state')!
      await callback(browser, new URLSearchParams({ ...search, state } as Record<string, string>))
    }
  })

  test('twice by the same way back', async () => {
    const browser = await come(somebody())
    const cookie = [...browser.jar].map(([name, { value }]) => `${name}=${value}`).join('; ')
    expect(cookie).not.toContain('stonks_trip')
    await callback(door.openBrowser(), browser.back.searchParams)
  })

  test('five minutes later', async () => {
    const house = await openDoorOf({ company })
    const browser = house.openBrowser()
    const back = server.signIn(await begin(browser), somebody())
    house.wait(5 * 60_000 + 1_000)
    const told = await browser.get(back.pathname + back.search)
    expect(told.headers.get('location')).toBe('/sign-in#refused=company_refused')
  })

  test('with a code whose verifier another has', () => {
    expect(server.seen.wrongVerifiers).toBe(0)
    expect(server.seen.verifiers).toBeGreaterThan(10)
  })
})

describe('settings that cannot be are refused by name', () => {
  test.each([
    [{ issuer: 'http://company.example' }, /OIDC_ISSUER/],
    [{ issuer: 'company' }, /OIDC_ISSUER/],
    [{ roles: 'root=x' }, /OIDC_ROLES/],
    [{ roles: 'admin' }, /OIDC_ROLES/],
  ])('%j', (change, message) => {
    expect(() => openCompany(ORIGIN, { ...settings, ...change })).toThrow(message)
  })

  test('and none is no company', () => {
    expect(openCompany(ORIGIN, { ...settings, issuer: '' })).toBeUndefined()
  })
})

describe('the log says why, and no secret, of a company', () => {
  test.each<[string, string, (browser: Browser, house: Door) => Promise<unknown>, RegExp]>([
    [
      'does not answer',
      'http://127.0.0.1:9',
      (browser) => browser.get(START),
      /"code":"away".*sign-in failed: .*(ECONNREFUSED|fetch failed|discovery)/,
    ],
    [
      'knows no such code',
      server.issuer,
      async (browser) => {
        const there = (await browser.get(START)).headers.get('location') ?? ''
        const back = server.signIn(there, somebody())
        back.searchParams.set('code', 'a-code-of-nobody')
        return browser.get(back.pathname + back.search)
      },
      /"code":"company_refused".*"said":"invalid_grant"/,
    ],
    [
      'gives no role',
      server.issuer,
      async (browser) => {
        const there = (await browser.get(START)).headers.get('location') ?? ''
        const back = server.signIn(there, somebody(['nobody']))
        return browser.get(back.pathname + back.search)
      },
      /"code":"no_role".*sign-in failed/,
    ],
  ])('that %s', async (_, issuer, go, says) => {
    const lines: string[] = []
    const log = pino({}, { write: (line: string) => void lines.push(line) })
    const house = await openDoorOf({ log, company: openCompany(ORIGIN, { ...settings, issuer }) })
    const browser = house.openBrowser()
    await go(browser, house)
    expect(lines.join('')).toMatch(says)
    for (const secret of [
      CLIENT_SECRET,
      'a-code-of-nobody',
      ...[...browser.jar.values()].map(({ value }) => value),
    ])
      expect(lines.join('')).not.toContain(secret)
  })
})
