import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { openDoor, type DoorParts } from '#shared/host/door.ts'
import { isOwnHost, readOwnHosts } from '#shared/host/own-hosts.ts'
import { ask, crossSite, strangeHosts } from '../../helpers/ask.ts'

const servers: Server[] = []
afterEach(() => vi.unstubAllEnvs())
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

async function open(parts: Partial<DoorParts> = {}) {
  const taken: string[] = []
  const server = openDoor({
    takes: 'json',
    answer: (request, response) => {
      taken.push(`${request.method} ${request.url}`)
      request.resume()
      request.once('end', () => response.end('{}'))
    },
    ...parts,
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, taken }
}

const codeOf = (text: string) => (JSON.parse(text) as { code: string }).code
const JSON_HEAD = { 'content-type': 'application/json' }

describe('a read', async () => {
  const door = await open()
  const from = async (site: string, mode: string, dest: string) => {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest }
    return (await ask(door.url, { headers })).status
  }

  test.each([
    ['no-cors', 'image'],
    ['no-cors', 'script'],
    ['cors', 'empty'],
    ['navigate', 'iframe'],
    ['navigate', 'object'],
  ])(
    'in the background of another site’s page, %s for %s, does not come in',
    async (mode, dest) => {
      for (const site of ['cross-site', 'same-site']) expect(await from(site, mode, dest)).toBe(403)
      expect(door.taken).toEqual([])
    },
  )

  test('of the page, and of who follows a link to it, comes in', async () => {
    expect(await from('same-origin', 'cors', 'empty')).toBe(200)
    expect(await from('none', 'navigate', 'document')).toBe(200)
    expect(await from('cross-site', 'navigate', 'document')).toBe(200)
  })
})

describe('a change', async () => {
  const door = await open()

  test.each(Object.entries(crossSite))('as %s does not come in', async (_what, said) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status, text } = await ask(door.url, { method, ...said })
      expect([403, 415]).toContain(status)
      expect(['foreign_site', 'media_type']).toContain(codeOf(text))
    }
    expect(door.taken).toEqual([])
  })

  test.each<[string, Record<string, string>]>([
    ['a program', JSON_HEAD],
    ['JSON with its letters named', { 'content-type': 'application/json; charset=utf-8' }],
    ['the page', { ...JSON_HEAD, origin: 'http://127.0.0.1', 'sec-fetch-site': 'same-origin' }],
  ])('from %s comes in', async (_who, headers) => {
    const origin = headers['origin'] && `${headers['origin']}:${door.port}`
    const { status } = await ask(door.url, {
      method: 'POST',
      headers: { ...headers, ...(origin ? { origin } : {}) },
      body: '{}',
    })
    expect(status).toBe(200)
    door.taken.length = 0
  })

  test('of a page behind a server that ends TLS comes in by its own name', async () => {
    vi.stubEnv('ALLOWED_HOSTS', 'stonks.example')
    const { url } = await open()
    const from = (origin: string) =>
      ask(url, {
        method: 'POST',
        headers: { ...JSON_HEAD, host: 'stonks.example', origin },
        body: '{}',
      })
    expect((await from('https://stonks.example')).status).toBe(200)
    expect((await from('https://stonks.example.evil.example')).status).toBe(403)
    expect((await from('https://stonks.example:8443')).status).toBe(403)
    expect((await from('ftp://stonks.example')).status).toBe(403)
  })

  test('that is packed does not come in', async () => {
    const headers = { ...JSON_HEAD, 'content-encoding': 'gzip' }
    expect((await ask(door.url, { method: 'POST', headers, body: '{}' })).status).toBe(415)
  })

  test('without a body needs no media type where only our leave lets a page send it', async () => {
    expect((await ask(door.url, { method: 'DELETE' })).status).toBe(200)
    expect((await ask(door.url, { method: 'POST' })).status).toBe(415)
  })
})

describe('a door for events', async () => {
  const { url } = await open({ takes: 'events' })
  test.each<[Record<string, string>, number]>([
    [{ 'content-type': 'application/cloudevents+json' }, 200],
    [{ 'content-type': 'application/cloudevents+json; charset=UTF-8' }, 200],
    [{ 'content-type': 'application/json', 'ce-id': '1' }, 200],
    [{ 'content-type': 'application/json' }, 415],
    [{ 'content-type': 'application/cloudevents-batch+json' }, 415],
    [{ 'content-type': 'text/plain', 'ce-id': '1' }, 415],
  ])('answers %o with %i', async (headers, status) => {
    expect((await ask(url, { method: 'POST', headers, body: '{}' })).status).toBe(status)
  })
})

describe('a host', async () => {
  const door = await open()

  test.each(strangeHosts)('%s is not ours', async (host) => {
    const { status, text } = await ask(door.url, { headers: { host } })
    expect([status, codeOf(text)]).toEqual([421, 'strange_host'])
    expect(door.taken).toEqual([])
  })

  test.each(['localhost', 'LOCALHOST:80', 'localhost.', '127.0.0.1', '127.8.9.1:1', '[::1]:80'])(
    '%s is ours over loopback',
    async (host) => {
      expect((await ask(door.url, { headers: { host } })).status).toBe(200)
      door.taken.length = 0
    },
  )

  test('is said once, and at all', async () => {
    const heads = [
      'GET / HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n',
      'GET / HTTP/1.0\r\n\r\n',
    ]
    for (const head of heads) expect(await shout(door.port, head)).toMatch(/^HTTP\/1.1 4(00|21) /)
    expect(door.taken).toEqual([])
  })

  test.each(['http://evil.example/', '//evil.example/', '/\\evil.example/', '*'])(
    'in the address itself (%s) is not followed',
    async (path) => {
      const head = `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`
      expect(await shout(door.port, head)).toMatch(/^HTTP\/1.1 400 /)
      expect(door.taken).toEqual([])
    },
  )

  const own = () => readOwnHosts()
  test.each<[string, string, boolean]>([
    ['10.4.0.7:8000', '10.4.0.7', true],
    ['10.4.0.7', '::ffff:10.4.0.7', true],
    ['[fd00::7]:8000', 'fd00:0:0::7', true],
    ['10.4.0.8', '10.4.0.7', false],
    ['localhost', '10.4.0.7', false],
    ['127.0.0.1', '10.4.0.7', false],
    ['localhost', '::ffff:127.0.0.1', true],
    ['ingestion.stonks.svc.cluster.local', '10.4.0.7', false],
    ['', '10.4.0.7', false],
    ['[', '10.4.0.7', false],
  ])('%s at %s: %s', (host, address, isOurs) => {
    expect(isOwnHost(host, address, own())).toBe(isOurs)
  })

  test.each<[string, boolean]>([
    ['stonks.example', true],
    ['STONKS.example:443', true],
    ['a.stonks.example', false],
    ['b.c.svc.cluster.local', true],
    ['svc.cluster.local', false],
    ['evilsvc.cluster.local', false],
    ['192.0.2.7', true],
  ])('of ALLOWED_HOSTS: %s, %s', (host, isOurs) => {
    vi.stubEnv('ALLOWED_HOSTS', 'stonks.example, *.svc.cluster.local,192.0.2.7')
    expect(isOwnHost(host, '10.4.0.7', own())).toBe(isOurs)
  })

  test.each<[string, boolean]>([
    ['stonks.example', true],
    ['desk.stonks.example:8443', true],
    ['other.stonks.example', false],
    ['localhost', false],
  ])('of PUBLIC_URL: %s, %s', (host, isOurs) => {
    vi.stubEnv(
      'PUBLIC_URL',
      'https://stonks.example, https://desk.stonks.example:8443,http://localhost:8000',
    )
    expect(isOwnHost(host, '10.4.0.7', own())).toBe(isOurs)
  })

  test.each(['*', '*.', 'http://stonks.example', 'a b', 'stonks.example:80', '*.*.example'])(
    'of ALLOWED_HOSTS cannot be "%s"',
    (entry) => {
      vi.stubEnv('ALLOWED_HOSTS', entry)
      expect(own).toThrow(/ALLOWED_HOSTS/)
    },
  )
})

describe('every answer', async () => {
  const { url } = await open()
  test.each([200, 403, 415, 421])('keeps a browser from using it elsewhere: %i', async (status) => {
    const asked = {
      200: {},
      403: { method: 'POST', ...crossSite['JSON from another origin'] },
      415: { method: 'POST', ...crossSite['text/plain'] },
      421: { headers: { host: 'evil.example' } },
    }[status]
    const said = await ask(url, asked)
    expect(said.status).toBe(status)
    expect(said.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
    expect(Object.keys(said.headers).filter((name) => name.startsWith('access-control'))).toEqual(
      [],
    )
  })

  test('gives no other origin leave when its browser asks', async () => {
    const { status, headers } = await ask(url, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(status).toBe(403)
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })
})

describe('one who never ends', async () => {
  const limits = { headMs: 100, requestMs: 200, lookMs: 20 }
  const { port } = await open({ limits })
  const head = 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n'

  test.each([
    ['says nothing', ''],
    ['stops in the head', head],
    ['stops in the body', `${head}content-length: 9\r\n\r\n{"a"`],
    ['stops between pieces of the body', `${head}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`],
  ])('and %s is cut off', async (_what, text) => {
    expect(await shout(port, text)).toMatch(/^(HTTP\/1.1 408 |$)/)
  })

  test('a head without end is refused', async () => {
    const pads = Array.from({ length: 600 }, (_, i) => `x-${i}: ${'a'.repeat(40)}\r\n`).join('')
    expect(await shout(port, `${head}${pads}\r\n`)).toMatch(/^HTTP\/1.1 431 /)
  })
})

describe('a WebSocket', async () => {
  const joined: string[] = []
  const { port, taken } = await open({
    upgrade: ({ url = '' }, socket) => {
      if (url !== '/stream') return false
      joined.push(url)
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
      return true
    },
  })
  const knock = (path: string, more: string) =>
    shout(
      port,
      `GET ${path} HTTP/1.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n${more}\r\n\r\n`,
    )

  test.each([
    ['another origin', 'host: localhost\r\norigin: https://evil.example', 403],
    ['a page without an origin', 'host: localhost\r\norigin: null', 403],
    ['another site', 'host: localhost\r\nsec-fetch-site: cross-site', 403],
    ['a name that is not ours', 'host: evil.example', 421],
    ['a name that is not ours, as its own page', 'host: a.b\r\norigin: http://a.b', 421],
  ])('is not opened from %s', async (_who, more, status) => {
    expect(await knock('/stream', more)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect([...joined, ...taken]).toEqual([])
  })

  test('is opened to a program, at its own address', async () => {
    expect(await knock('/stream', 'host: localhost')).toMatch(/^HTTP\/1.1 101 /)
    expect(await knock('/elsewhere', 'host: localhost')).toMatch(/^HTTP\/1.1 404 /)
    expect(joined).toEqual(['/stream'])
  })
})

/** All that comes back until the other side ends; the caller itself never does. */
function shout(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    socket.on('error', (fault: NodeJS.ErrnoException) =>
      fault.code === 'ECONNRESET' || fault.code === 'EPIPE' ? resolve(said) : reject(fault),
    )
    socket.on('close', () => resolve(said))
  })
}
