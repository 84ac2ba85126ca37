/** A local server for a test file, answering from a table of paths. */

import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

export type Reply = { status?: number; headers?: Record<string, string>; body?: string | Buffer }
export type TestServer = {
  url: string
  asked: string[]
  server: Server
  answer: (path: string, reply: Reply | ((request: IncomingMessage) => Reply)) => void
}

/** Serves until the test file is done. A path without an answer is 404; queries do not count. */
export async function startServer(): Promise<TestServer> {
  const replies = new Map<string, Reply | ((request: IncomingMessage) => Reply)>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    asked.push(request.url ?? '/')
    const found = replies.get(path) ?? { status: 404 }
    const {
      status = 200,
      headers = {},
      body = '',
    } = typeof found === 'function' ? found(request) : found
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, asked, server, answer: (path, reply) => void replies.set(path, reply) }
}
