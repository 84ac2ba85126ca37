/** The world as one HTTP server: each outside system under its own prefix, on one port. */

import { LINK_BASE } from './contents/links.ts'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Clock } from '#shared/host/clock.ts'
import { openDoor } from '#shared/host/door.ts'
import { messageOf } from '#shared/host/faults.ts'
import { OPENING_CASH } from './alpaca/book.ts'
import { alpacaRoutes } from './alpaca/routes.ts'
import type { WorldFaults } from './http/faults.ts'
import { openKeys, type WorldKeys } from './http/keys.ts'
import { json, type WorldAnswer, type WorldRequest, type WorldRoute } from './http/answer.ts'
import { openLibrary } from './contents/library.ts'
import { openLimit } from './http/limit.ts'
import { openPaths, openQuotes } from './contents/quotes.ts'
import { edgarArchiveRoute, edgarDataRoute } from './routes/edgar.ts'
import { feedRoute } from './routes/feeds.ts'
import { ollamaRoute } from './routes/ollama.ts'
import { pageRoute } from './routes/pages.ts'
import { polygonRoute } from './routes/polygon.ts'
import { reddit } from '#shared/domain/source/reddit.ts'
import { redditRoute } from './routes/reddit.ts'
import { aboutRoute } from './routes/world.ts'
import type { World } from './contents/world.ts'

export type ServerOptions = {
  world: World
  clock: Clock
  /** Requests allowed in real time; absent: no limits. */
  limits?: WorldLimits
  /** The only ones that open broker and market data; any do where none are given. */
  keys?: WorldKeys
  /** Cash of the broker's account in dollars. */
  cash?: string
  /** What goes wrong at the vendors that are fetched from; absent: nothing. */
  faults?: WorldFaults
  /** A file that brings the broker's orders back after a restart. */
  journal?: string
  /**
   * What links to articles begin with. It does not follow the port, so that what is stored of a
   * run is the same in the next.
   */
  linkBase?: string
}

export type WorldLimits = {
  polygonPerMinute: number
  edgarPerSecond: number
  alpacaPerMinute: number
}

/** Polygon's free plan, EDGAR's fair access rule, Alpaca's plan of everyone. */
export const usualLimits: WorldLimits = {
  polygonPerMinute: 5,
  edgarPerSecond: 10,
  alpacaPerMinute: 200,
}

const BODY_BYTES_MAX = 1024 * 1024

/** A server that is not listening yet. Nothing later than the clock's moment is ever served. */
export function createWorldServer(options: ServerOptions): Server {
  const { world, clock, limits, faults } = options
  const routes = routesOf(options)
  const alpaca = alpacaRoutes(world, openQuotes(world), clock, {
    seed: world.seed,
    requestsPerMinute: limits?.alpacaPerMinute ?? 0,
    ...(options.keys?.broker ? { keys: options.keys.broker } : {}),
    ...(options.keys?.market === undefined ? {} : { marketKey: options.keys.market }),
    ...(options.cash === undefined ? {} : { cash: options.cash }),
    ...(options.journal === undefined ? {} : { journal: options.journal }),
  })
  return openDoor({
    takes: 'json',
    upgrade: alpaca.upgrade,
    answer: (request, response) => {
      answer({ routes, alpaca, faults }, request, response).catch((fault: unknown) => {
        const detail = messageOf(fault)
        if (response.headersSent) response.destroy()
        else write(response, json(fault instanceof BodyTooLarge ? 413 : 500, { detail }))
      })
    },
  })
}

function routesOf({
  world,
  clock,
  limits,
  keys,
  linkBase = LINK_BASE,
  cash = OPENING_CASH,
}: ServerOptions): Map<string, WorldRoute> {
  const source = {
    world,
    clock,
    cash,
    linkBase,
    library: openLibrary(world),
    paths: openPaths(world),
  }
  const edgar = { world, clock, limit: limits && openLimit(limits.edgarPerSecond, 1000) }
  const ollama = ollamaRoute(source)
  return new Map<string, WorldRoute>([
    [
      'polygon',
      polygonRoute({
        ...source,
        limit: limits && openLimit(limits.polygonPerMinute, 60_000),
        hasKeys: openKeys(keys?.market === undefined ? undefined : [keys.market]),
      }),
    ],
    ['edgar-data', edgarDataRoute(edgar)],
    ['edgar', edgarArchiveRoute(edgar)],
    ['rss', feedRoute(source)],
    [reddit.type, redditRoute(source)],
    ['pages', pageRoute(source)],
    ['ollama', ollama],
    // Ollama has no prefix of its own: some clients ask at the root whatever their address says.
    ['api', (ask) => ollama({ ...ask, path: `/api${ask.path}` })],
    ['world', aboutRoute(source)],
  ])
}

type Alpaca = ReturnType<typeof alpacaRoutes>

type Parts = { routes: Map<string, WorldRoute>; alpaca: Alpaca; faults: WorldFaults | undefined }

async function answer(
  { routes, alpaca, faults }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const origin = `http://${request.headers.host ?? 'world'}`
  const url = new URL(request.url ?? '/', origin)
  const [, prefix = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(url.pathname) ?? []
  if (prefix.startsWith('alpaca') && (await alpaca.handle(request, response, url.pathname))) return
  const route = routes.get(prefix)
  const found = route?.(await askOf(request, url, rest === '' ? '/' : decode(rest)))
  if (found && faults?.write(prefix, response, found)) return
  write(response, found ?? json(404, { detail: `No route ${request.method} ${url.pathname}` }))
}

class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

async function askOf(request: IncomingMessage, url: URL, path: string): Promise<WorldRequest> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_BYTES_MAX) throw new BodyTooLarge(`A body may hold ${BODY_BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  const body = Buffer.concat(chunks).toString('utf8')
  return {
    method: request.method ?? 'GET',
    origin: url.origin,
    path,
    query: url.searchParams,
    headers,
    body,
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function write(response: ServerResponse, { status, headers, body }: WorldAnswer): void {
  if (Array.isArray(body)) {
    response.writeHead(status, headers)
    for (const piece of body) response.write(piece)
    response.end()
    return
  }
  const length = status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  response.writeHead(status, { ...headers, ...length }).end(body)
}
