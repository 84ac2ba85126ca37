import { once } from 'node:events'
import { request as ask, type IncomingMessage, type RequestOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { Clock } from '#shared/host/clock.ts'
import { runService, type Service } from '#shared/host/service.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { openApi } from '#shared/host/api/router.ts'
import { answerRegistry } from '../../../services/symbol-registry/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { signedTick } from '../../helpers/secret.ts'
import { person } from '../../helpers/principals.ts'

vi.stubEnv('PORT', '0')
const { sql } = await cloneDatabase()
const lines: string[] = []
const sink = new Writable({
  write(chunk: Buffer, _encoding, next) {
    lines.push(chunk.toString())
    next()
  },
})
const closing: (() => void)[] = []
afterAll(() => closing.forEach((close) => close()))

const clockOf = (mode: Clock['mode']): Clock => ({
  mode,
  speed: 1,
  now: () => new Date('2019-01-03T15:00:00Z'),
})

async function serve(more: Partial<Service>): Promise<string> {
  const server = runService({
    name: 'tested',
    log: pino(sink),
    clock: clockOf('stepped'),
    schema: { pass: () => Promise.resolve(), look: () => Promise.resolve() },
    parts: {},
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
    ...more,
  })
  closing.push(() => server.close())
  if (!server.listening) await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const registry = (db: Sql) =>
  openApi({
    service: 'symbol-registry',
    answers: answerRegistry({ sql: db, clock: clockOf('real') }),
    authenticate: () => Promise.resolve(person('admin')),
    keep: () => Promise.resolve(),
  })

const detailOf = async (response: Response) =>
  ((await response.json()) as { detail: string }).detail

describe('POST /tick', () => {
  test.each(['real', 'scaled'] as const)('is refused under a %s clock', async (mode) => {
    let rounds = 0
    const tick = () => Promise.resolve(void rounds++)
    const url = await serve({ clock: clockOf(mode), round: { seconds: 1e6, tick } })
    expect(rounds).toBe(1)
    const response = await fetch(`${url}/tick`, { method: 'POST', headers: signedTick() })
    expect(response.status).toBe(403)
    expect(await detailOf(response)).toMatch(/stepped BUSINESS_CLOCK/)
    expect(rounds).toBe(1)
  })

  test('does one round under a stepped clock, once for each request that is signed', async () => {
    let rounds = 0
    const url = await serve({ round: { seconds: 1, tick: () => Promise.resolve(void rounds++) } })
    const tick = async (headers: Record<string, string>) =>
      (await fetch(`${url}/tick`, { method: 'POST', headers })).status
    const signed = signedTick()
    expect([await tick(signed), await tick(signed), await tick(signedTick())]).toEqual([
      200, 401, 200,
    ])
    expect(rounds).toBe(2)
  })

  test('is refused to whoever does not sign', async () => {
    let rounds = 0
    const url = await serve({ round: { seconds: 1, tick: () => Promise.resolve(void rounds++) } })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${url}/tick`, { method: 'POST', headers })
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'unsigned' }])
    expect(rounds).toBe(0)
  })
})

describe('text that nothing can keep', async () => {
  const url = await serve({
    fetch: registry(sql),
    parts: { PostgreSQL: () => sql`select 1` },
  })
  const post = (path: string, text: string) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
    })

  test.each([
    ['/registry/companies', String.raw`{"ticker":"AAPL","name":"App\u0000le"}`, 'name'],
    ['/registry/companies', String.raw`{"ticker":"AAPL","name":"\ud800"}`, 'name'],
    [
      '/registry/companies',
      String.raw`{"ticker":"A","name":"A","aliases":["a","b\u0000"]}`,
      'aliases.1',
    ],
    ['/registry/sources', String.raw`{"config":{"a":{"b\u0000":1}}}`, 'a name in config.a'],
    ['/registry/sources', '"\0"', 'The body is no JSON'],
  ])('in a body to %s is 400 by the name of its place: %s', async (path, body, place) => {
    const response = await post(path, body)
    expect(response.status).toBe(400)
    expect(await detailOf(response)).toContain(place)
  })

  test.each([
    '/registry/companies?active=%00',
    '/registry/companies?a%00=1',
    '/registry/companies/%00',
    '/registry/companies/%ff',
    '/%',
  ])('in the address %s is 400', async (address) =>
    expect((await fetch(`${url}${address}`)).status).toBe(400),
  )

  test('at any depth costs no stack', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    expect((await post('/registry/companies', deep)).status).toBe(400)
  })
})

describe('what no service can take', async () => {
  const url = await serve({
    fetch: registry(sql),
    parts: { PostgreSQL: () => sql`select 1` },
  })
  /** `fetch` sends neither such a host nor such a method. */
  const statusOf = async (options: RequestOptions, body?: string) => {
    const [response] = (await once(
      ask(url, { agent: false, ...options }).end(body),
      'response',
    )) as [IncomingMessage]
    response.resume()
    return response.statusCode
  }

  test.each(['a b/c:99999', '[::bad', 'x:port', '%'])('a host of %s is not ours', async (host) =>
    expect(await statusOf({ path: '/registry/companies', headers: { host } })).toBe(421),
  )

  test('TRACE is 405', async () => {
    expect(await statusOf({ method: 'TRACE', path: '/registry/companies' })).toBe(405)
  })

  test('a body over the limit is 413, which its sender sees each time', async () => {
    const body = 'x'.repeat(4 * 2 ** 20)
    const headers = { 'content-type': 'application/json' }
    const asked = Array.from({ length: 20 }, () =>
      statusOf({ method: 'POST', path: '/registry/companies', headers }, body),
    )
    expect(new Set(await Promise.all(asked))).toEqual(new Set([413]))
  })
})

describe('a fault', () => {
  const away = openPostgres('postgres://stonks@127.0.0.1:1/stonks', 1)
  afterAll(() => away.end({ timeout: 0 }))
  const idIn = (detail: string) => /under ([0-9a-f-]{36})$/.exec(detail)?.[1] ?? 'none'

  test('names the part that is away, and the log holds the words under an id', async () => {
    const url = await serve({
      fetch: registry(away),
      parts: { PostgreSQL: () => away`select 1`, Redis: () => Promise.resolve() },
    })
    const response = await fetch(`${url}/registry/companies`)
    expect(response.status).toBe(503)
    const detail = await detailOf(response)
    expect(detail).toMatch(/^PostgreSQL does not answer; the log of tested says more under /)
    const line = lines.find((each) => each.includes(idIn(detail)))
    expect(line).toMatch(/ECONNREFUSED/)
  })

  test('of the request alone is 500 without the words of the database', async () => {
    const url = await serve({
      parts: { PostgreSQL: () => sql`select 1` },
      fetch: async () => Response.json(await sql`select 1 / 0`),
    })
    const response = await fetch(`${url}/x`)
    expect(response.status).toBe(500)
    const detail = await detailOf(response)
    expect(detail).not.toMatch(/division/)
    expect(lines.find((each) => each.includes(idIn(detail)))).toMatch(/division by zero/)
  })

  test('of readiness names the part', async () => {
    const url = await serve({
      ready: () => away`select 1`.then(() => undefined),
      parts: { PostgreSQL: () => away`select 1` },
    })
    const response = await fetch(`${url}/ready`)
    expect(response.status).toBe(503)
    expect(await detailOf(response)).toBe('tested is not ready: PostgreSQL does not answer')
  })

  test('that does not end counts as away', async () => {
    const url = await serve({
      parts: { Redis: () => new Promise(() => undefined) },
      fetch: () => Promise.reject(new Error('words of Redis')),
    })
    expect(await detailOf(await fetch(`${url}/x`))).toMatch(/^Redis does not answer;/)
  })
})
