/** What the dashboard's nginx lets through, tried on nginx itself. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outsideRoutes } from '#shared/contracts/api/catalogue.ts'
import { pageHeaders, STRICT_TRANSPORT } from '../../services/query-api/page-headers.ts'
import { noNginx, startProxy, type Proxy } from './nginx-run.ts'

const ID = '4a0c3b0e-0000-4000-8000-000000000001'
const routes = outsideRoutes.map((key) => key.replaceAll(/:\w+/g, ID).split(' ')) as [
  method: string,
  path: string,
][]
const paths = [...new Set(routes.map(([, path]) => path))]
const isRoute = (method: string, path: string) =>
  routes.some((route) => route[0] === method && route[1] === path)

describe.skipIf(noNginx)('the dashboard’s nginx (needs nginx)', () => {
  let proxy: Proxy
  beforeAll(async () => {
    // As if the upstream said the same of its answers, and said it otherwise.
    proxy = await startProxy('stonks.example.com,localhost,*.ns.svc,stonks.example.com', {
      'content-security-policy': "default-src 'self'",
      'x-frame-options': 'SAMEORIGIN',
    })
  })
  afterAll(() => proxy.stop())
  const through = async (...asked: Parameters<Proxy['ask']>) => {
    const before = proxy.passed.length
    const { status } = await proxy.ask(...asked)
    return { status, passed: proxy.passed.slice(before).map(({ line }) => line) }
  }

  test('passes the routes of the catalogue by their methods, and no other', async () => {
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE']) {
        const { status, passed } = await through(method, `${path}?limit=1`)
        const wanted = isRoute(method, path)
        expect([method, path, passed]).toEqual([
          method,
          path,
          wanted ? [`${method} ${path}?limit=1`] : [],
        ])
        if (!wanted) expect([400, 405]).toContain(status)
      }
    }
  })

  test.each([
    '/api/nothing',
    '/api',
    '/api/',
    '/api/orders/',
    '/api//orders',
    '/api/./orders',
    '/api/x/../orders',
    '/assets/../api/orders',
    '/api/%6frders',
    '/API/orders',
    '/api/Orders',
    '/api/orders%00',
    '/api/orders;x=1',
    '/api/orders/..',
    '/api/orders/%2e%2e',
    '/api/orders/..%2f..%2fmetrics',
    '/api/orders/a/b',
    '/metrics',
    '/tick',
    '/ready',
    '/registry/nothing',
    '/risk',
    '/trading/api/trading/status',
  ])('keeps %s to itself', async (path) => {
    for (const method of ['GET', 'POST'])
      expect(await through(method, path)).toMatchObject({ passed: [] })
  })

  test('nobody outside speaks for a service', async () => {
    const names = ['time', 'id', 'by', 'principal', 'signature'].map((name) => `x-stonks-${name}`)
    const [method, path] = routes[0]!
    await proxy.ask(method, path, Object.fromEntries(names.map((name) => [name, 'forged'])))
    const sent = proxy.passed.at(-1)?.headers ?? {}
    expect(names.filter((name) => name in sent)).toEqual([])
  })

  test.each(['evil.example.com', 'stonks.example.com.evil.com', '169.254.169.254', 'ns.svc'])(
    'answers to no host %s',
    async (host) => {
      for (const path of ['/', '/api/overview']) {
        const { status, passed } = await through('GET', path, { host })
        expect({ status, passed }).toEqual({ status: 421, passed: [] })
      }
    },
  )

  test.each(['stonks.example.com', 'dashboard.ns.svc', 'localhost:8080', '127.0.0.1:8080'])(
    'answers to %s',
    async (host) => {
      expect(await proxy.ask('GET', '/', { host })).toMatchObject({ status: 200, body: 'the page' })
    },
  )

  test('takes no change from another site', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const asked = await through('POST', '/api/pipeline/toggle', { 'sec-fetch-site': site })
      expect(asked).toEqual({ status: 403, passed: [] })
    }
  })

  test.each(['/', '/assets/a.js', '/api/overview', '/api/nothing', '/sign-in'])(
    'says once of %s what query-api says of the page',
    async (path) => {
      const { headers } = await proxy.ask('GET', path, { 'x-forwarded-proto': 'https' })
      expect(headers).toMatchObject({
        ...pageHeaders,
        'strict-transport-security': STRICT_TRANSPORT,
      })
    },
  )

  test('asks for TLS only where it came by TLS', async () => {
    const { headers } = await proxy.ask('GET', '/')
    expect(headers).not.toHaveProperty('strict-transport-security')
  })
})
