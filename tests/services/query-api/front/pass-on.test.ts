/** query-api as the front door: what another service answers is asked for there, signed. */

import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { openApi } from '#shared/host/api/router.ts'
import { openSigned } from '#shared/host/api/signed.ts'
import { runService } from '#shared/host/service.ts'
import { signRequest } from '#shared/host/signature.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { openPassOn } from '../../../../services/query-api/front/pass-on.ts'
import { answerRegistry } from '../../../../services/symbol-registry/routes.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { askService, person } from '../../../helpers/principals.ts'

vi.stubEnv('PORT', '0')
const SECRET = 'a secret of the run, for tests alone'
const { sql } = await cloneDatabase()
const closing: (() => void)[] = []
afterAll(() => closing.forEach((close) => close()))

const clock = { mode: 'real' as const, speed: 1, now: () => new Date('2024-06-03T15:00:00Z') }
const server = runService({
  name: 'symbol-registry',
  log: pino({ level: 'silent' }),
  clock,
  schema: { pass: () => Promise.resolve(), look: () => Promise.resolve() },
  parts: {},
  fetch: openApi({
    service: 'symbol-registry',
    answers: answerRegistry({ sql, clock }),
    authenticate: openSigned(SECRET),
    keep: openKeep(sql, clock),
  }),
  close: () => Promise.resolve(),
})
if (!server.listening) await once(server, 'listening')
closing.push(() => server.close())
const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** A neighbour that behaves as it is told; its address. */
async function neighbour(answer: RequestListener): Promise<string> {
  const other = createServer(answer)
  await once(other.listen(0, '127.0.0.1'), 'listening')
  closing.push(() => {
    other.closeAllConnections()
    other.close()
  })
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}`
}

function front(
  by = person('admin'),
  { url = registry, secret = SECRET, patienceMs = 15_000 } = {},
): (method: string, path: string, body?: unknown) => Promise<Response> {
  const urls = { 'symbol-registry': url, 'trading-engine': url, 'risk-engine': url }
  const passOn = openPassOn({ secret, urls, patienceMs })
  return askService<'query-api'>({ service: 'query-api', answers: {} as never, passOn }, by)
}
const told = async (response: Response) => [response.status, await response.json()] as const

describe('the front door', () => {
  test('passes on what another answers, with its status and in the name of who asks', async () => {
    const company = { ticker: 'AAPL', name: 'Apple' }
    expect((await front()('POST', '/registry/companies', company)).status).toBe(201)
    expect((await front()('POST', '/registry/companies', company)).status).toBe(200)
    const listed = await front(person('viewer'))('GET', '/registry/companies?active=true')
    expect(await told(listed)).toMatchObject([200, [{ ticker: 'AAPL' }]])
    expect(await told(await front()('GET', '/registry/companies/MSFT'))).toMatchObject([
      404,
      { code: 'not_found' },
    ])
  })

  test('lets nobody through to it who may not ask', async () => {
    const passed: string[] = []
    const url = await neighbour((request, response) => {
      passed.push(request.url ?? '')
      response.end('{}')
    })
    const body = { ticker: 'AAPL', name: 'Apple' }
    for (const by of [person('viewer'), { kind: 'anyone' as const, from: '' }])
      await front(by, { url })('POST', '/registry/companies', body)
    expect(passed).toEqual([])
  })

  test.each([
    ['away', { url: 'http://127.0.0.1:9' }, 'away'],
    ['of another secret', { secret: 'another secret, as long as the first' }, 'unsigned'],
    ['without a secret', { secret: '' }, 'unsigned'],
  ])('says so of a service that is %s', async (_name, more, code) => {
    const response = await front(person('viewer'), more)('GET', '/registry/companies')
    expect(await told(response)).toMatchObject([503, { code }])
  })

  test('waits for no service longer than its patience', async () => {
    const url = await neighbour(() => undefined)
    const response = await front(person('viewer'), { url, patienceMs: 50 })('GET', '/risk/limits')
    expect(await told(response)).toMatchObject([503, { code: 'away' }])
  })

  test('follows no service elsewhere, and takes no cookie of it', async () => {
    const elsewhere = await neighbour((_request, response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()
    })
    const url = await neighbour((_request, response) => {
      response.writeHead(200, { 'set-cookie': 'a=b', 'content-type': 'application/json' }).end('{}')
    })
    const ask = (to: string) => front(person('viewer'), { url: to })('GET', '/risk/limits')
    expect((await ask(elsewhere)).status).toBe(503)
    expect((await ask(url)).headers.get('set-cookie')).toBeNull()
  })
})

describe('a service behind it', () => {
  const ask = async (headers: Record<string, string>, target = '/registry/companies') =>
    told(await fetch(registry + target, { headers }))
  const sign = (more: Partial<Parameters<typeof signRequest>[1]> = {}, now?: number) =>
    signRequest(
      SECRET,
      { by: 'query-api', method: 'GET', target: '/registry/companies', body: '', ...more },
      now,
    )
  const unsigned = [401, { code: 'unsigned' }]

  test('takes a request of ours once', async () => {
    const headers = sign()
    expect((await ask(headers))[0]).toBe(200)
    expect(await ask(headers)).toMatchObject(unsigned)
  })

  test.each([
    ['without a signature', {}],
    ['for another address', sign({ target: '/registry/sources' })],
    ['signed too long ago', sign({}, Date.now() - 61_000)],
    ['in another name', { ...sign(), 'x-stonks-by': 'risk-engine' }],
    [
      'with a principal slipped in',
      {
        ...sign(),
        'x-stonks-principal': Buffer.from(JSON.stringify(person('admin'))).toString('base64url'),
      },
    ],
  ])('takes none %s', async (_name, headers) => {
    expect(await ask(headers)).toMatchObject(unsigned)
  })

  test('holds the role of who asks once more', async () => {
    const body = JSON.stringify({ ticker: 'A', name: 'A' })
    const signed = signRequest(SECRET, {
      by: 'query-api',
      method: 'POST',
      target: '/registry/companies',
      body,
      principal: person('viewer'),
    })
    const response = await fetch(`${registry}/registry/companies`, {
      method: 'POST',
      headers: { ...signed, 'content-type': 'application/json' },
      body,
    })
    expect(await told(response)).toMatchObject([403, { code: 'role' }])
  })

  test('tells a probe that it is there', async () => {
    expect((await ask({}, '/health'))[0]).toBe(200)
  })
})
