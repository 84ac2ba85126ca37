/** Sign-in over a real database: the whole router, its clock in the test's hand, and browsers with cookies. */

import { pino } from 'pino'
import { vi } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { deriveAuthKeys } from '#shared/host/auth/keys.ts'
import { pageOriginsOf } from '#shared/host/auth/page-origins.ts'
import { openApi } from '#shared/host/api/router.ts'
import { noteCaller } from '#shared/host/request.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { addPerson, lockPeople } from '#shared/sql/access/people.ts'
import { makeLink } from '#shared/sql/access/sign-in-link.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openAttempts } from '../../../../services/query-api/access/attempts.ts'
import { openAuthenticate } from '../../../../services/query-api/access/authenticate.ts'
import { openKnownSessions } from '../../../../services/query-api/access/known-sessions.ts'
import type { Access } from '../../../../services/query-api/access/open.ts'
import { answerAccess } from '../../../../services/query-api/access/routes.ts'
import { openAuthenticator } from '../../../helpers/authenticator.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

export const ORIGIN = 'http://localhost:8080'
export const RP_ID = 'localhost'

export function openTestAccess(sql: Sql, changes: Partial<Access> = {}): Access {
  return {
    sql,
    keys: deriveAuthKeys('a secret of this test, 32 characters or more'),
    site: pageOriginsOf(ORIGIN),
    linkEnrolsOnly: false,
    attempts: openAttempts(),
    log: pino({ level: 'silent' }),
    sessions: openKnownSessions(sql),
    company: undefined,
    metricsToken: '',
    now: () => new Date(Date.now()),
    businessNow: () => new Date(Date.now()),
    ...changes,
  }
}

export type Told = { status: number; body: Record<string, unknown>; headers: Headers }
type Asking = { headers?: Record<string, string>; from?: string; agent?: string }

/** Serves it until the test file ends. */
export async function openDoorOf(changes: Partial<Access> = {}) {
  const { sql, as } = await cloneDatabase()
  const own = as('stonks_api')
  let ahead = 0
  const now = () => new Date(Date.now() + ahead)
  const access = openTestAccess(own, { now, ...changes })
  const authenticate = openAuthenticate(access)
  type Site = Parameters<typeof openApi<'query-api'>>[0]
  const api = openApi({
    service: 'query-api',
    answers: answerAccess({ access }) as unknown as Site['answers'],
    authenticate,
    keep: openKeep(own, { mode: 'real', speed: 1, now }),
    now,
  })

  const ask = async (method: string, path: string, body?: unknown, asking: Asking = {}) => {
    const headers = {
      'user-agent': asking.agent ?? 'a browser',
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...asking.headers,
    }
    const request = new Request(`${ORIGIN}${path}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    })
    const response = await api(noteCaller(request, asking.from ?? '127.0.0.1'))
    const text = await response.text()
    const told: Told = {
      status: response.status,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      headers: response.headers,
    }
    return told
  }

  /** With cookies as a browser keeps them: by name, sent where their path says. */
  const openBrowser = (asking: Asking = {}) => {
    const jar = new Map<string, { value: string; path: string }>()
    const cookie = (path: string) =>
      [...jar]
        .filter(([, kept]) => path.startsWith(kept.path))
        .map(([name, { value }]) => `${name}=${value}`)
        .join('; ')
    const call = async (method: string, path: string, body?: unknown): Promise<Told> => {
      const sent = cookie(path)
      const headers = { ...(sent ? { cookie: sent } : {}), ...asking.headers }
      const told = await ask(method, path, body, { ...asking, headers })
      for (const line of told.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^(\w+)=([^;]*)/.exec(line) ?? []
        if (/Max-Age=0(;|$)/.test(line)) jar.delete(name)
        else jar.set(name, { value, path: /Path=([^;]*)/.exec(line)?.[1] ?? '/' })
      }
      return told
    }
    return {
      jar,
      call,
      get: (path: string) => call('GET', path),
      post: (path: string, body?: unknown) => call('POST', path, body),
      who: async () => (await call('GET', '/api/access/me')).body['person'] as Principal | null,
    }
  }

  /** A link's secret for somebody new. */
  const link = async (name: string, role: 'viewer' | 'operator' | 'admin' = 'admin') => {
    const person = await addPerson(sql, { name, role }, now())
    const { url } = await linkFor(person!.personId)
    return { personId: person!.personId, secret: url.split('#link=')[1]! }
  }
  const linkFor = (personId: string) =>
    makeLink(sql, { personId, madeBy: 'a test', minutes: 15, origin: ORIGIN }, now())

  /** A browser in which somebody has signed in by a link. */
  const signedIn = async (name: string, role: 'viewer' | 'operator' | 'admin' = 'admin') => {
    const { personId, secret } = await link(name, role)
    const browser = openBrowser()
    await browser.post('/api/access/link', { link: secret })
    return { ...browser, personId }
  }

  /** The same, with a passkey enrolled. */
  const enrolled = async (name: string, role: 'viewer' | 'operator' | 'admin' = 'admin') => {
    const browser = await signedIn(name, role)
    const key = openAuthenticator({ origin: ORIGIN, rpId: RP_ID })
    const options = (await browser.post('/api/access/passkeys/options')).body as never
    const made = await browser.post('/api/access/passkeys', {
      name: 'a key',
      response: key.enrol(options),
    })
    return { ...browser, key, passkeyId: made.body['passkeyId'] as string }
  }

  /** Both at once, held back until both wait for the one turn that changes who may come in. */
  const atOnce = async <T>(calls: readonly (() => Promise<T>)[]): Promise<T[]> => {
    let told: Promise<T[]> = Promise.resolve([])
    await sql.begin(async (tx) => {
      await lockPeople(tx)
      told = Promise.all(calls.map((call) => call()))
      await vi.waitFor(async () => {
        const [row] = await tx<{ waiting: number }[]>`
          select count(*)::integer as waiting from pg_locks
          where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())`
        if (row!.waiting < calls.length) throw new Error('not all wait yet')
      }, 10_000)
    })
    return told
  }

  return {
    sql,
    access,
    atOnce,
    api,
    ask,
    openBrowser,
    link,
    linkFor,
    signedIn,
    enrolled,
    /** Lets time pass. */
    wait: (ms: number) => {
      ahead += ms
    },
  }
}
