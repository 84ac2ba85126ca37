/** A server with every bad manner, and listeners that nobody may reach. */

import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSocketServer, type AddressInfo } from 'node:net'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { afterAll } from 'vitest'

const MIB = 1024 * 1024
type Manner = (request: IncomingMessage, response: ServerResponse) => void

const html = (response: ServerResponse, body: string | Buffer, encoding = '') =>
  void response
    .writeHead(200, {
      'content-type': 'text/html',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    })
    .end(body)

/** Writes for as long as somebody reads. */
function flood(response: ServerResponse, chunk: Buffer): void {
  const write = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', write)
  write()
}

/** One piece now and then, until somebody hangs up. */
function drip(response: ServerResponse, piece: () => void): void {
  piece()
  const timer = setInterval(piece, 50)
  response.on('close', () => clearInterval(timer))
}

function manners(): Record<string, Manner> {
  const zeros = Buffer.alloc(64 * MIB)
  const gzip = gzipSync(zeros, { level: 9 })
  const brotli = brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  const noise = randomBytes(3 * MIB)
  return {
    '/gzip-bomb': (_, to) => html(to, gzip, 'gzip'),
    '/brotli-bomb': (_, to) => html(to, brotli, 'br'),
    '/nested': (_, to) => html(to, gzipSync(gzip), 'gzip, gzip'),
    '/nested-unsaid': (_, to) => html(to, gzipSync(gzip), 'gzip'),
    '/fifty-layers': (_, to) => html(to, 'x', Array(50).fill('gzip').join(', ')),
    '/strange-encoding': (_, to) => html(to, 'x', 'compress'),
    '/prototype-encoding': (_, to) => html(to, 'x', 'constructor'),
    '/no-gzip-at-all': (_, to) => html(to, 'x', 'gzip'),
    '/broken-gzip': (_, to) => html(to, gzipSync(noise).subarray(0, 100_000), 'gzip'),
    '/endless': (_, to) => {
      to.writeHead(200, { 'content-type': 'text/html' })
      flood(to, Buffer.alloc(65_536, 97))
    },
    '/endless-gzip': (_, to) => {
      to.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
      flood(to, gzipSync(noise))
    },
    '/lies-about-length': (_, to) =>
      void to.writeHead(200, { 'content-type': 'text/html', 'content-length': 1e12 }).write('x'),
    '/slow-body': (_, to) => {
      to.writeHead(200, { 'content-type': 'text/html' })
      drip(to, () => to.write('a'))
    },
    '/slow-headers': ({ socket }, to) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      drip(to, () => socket.writable && socket.write('x-a: b\r\n'))
    },
    '/early-hints': (_, to) => drip(to, () => to.writable && to.writeEarlyHints({ link: '</a>' })),
    '/silent': () => undefined,
    '/huge-headers': ({ socket }) =>
      void socket.end(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(MIB)}\r\n\r\n`),
    '/many-headers': ({ socket }) =>
      void socket.end(`HTTP/1.1 200 OK\r\n${'x: a\r\n'.repeat(100_000)}\r\n`),
    '/not-http': ({ socket }) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
    '/hangs-up': ({ socket }) => void socket.destroy(),
    '/half': ({ socket }) =>
      void socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 99\r\n\r\nx'),
    '/loop': (_, to) => void to.writeHead(302, { location: `/loop?${Math.random()}` }).end(),
    '/ring-a': (_, to) => void to.writeHead(301, { location: '/ring-b' }).end(),
    '/ring-b': (_, to) => void to.writeHead(301, { location: '/ring-a' }).end(),
    '/redirect-with-body': (_, to) => {
      to.writeHead(302, { location: '/page' })
      flood(to, Buffer.alloc(65_536, 97))
    },
    '/page': (_, to) => html(to, '<p>Words enough</p>'),
    '/good-gzip': (_, to) => html(to, gzipSync('<p>Words enough</p>'), 'gzip'),
    '/good-brotli': (_, to) => html(to, brotliCompressSync('<p>Words enough</p>'), 'BR'),
  }
}

export type Evil = Awaited<ReturnType<typeof startEvil>>

export async function startEvil(more: Record<string, Manner> = {}) {
  const table = { ...manners(), ...more }
  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    open.add(response)
    response.on('close', () => open.delete(response))
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    const manner = table[(request.url ?? '').split('?')[0] ?? '']
    if (manner) manner(request, response)
    else response.writeHead(404).end()
  })
  server.on('clientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    open,
    paths: Object.keys(table),
  }
}

/** Listens on one port of loopback in both families, and counts who comes. */
export async function startDecoy() {
  let connections = 0
  const listen = (host: string, port: number) =>
    new Promise<number | undefined>((resolve) => {
      const server = createSocketServer((socket) => {
        connections += 1
        socket.destroy()
      })
      server.on('error', () => resolve(undefined))
      server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
      afterAll(() => void server.close())
    })
  const port = await listen('127.0.0.1', 0)
  if (port === undefined) throw new Error('Listen on 127.0.0.1: it is refused')
  await listen('::1', port)
  // Where the machine lets us, the very ports that a guarded fetch may ask.
  for (const usual of [80, 443]) for (const host of ['127.0.0.1', '::1']) await listen(host, usual)
  return { port, connections: () => connections }
}
