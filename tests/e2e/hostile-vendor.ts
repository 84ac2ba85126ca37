/** Every outside system at one address: it answers as a test says, and gives back what it was sent. */

import { variables } from '#shared/host/variables.ts'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `fine` is so for feeds and objects alone. */
export type Mood = 'fine' | 'unauthorized' | 'redirect' | 'malformed' | 'broken' | 'refused'

export type HostileVendor = {
  url: string
  host: string
  /** Bodies that were stored as objects. */
  stored: Map<string, Buffer>
  asked: string[]
  be(mood: Mood): Promise<void>
  close(): Promise<void>
}

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>http://x</link>
<description>d</description><item><title>Apple beats expectations</title><link>http://x/1</link>
<description>Apple Inc. reported strong profit.</description></item></channel></rss>`

export async function openHostileVendor(): Promise<HostileVendor> {
  let mood: Mood = 'fine'
  const stored = new Map<string, Buffer>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      asked.push(`${mood} ${request.method} ${request.url}`)
      if (mood === 'fine' && request.url?.startsWith('/feed'))
        return response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(FEED)
      if (mood === 'fine' && request.url?.startsWith('/stonks-'))
        return keepObject(stored, request, response, body)
      // It has whatever model it is asked for, so that it is asked more than that.
      if (mood === 'fine' && request.url === '/api/tags')
        return response.end(JSON.stringify({ models: MODELS }))
      return spoil(mood, request, response)
    })
  })
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  return {
    host,
    url: `http://${host}`,
    stored,
    asked,
    async be(next) {
      if (next === 'refused') await close()
      else if (mood === 'refused') await listen(port)
      mood = next
    },
    close: () => (server.listening ? close() : Promise.resolve()),
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const MODELS = [{ name: variables.OLLAMA_MODEL.default, digest: 'a'.repeat(64) }]

/** Says everything that it was told, as vendors do that mean to be of help. */
function spoil(mood: Mood, request: IncomingMessage, response: ServerResponse): void {
  const told = { url: request.url, headers: request.headers }
  const message = `refused: ${JSON.stringify(told)}`
  const key = String(request.headers['apca-api-secret-key'] ?? request.headers.authorization ?? '')
  const json = { 'content-type': 'application/json' }
  if (mood === 'redirect') {
    const location = `http://user:${encodeURIComponent(key)}@127.0.0.2:1/x?apiKey=${encodeURIComponent(key)}`
    return void response.writeHead(302, { location }).end(message)
  }
  if (mood === 'malformed') return void response.writeHead(200, json).end(message)
  if (mood === 'broken') return void response.writeHead(500).end(message)
  response.writeHead(401, json).end(JSON.stringify({ code: 40110000, message, error: message }))
}

/** As little of S3 as keeps an object. */
function keepObject(
  stored: Map<string, Buffer>,
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): void {
  const path = url.split('?')[0]!
  const isBucket = !path.replaceAll(/^\/|\/$/g, '').includes('/')
  if (method === 'PUT' && !isBucket) stored.set(path, body)
  const found = stored.get(path)
  if (!isBucket && !found) return void response.writeHead(404).end()
  const headers = { etag: '"1"', 'last-modified': new Date(0).toUTCString() }
  response.writeHead(200, headers).end(method === 'GET' ? found : undefined)
}
