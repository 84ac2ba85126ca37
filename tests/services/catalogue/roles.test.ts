/**
 * Goal: every route of every service says yes to whom the catalogue names, and no to all others.
 * Method: each route is asked by each kind of caller, with real sessions and tokens, through the
 * real routers; what is wanted is worked out here from the catalogue alone.
 */

import { describe, expect, test } from 'vitest'
import { areaOf, catalogue } from '#shared/contracts/api/catalogue.ts'
import type { Role } from '#shared/contracts/api/principal.ts'
import type { ApiRoute } from '#shared/contracts/api/route.ts'
import { addPerson } from '#shared/sql/access/people.ts'
import { makeLink } from '#shared/sql/access/sign-in-link.ts'
import { openAuthenticate } from '../../../services/query-api/access/authenticate.ts'
import { readTree } from '../../tidy/tree.ts'
import { openTestAccess, ORIGIN } from '../query-api/access/browser.ts'
import { bodies, keys, openWhole, type Key } from './whole.ts'

let ahead = 0
const now = () => new Date(Date.now() + ahead)
const whole = await openWhole(now)
const { sql, call, send } = whole
const access = openTestAccess(sql, { now })
whole.useDoor(openAuthenticate(access))

type Headers = Record<string, string>
let people = 0

/** Somebody new who has signed in by a link, which counts as confirmed for five minutes. */
async function signIn(role: Role): Promise<Headers & { personId: string }> {
  people += 1
  const added = await addPerson(sql, { name: `${role} ${people}`, role }, new Date(Date.now()))
  const { personId } = added!
  const given = { personId, madeBy: 'a test', minutes: 15, origin: ORIGIN }
  const { url } = await makeLink(sql, given, new Date(Date.now()))
  const response = await call('/api/access/link', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link: url.split('#link=')[1] }),
  })
  const [cookie = ''] = response.headers.getSetCookie()[0]?.split(';') ?? []
  return { cookie, personId }
}

async function makeToken(cookie: string, areas: string[]): Promise<Headers> {
  const response = await call('/api/access/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ name: 'a script', role: 'admin', areas, days: null }),
  })
  const { token } = (await response.json()) as { token: string }
  return { authorization: `Bearer ${token}` }
}

type Wanted = 'yes' | 'sign_in' | 'role' | 'step_up'
type Caller = {
  name: string
  headers: (key: Key) => Promise<Headers>
  wanted: (route: ApiRoute, key: Key) => Wanted
}

const ranks = { anyone: 0, viewer: 1, operator: 2, admin: 3 } as const
const nobody = (route: ApiRoute): Wanted => (route.role === 'anyone' ? 'yes' : 'sign_in')
const held = (role: Role, route: ApiRoute): Wanted =>
  ranks[role] >= ranks[route.role] ? 'yes' : 'role'
const confirms = (route: ApiRoute, key: Key): boolean =>
  route.stepUp === true ||
  // Words: the answer asks, once it knows what there is; nothing is there here.
  (typeof route.stepUp === 'object' &&
    Object.entries(route.stepUp).every(
      ([name, value]) => (bodies[key] as Record<string, unknown>)[name] === value,
    ))

async function asRole(role: Role): Promise<Headers> {
  const { cookie } = await signIn(role)
  return { cookie: cookie! }
}

const scripts = await signIn('admin')
const [allTokens, tradingToken] = [
  await makeToken(scripts['cookie']!, []),
  await makeToken(scripts['cookie']!, ['trading']),
]

const callers: Caller[] = [
  { name: 'anonymous', headers: () => Promise.resolve({}), wanted: nobody },
  ...(['viewer', 'operator', 'admin'] as const).map((role) => ({
    name: role,
    headers: () => asRole(role),
    wanted: (route: ApiRoute) => held(role, route),
  })),
  {
    name: 'an admin who confirmed nothing lately',
    async headers() {
      const headers = await asRole('admin')
      ahead = 6 * 60_000
      return headers
    },
    wanted: (route, key) => (confirms(route, key) ? 'step_up' : 'yes'),
  },
  {
    name: 'an admin whose access has expired',
    async headers() {
      const headers = await asRole('admin')
      ahead = 11 * 60_000
      return headers
    },
    wanted: nobody,
  },
  {
    name: 'an admin who was disabled',
    async headers() {
      const { cookie, personId } = await signIn('admin')
      await sql`update people set disabled = true where person_id = ${personId!}`
      access.sessions.forgetAll()
      return { cookie: cookie! }
    },
    wanted: nobody,
  },
  {
    name: 'a token of an admin',
    headers: () => Promise.resolve(allTokens),
    wanted: (route, key) => {
      if (route.personal) return 'role'
      return confirms(route, key) ? 'step_up' : 'yes'
    },
  },
  {
    name: 'a token for trading alone',
    headers: () => Promise.resolve(tradingToken),
    wanted: (route, key) => (route.role === 'anyone' || areaOf(key) === 'trading' ? 'yes' : 'role'),
  },
]

/** What a route said of the caller; whatever else it says, it let them in. */
async function answerTo(key: Key, headers: Headers): Promise<Wanted> {
  const response = await send(key, headers)
  if (response.status !== 401 && response.status !== 403) {
    await response.body?.cancel()
    return 'yes'
  }
  const { code } = (await response.json()) as { code: string }
  return code as Wanted
}

/** Routes about signing in, which say for other reasons that they know nobody. */
const isSignIn = (key: Key) => areaOf(key) === 'access' && catalogue[key].role === 'anyone'

describe.each(callers)('$name', ({ headers, wanted }) => {
  test.each(keys.filter((key) => !isSignIn(key)))('%s', async (key) => {
    const given = await headers(key)
    const told = await answerTo(key, given)
    ahead = 0
    expect(told).toBe(wanted(catalogue[key], key))
  })
})

describe('what is not written down', () => {
  test.each([
    ['GET', '/api/secrets'],
    ['POST', '/api/access/become'],
    ['GET', '/registry'],
    ['GET', '/api/orders/x/y/z'],
  ])('%s %s is nothing', async (method, path) => {
    const headers = { ...(await asRole('admin')), 'content-type': 'application/json' }
    const response = await call(path, { method, headers, ...(method === 'POST' && { body: '{}' }) })
    expect([404, 503]).toContain(response.status)
  })

  test('a known address takes no other method, whoever asks', async () => {
    const headers = { ...(await asRole('admin')), 'content-type': 'application/json' }
    for (const path of new Set(keys.map((key) => key.split(' ')[1]!))) {
      const known = keys.filter((key) => key.endsWith(` ${path}`)).map((key) => key.split(' ')[0])
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'].filter((m) => !known.includes(m))) {
        const response = await call(path.replace(':id', 'x'), { method, headers, body: '{}' })
        // Another address of the catalogue may be of the same form.
        expect([method, path, [404, 405, 422].includes(response.status)]).toEqual([
          method,
          path,
          true,
        ])
      }
    }
  })

  test('no program makes a router of its own', () => {
    const makers = readTree(
      (path) =>
        /^(services|shared|functions)\/.*\.ts$/.test(path) && !path.startsWith('services/world'),
    ).filter(({ text }) => /\bRouter\(/.test(text))
    expect(makers.map(({ path }) => path)).toEqual(['shared/host/api/router.ts'])
  })
})
