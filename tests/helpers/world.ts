/** The whole world behind real HTTP, at a business time set by hand. */

import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import type { Clock } from '#shared/host/clock.ts'
import { createWorldServer, type ServerOptions } from '../../services/world/server.ts'
import type { World, WorldArticle } from '../../services/world/contents/world.ts'

export type WorldServer = {
  url: string
  setNow(at: Date | string): void
  /** GETs a path of the world, with a key and a name given to whom it concerns. */
  get(path: string, headers?: Record<string, string>): Promise<Response>
}

/** Serves until the test file is done. */
export async function serveWorld(
  world: World,
  options: Partial<ServerOptions> = {},
): Promise<WorldServer> {
  let now = world.to
  const clock: Clock = { mode: 'stepped', speed: 1, now: () => now }
  const server = createWorldServer({ world, clock, ...options })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const usual = { authorization: 'Bearer key', 'user-agent': 'tests tests@example.com' }
  return {
    url,
    setNow: (at) => {
      now = new Date(at)
    },
    get: (path, headers = {}) =>
      fetch(path.startsWith('http') ? path : url + path, { headers: { ...usual, ...headers } }),
  }
}

/** An article of a test, at a moment. */
export function articleAt(at: string, change: Partial<WorldArticle> = {}): WorldArticle {
  return {
    id: `a${Date.parse(at)}`,
    publisher: 'Meridian Wire',
    publishedAt: new Date(at),
    hourIsSynthetic: false,
    title: 'Velquera raises outlook & more',
    description: 'Velquera raised its outlook. Demand <is> strong.',
    tickers: ['VELQ'],
    ...change,
  }
}
